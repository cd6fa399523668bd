import type { Basis } from '../../../audit/document';
import { hashedContracts, hashedInput } from '../check/hash';
import type { ContractsRead } from '../check/read/contracts';
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
  const known: readonly string[] = notOfVerdict;
  return {
    options: Object.fromEntries(
      Object.entries(options as Basis['options'])
        .filter(([name]) => !known.includes(name))
        .map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value]),
    ),
    contracts: hashedContracts(contracts),
    files: read.map(({ file, text }) => hashedInput({ file, text, beside: new Map() })),
  };
}
