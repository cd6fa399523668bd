import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readContract, type Contract, type PairRows } from '../checks';
import { collected, nameOf, readText } from '../files';
import { InputError } from '../input-error';
import { pairsFileIn, pairsSource, type PairsSource } from './pairs-file';

/** The text of a contract, and its file. */
export interface ContractSource {
  readonly file: string;
  readonly text: string;
  /** The file of its pairs; absent if the contract lists them. */
  readonly pairs?: PairsSource;
}

/** Reads the rows of a file of pairs. Handed in, because the parser of CSV is large, and few contracts name such a file. */
export type ReadPairs = (source: PairsSource) => PairRows | undefined;

/** The advice for a contract that cannot be read. */
export const contractAdvice = 'give a contract: a JSON file as in policies/';

/** All contracts of `policies/`; none if the folder does not exist. Throws an InputError with one line for each problem. */
export function contractsHere(cwd: string, readPairs: ReadPairs): readonly Contract[] {
  return contractsFrom(contractSources(contractsIn('policies', cwd), cwd), readPairs);
}

/** The contracts of some texts, each with its own name. Throws an InputError with one line for each problem. */
export function contractsFrom(sources: readonly ContractSource[], readPairs: ReadPairs): Contract[] {
  const contracts = collected(sources, ({ file, text, pairs }) =>
    readContract(text, file, pairs === undefined ? undefined : readPairs(pairs)),
  );
  refuseTwins(contracts);
  return contracts;
}

export function contractSources(files: readonly string[], cwd: string): ContractSource[] {
  return collected(files, (file) => {
    const source = { file: nameOf(file), text: readText(file, resolve(cwd, file), contractAdvice) };
    const named = file === '-' ? undefined : pairsFileIn(source.text);
    return named === undefined ? source : { ...source, pairs: pairsSource(file, named, cwd) };
  });
}

/** The files of contracts in a folder, in alphabetical order. */
export function contractsIn(folder: string, cwd: string): string[] {
  const path = resolve(cwd, folder);
  if (!(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .sort()
    .map((name) => join(folder, name));
}

/** Reports name contracts, so two contracts cannot have one name. */
function refuseTwins(contracts: readonly Contract[]): void {
  contracts.forEach(({ name, file }, index) => {
    const earlier = contracts.slice(0, index).find((other) => other.name === name);
    if (earlier !== undefined)
      throw InputError.of(`${file}: its name "${name}" is already used by ${earlier.file}; use another name`);
  });
}
