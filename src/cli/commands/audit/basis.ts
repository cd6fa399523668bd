import type { Basis } from '../../../audit/document';
import { hashedContracts, hashedInput } from '../check/hash';
import type { ContractsRead } from '../check/read/contracts';
import { optionsGiven } from '../options-given';
import type { AnswerFile } from './files';
import type { Options } from './options';

/** Options about what is written, and about the earlier document, which the result names itself. */
const notOfVerdict: readonly (keyof Options)[] = [
  'format',
  'json',
  'output',
  'sign',
  'since',
  'signedBy',
  'printPolicy',
];

/** The basis of the verdict: every option of the call, the contracts and the files. */
export function basisOf(options: Options, contracts: ContractsRead, read: readonly AnswerFile[]): Basis {
  return {
    options: optionsGiven(options, notOfVerdict),
    contracts: hashedContracts(contracts),
    files: read.map(({ file, text }) => hashedInput({ file, text, beside: new Map() })),
  };
}
