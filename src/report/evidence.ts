import type { CheckOptions, Report } from '../checks';
import { InputError } from '../problem';

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
  readonly kind: 'keyturn-evidence';
  readonly toolVersion: string;
  readonly accounts: readonly string[];
  readonly inputs: readonly HashedInput[];
  readonly contracts: readonly HashedFile[];
  readonly options: EvidenceOptions;
  readonly report: Report;
}

export type EvidenceFacts = Pick<Evidence, 'toolVersion' | 'inputs' | 'contracts' | 'options'>;

/** The evidence of a check, as JSON. Described in schemas/evidence.schema.json. */
export function asEvidence(report: Report, { toolVersion, inputs, contracts, options }: EvidenceFacts): string {
  const arns = report.checks.flatMap(({ roles }) => roles.map(({ arn }) => arn));
  const accounts = [...new Set(arns.map((arn) => arn.split(':')[4] ?? ''))].sort();
  const evidence: Evidence = {
    version: 1,
    kind: 'keyturn-evidence',
    toolVersion,
    accounts,
    inputs,
    contracts,
    options,
    report,
  };
  return `${JSON.stringify(evidence, undefined, 2)}\n`;
}

/** Reads evidence. Throws an InputError with one line where the text is none. */
export function readEvidence(value: unknown, file: string): Evidence {
  const evidence = value as Partial<Evidence> | null; // what it must have is looked at below, and the report is only compared
  const isOne =
    typeof evidence === 'object' &&
    evidence !== null &&
    evidence.kind === 'keyturn-evidence' &&
    [evidence.inputs, evidence.contracts].every((files) => Array.isArray(files) && files.every(isHashedFile)) &&
    typeof evidence.options === 'object' &&
    typeof evidence.report === 'object' &&
    typeof evidence.report.date === 'string';
  if (!isOne) throw InputError.of(`${file}: is no evidence; give what "keyturn check --format evidence" wrote`);
  if (evidence.version !== 1)
    throw InputError.of(`${file}: is evidence of version ${JSON.stringify(evidence.version)}; this keyturn reads 1`);
  return evidence as Evidence; // as above
}

function isHashedFile(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'file' in value &&
    typeof value.file === 'string' &&
    'sha256' in value &&
    typeof value.sha256 === 'string'
  );
}

/** In what the report that was made again differs from the one that was kept: nothing, where the evidence holds. */
export function differences(kept: Report, again: Report): string[] {
  const lines: string[] = [];
  const compare = (what: string, one: unknown, other: unknown): void => {
    if (JSON.stringify(one) !== JSON.stringify(other)) lines.push(`${what} differ`);
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
