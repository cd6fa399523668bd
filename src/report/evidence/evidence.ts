import { validateEvidence } from '../../../generated/validators';
import type { CheckOptions, Report } from '../../checks';
import { InputError } from '../../input-error';
import { isDay } from '../../text/day';

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
export type EvidenceOptions = Pick<
  CheckOptions,
  'coverAll' | 'strict' | 'given' | 'beforePlan' | 'changedContracts' | 'addedTogether'
>;

/** What an audit keeps: the whole report, and what it takes to make it again. */
export interface Evidence {
  readonly version: 1;
  readonly kind: typeof kind;
  readonly toolVersion: string;
  readonly accounts: readonly string[];
  readonly inputs: readonly HashedInput[];
  /** The inputs that the change was made to; absent where there was nothing to compare. */
  readonly base?: readonly HashedInput[];
  readonly contracts: readonly HashedFile[];
  readonly options: EvidenceOptions;
  readonly report: Report;
}

export type EvidenceFacts = Pick<Evidence, 'toolVersion' | 'inputs' | 'base' | 'contracts' | 'options'>;

/** The evidence of a check. Described in schemas/evidence.schema.json. */
export function evidenceOf(report: Report, { toolVersion, inputs, base, contracts, options }: EvidenceFacts): Evidence {
  const arns = report.checks.flatMap(({ roles }) => roles.map(({ arn }) => arn));
  const accounts = [...new Set(arns.map((arn) => arn.split(':')[4] ?? ''))].sort();
  return {
    version: 1,
    kind,
    toolVersion,
    accounts,
    inputs,
    ...(base === undefined ? {} : { base }),
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
