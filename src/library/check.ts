/** `keyturn/check`: judges files as `keyturn check` does, in a program. */
import type { Report } from '../../generated/report-types';
import { reportOn, type CheckOptions, type ContractInput, type Input } from './judging';

export type { Contract } from '../../generated/contract-types';
export type { Report } from '../../generated/report-types';
export type { CheckOptions, ContractInput, Input };

/**
 * Judges inputs by contracts. The result is what `keyturn check --format json` prints outside of a git repository; only the verdict `pass` lets a
 * change through. Throws an error with one line for each problem if an input, a contract or an option cannot be read.
 */
export function check(
  inputs: readonly Input[],
  contracts: readonly ContractInput[],
  options: CheckOptions = {},
): Report {
  return reportOn(inputs, contracts, options);
}
