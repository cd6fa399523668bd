import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shown } from './terraform';

const folder = join(__dirname, '..', 'fixtures', 'plans');

const fileOf = (name: string): string => join(folder, `${name.replaceAll(/[^a-z_]+/g, '-')}.json`);

/** A plan as it was when it was recorded: what the real Terraform showed, without the day and without spaces. */
export function recorded(name: string): Shown {
  return JSON.parse(readFileSync(fileOf(name), 'utf8')) as Shown; // as it was written below
}

export function record(name: string, plan: Shown): void {
  mkdirSync(folder, { recursive: true });
  const kept = Object.entries(plan).filter(([member]) => !['timestamp', 'relevant_attributes'].includes(member));
  writeFileSync(fileOf(name), `${JSON.stringify(Object.fromEntries(kept))}\n`);
}
