import { isDeepStrictEqual } from 'node:util';
import { validateEvidence } from '../../../generated/validators';
import type { CheckOptions, Report } from '../../checks';
import { InputError } from '../../input-error';
import { isDay } from '../../text/day';
import { plainJson } from '../../json';

const kind = 'keyturn-evidence';

/** A file that a verdict rests on, by its hash. */
export interface HashedFile {
  readonly file: string;
  /** SHA-256 in hexadecimal digits. */
  readonly sha256: string;
  /** Characters of UTF-8. */
  readonly bytes: number;
}

/** An input, with the files around it that were read as a part of it. */
export interface HashedInput extends HashedFile {
  readonly beside?: readonly HashedFile[];
}

/** The options that a verdict depends on. */
export type EvidenceOptions = Pick<CheckOptions, 'coverAll' | 'strict' | 'given' | 'changedContracts'>;

/** What an audit keeps: the whole report, and what it takes to make it again. */
export interface Evidence {
  readonly version: 1;
  readonly kind: typeof kind;
  readonly toolVersion: string;
  readonly accounts: readonly string[];
  readonly inputs: readonly HashedInput[];
  readonly contracts: readonly HashedFile[];
  readonly options: EvidenceOptions;
  readonly report: Report;
}

export type EvidenceFacts = Pick<Evidence, 'toolVersion' | 'inputs' | 'contracts' | 'options'>;

/** The evidence of a check. Described in schemas/evidence.schema.json. */
export function evidenceOf(report: Report, { toolVersion, inputs, contracts, options }: EvidenceFacts): Evidence {
  const arns = report.checks.flatMap(({ roles }) => roles.map(({ arn }) => arn));
  const accounts = [...new Set(arns.map((arn) => arn.split(':')[4] ?? ''))].sort();
  return {
    version: 1,
    kind,
    toolVersion,
    accounts,
    inputs,
    contracts,
    options,
    report,
  };
}

/** Reads evidence. Throws an InputError with one line where the value is none. */
export function readEvidence(value: unknown, file: string): Evidence {
  if (isOfOtherVersion(value))
    throw InputError.of(
      `${file}: is evidence of version ${JSON.stringify(value.version)}; this keyturn reads version 1`,
    );
  if (!isEvidence(value) || !isDay(value.report.date))
    throw InputError.of(`${file}: is not evidence; give what "keyturn check --format evidence" wrote`);
  return value;
}

function isEvidence(value: unknown): value is Evidence {
  return validateEvidence(value);
}

function isOfOtherVersion(value: unknown): value is { readonly version: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === kind &&
    'version' in value &&
    value.version !== 1
  );
}

/** In what the evidence that was made again differs from the one that was kept: nothing, where the evidence holds. */
export function differences(kept: Evidence, again: Evidence): string[] {
  const lines = differencesOfReports(kept.report, again.report);
  const members = new Map<string, unknown>(Object.entries(again));
  for (const [name, value] of Object.entries(kept))
    if (name !== 'report' && !isSame(value, members.get(name))) lines.push(`its ${name} differ`);
  for (const name of members.keys()) if (!Object.hasOwn(kept, name)) lines.push(`its ${name} differ`);
  return lines;
}

function differencesOfReports(kept: Report, again: Report): string[] {
  const lines: string[] = [];
  const compare = (what: string, one: unknown, other: unknown): void => {
    if (!isSame(one, other)) lines.push(`${what} differ`);
  };
  if (kept.verdict !== again.verdict) lines.push(`the verdict was ${kept.verdict}, and is ${again.verdict}`);
  if (kept.typeList !== again.typeList)
    lines.push(`the list of resource types was ${kept.typeList}, and is ${again.typeList}`);
  const byName = new Map(again.checks.map((check) => [`${check.kind} ${check.file}`, check]));
  for (const check of kept.checks) {
    const name = `${check.kind} ${check.file}`;
    const other = byName.get(name);
    if (other === undefined) lines.push(`${name} was judged, and is not now`);
    else {
      compare(`${name}: what the roles may do`, check.permissions, other.permissions);
      compare(`${name}: what the rotated users may do`, check.users, other.users);
      compare(`${name}: its findings`, check.findings, other.findings);
      compare(`${name}: its premises`, [check.premises, check.notVisible], [other.premises, other.notVisible]);
      compare(`${name}: its rules`, check.rules, other.rules);
    }
  }
  if (again.checks.length > kept.checks.length) lines.push('more is judged now than was');
  if (lines.length === 0) compare('the reports', kept, again);
  return lines;
}

/** The same JSON; in which order its members stand says nothing. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(asJson(one), asJson(other));
}

function asJson(value: unknown): unknown {
  return value === undefined ? undefined : plainJson(value);
}
