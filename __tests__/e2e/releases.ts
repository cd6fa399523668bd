import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { changesOf } from './plans';
import type { Plan, WrittenSettings } from './project';

const folder = join(__dirname, 'releases');

/** What a release deployed, as it was recorded when it was the present one. */
export interface Release {
  readonly version: string;
  readonly settings: WrittenSettings;
  /** The changes that a deployment of the present release may make to this one, and why; none is allowed that is not here. */
  readonly allowed: readonly Allowed[];
}

export interface Allowed {
  /** As in `aws_sfn_state_machine.rotation: update definition`. */
  readonly change: string;
  readonly reason: string;
}

/** The version of this working copy. */
export function presentVersion(): string {
  const file = resolve(__dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

export function recordedVersions(): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

export function readRelease(version: string): Release {
  return JSON.parse(readFileSync(join(folder, version, 'release.json'), 'utf8')) as Release; // as `writeRelease` writes it
}

export function writeRelease(release: Release): void {
  mkdirSync(join(folder, release.version), { recursive: true });
  write(join(folder, release.version, 'release.json'), release);
}

/** The synthesised stack of an environment, or its Terraform state after it was applied. */
export function readRecorded(version: string, environment: string, what: 'stack' | 'state'): string {
  return readFileSync(recorded(version, environment, what), 'utf8');
}

export function record(version: string, environment: string, what: 'stack' | 'state', text: string): void {
  write(recorded(version, environment, what), JSON.parse(text));
}

function recorded(version: string, environment: string, what: string): string {
  return join(folder, version, `${environment}.${what}.json`);
}

function write(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, undefined, 1)}\n`);
}

/** What nobody can allow to be deleted or replaced: it would end rotations that wait, or leave users without one. */
const kept = /^aws_(?:sfn_state_machine|iam_role|scheduler_schedule|scheduler_schedule_group)\./;

/** What an upgrade would do that nobody allowed, a line each. */
export function faultsOf(plan: Plan, allowed: readonly Allowed[]): readonly string[] {
  const known = new Set(allowed.map(({ change }) => change));
  return Object.entries(changesOf(plan)).flatMap(([address, change]) => {
    const line = `${address}: ${change}`;
    const isLoss = kept.test(address) && change.includes('delete');
    return isLoss || !known.has(line) ? [line] : [];
  });
}
