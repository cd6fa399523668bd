import { relative, resolve } from 'node:path';
import type { Contract } from '../../../../checks';
import { collected, decodeText, tryReadText } from '../../../../files';
import { InputError } from '../../../../input-error';
import {
  contractAdvice,
  contractsFrom,
  contractsIn,
  contractSources,
  type ContractSource,
} from '../../../../judging/contracts';
import type { ContractsCommit } from '../../../../report';
import { pairsReader } from '../../../read-pairs';
import { pairsAdvice, pairsFileIn, pairsPath, refuseUsersFile, type PairsSource } from '../../../../judging/pairs-file';

/** Contracts with the texts that they were read from. */
export interface ContractsRead {
  readonly contracts: readonly Contract[];
  readonly texts: ReadonlyMap<string, string>;
  /** The files of pairs, by the files of their contracts. */
  readonly pairs: ReadonlyMap<string, PairsSource>;
  /** Files whose contract in the working tree differs from the one at the commit that judges. */
  readonly changed: readonly string[];
  /** The commit that they were read from; absent if it was the working tree. */
  readonly from?: ContractsCommit;
}

export const noContracts: ContractsRead = { contracts: [], texts: new Map(), pairs: new Map(), changed: [] };

/** The contracts to judge by; none if the call names none and `policies/` has none. */
export async function readContractsIfAny(
  given: readonly string[],
  from: string | undefined,
  cwd: string,
): Promise<ContractsRead> {
  const isNamed = given.length > 0;
  const isThere = isNamed || (from === undefined ? contractsIn('policies', cwd).length > 0 : await hasAt(from, cwd));
  return isThere ? readContracts(given, from, cwd) : noContracts;
}

async function hasAt(ref: string, cwd: string): Promise<boolean> {
  const { filesAt } = await import('./git');
  return filesAt(ref, 'policies', cwd).length > 0;
}

/** The contracts to judge by: the named ones, else all of `policies/`; from the working tree, or from a commit. */
export async function readContracts(
  given: readonly string[],
  from: string | undefined,
  cwd: string,
): Promise<ContractsRead> {
  const commit = from === undefined ? undefined : await commitNamed(from, cwd);
  const sources = from === undefined ? here(given, cwd) : await at(from, given, cwd);
  return {
    ...(commit && { from: commit }),
    contracts: contractsFrom(sources, await pairsReader(sources)),
    texts: new Map(sources.map(({ file, text }) => [file, text])),
    pairs: new Map(sources.flatMap(({ file, pairs }) => (pairs === undefined ? [] : [[file, pairs] as const]))),
    changed: from === undefined ? [] : changedSince(sources, given, cwd),
  };
}

async function commitNamed(ref: string, cwd: string): Promise<ContractsCommit> {
  const { commitOf } = await import('./git');
  return { ref, commit: commitOf(ref, cwd) };
}

function here(given: readonly string[], cwd: string): ContractSource[] {
  const files = given.length > 0 ? given : contractsIn('policies', cwd);
  if (files.length === 0)
    throw InputError.of('policies: no contract in this folder; write one, or name it with --contract FILE');
  return contractSources(files, cwd);
}

async function at(ref: string, given: readonly string[], cwd: string): Promise<ContractSource[]> {
  const { fileAt, filesAt, plainFileAt } = await import('./git');
  const inTree = (file: string): string => relative(cwd, resolve(cwd, file));
  const files =
    given.length > 0
      ? collected(given, (file) => ({ ...fileAt(ref, inTree(file), cwd), file }))
      : filesAt(ref, 'policies', cwd);
  if (files.length === 0)
    throw InputError.of(`policies: no contract in this folder at ${ref}; name one with --contract FILE`);
  return collected(files, ({ file, bytes }): ContractSource => {
    const source = { file, text: decodeText(bytes, file, contractAdvice) };
    const named = pairsFileIn(source.text);
    if (named === undefined) return source;
    const path = pairsPath(inTree(file).replaceAll('\\', '/'), named);
    refuseUsersFile(file, path, cwd);
    const text = decodeText(plainFileAt(ref, path, cwd).bytes, path, pairsAdvice, 'skipped', 'CSV');
    return { ...source, pairs: { file: path, text } };
  });
}

/** A contract that is added, changed or removed in the working tree does not judge, but the report mentions it. */
function changedSince(sources: readonly ContractSource[], given: readonly string[], cwd: string): string[] {
  const before = new Map(sources.map(({ file, text }) => [file, text]));
  const otherPairs = new Set(
    sources
      .filter(
        ({ pairs }) =>
          pairs !== undefined && tryReadText(pairs.file, resolve(cwd, pairs.file), 'skipped') !== pairs.text,
      )
      .map(({ file }) => file),
  );
  const files = new Set([...before.keys(), ...(given.length > 0 ? given : contractsIn('policies', cwd))]);
  return [...files]
    .filter((file) => otherPairs.has(file) || tryReadText(file, resolve(cwd, file)) !== before.get(file))
    .sort();
}
