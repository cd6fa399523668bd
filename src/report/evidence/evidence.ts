import type { CheckOptions, Report } from '../../checks';
import type { Signature } from './signature';

export const kind = 'keyturn-evidence';

/** A file that the verdict depends on, identified by its hash. */
export interface HashedFile {
  readonly file: string;
  /** The SHA-256 hash in hexadecimal digits. */
  readonly sha256: string;
  /** The length of the text in bytes of UTF-8. */
  readonly bytes: number;
}

/** An input, with the files around it that were read as part of it. */
export interface HashedInput extends HashedFile {
  readonly beside?: readonly HashedFile[];
}

/** The commit that contracts were read from. A branch moves, so its name alone does not say which. */
export interface ContractsCommit {
  /** The name in the call. */
  readonly ref: string;
  readonly commit: string;
}

/** The options that the verdict depends on. */
export type EvidenceOptions = Pick<
  CheckOptions,
  | 'coverAll'
  | 'strict'
  | 'given'
  | 'assumeComplete'
  | 'beforePlan'
  | 'newEnvironment'
  | 'changedContracts'
  | 'addedTogether'
>;

/** The record that an auditor keeps: the whole report, and everything needed to make it again. */
export interface Evidence {
  readonly version: 1;
  readonly kind: typeof kind;
  readonly toolVersion: string;
  readonly accounts: readonly string[];
  readonly inputs: readonly HashedInput[];
  /** The inputs before the change. Absent if the check had no base. */
  readonly base?: readonly HashedInput[];
  /** Each with the file of its pairs, if it has one. */
  readonly contracts: readonly HashedInput[];
  /** Absent if the contracts were read from the working tree. */
  readonly contractsFrom?: ContractsCommit;
  readonly options: EvidenceOptions;
  readonly report: Report;
  /** Present if the evidence was signed. */
  readonly signature?: Signature;
}

export type EvidenceFacts = Pick<
  Evidence,
  'toolVersion' | 'inputs' | 'base' | 'contracts' | 'contractsFrom' | 'options'
>;

/** The evidence of a check. schemas/evidence.schema.json describes it. */
export function evidenceOf(report: Report, facts: EvidenceFacts): Evidence {
  const { toolVersion, inputs, base, contracts, contractsFrom, options } = facts;
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
    ...(contractsFrom === undefined ? {} : { contractsFrom }),
    options,
    report,
  };
}
