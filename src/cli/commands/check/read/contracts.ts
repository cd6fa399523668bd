import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readContract, type Contract } from '../../../../checks';
import { InputError } from '../../../../input-error';
import { decodeText, nameOf, readText, tryReadText } from '../../../../files';
import { collected } from './collected';

/** Contracts with the texts that they were read from. */
export interface ContractsRead {
  readonly contracts: readonly Contract[];
  readonly texts: ReadonlyMap<string, string>;
  /** Files whose contract in the working tree differs from the one at the commit that judges. */
  readonly changed: readonly string[];
}

/** All contracts of `policies/`; none if the folder does not exist. Throws an InputError with one line for each problem. */
export function contractsHere(cwd: string): readonly Contract[] {
  return contractsFrom(sourcesOf(contractsIn('policies', cwd), cwd));
}

/** The same contracts; none if the call names none and `policies/` has none. */
export async function readContractsIfAny(
  given: readonly string[],
  from: string | undefined,
  cwd: string,
): Promise<ContractsRead> {
  const isNamed = given.length > 0;
  const isThere = isNamed || (from === undefined ? contractsIn('policies', cwd).length > 0 : await hasAt(from, cwd));
  return isThere ? readContracts(given, from, cwd) : { contracts: [], texts: new Map(), changed: [] };
}

async function hasAt(ref: string, cwd: string): Promise<boolean> {
  const { filesAt } = await import('./git');
  return filesAt(ref, 'policies', cwd).length > 0;
}

interface Source {
  readonly file: string;
  readonly text: string;
}

const right = 'give a contract: a JSON file as in policies/';

/** The contracts to judge by: the named ones, else all of `policies/`; from the working tree, or from a commit. */
export async function readContracts(
  given: readonly string[],
  from: string | undefined,
  cwd: string,
): Promise<ContractsRead> {
  const sources = from === undefined ? here(given, cwd) : await at(from, given, cwd);
  return {
    contracts: contractsFrom(sources),
    texts: new Map(sources.map(({ file, text }) => [file, text])),
    changed: from === undefined ? [] : changedSince(sources, given, cwd),
  };
}

function contractsFrom(sources: readonly Source[]): Contract[] {
  const contracts = collected(sources, ({ file, text }) => readContract(text, file));
  refuseTwins(contracts);
  return contracts;
}

function here(given: readonly string[], cwd: string): Source[] {
  const files = given.length > 0 ? given : contractsIn('policies', cwd);
  if (files.length === 0)
    throw InputError.of('policies: no contract in this folder; write one, or name it with --contract FILE');
  return sourcesOf(files, cwd);
}

function sourcesOf(files: readonly string[], cwd: string): Source[] {
  return collected(files, (file) => ({ file: nameOf(file), text: readText(file, resolve(cwd, file), right) }));
}

async function at(ref: string, given: readonly string[], cwd: string): Promise<Source[]> {
  const { fileAt, filesAt } = await import('./git');
  const inTree = (file: string): string => relative(cwd, resolve(cwd, file));
  const files =
    given.length > 0
      ? collected(given, (file) => ({ ...fileAt(ref, inTree(file), cwd), file }))
      : filesAt(ref, 'policies', cwd);
  if (files.length === 0)
    throw InputError.of(`policies: no contract in this folder at ${ref}; name one with --contract FILE`);
  return collected(files, ({ file, bytes }) => ({ file, text: decodeText(bytes, file, right) }));
}

function contractsIn(folder: string, cwd: string): string[] {
  const path = join(cwd, folder);
  if (!(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .sort()
    .map((name) => join(folder, name));
}

/** A contract that is added, changed or removed in the working tree does not judge, but the report mentions it. */
function changedSince(sources: readonly Source[], given: readonly string[], cwd: string): string[] {
  const before = new Map(sources.map(({ file, text }) => [file, text]));
  const files = new Set([...before.keys(), ...(given.length > 0 ? given : contractsIn('policies', cwd))]);
  return [...files].filter((file) => tryReadText(file, resolve(cwd, file)) !== before.get(file)).sort();
}

/** Reports name contracts, so two contracts cannot have one name. */
function refuseTwins(contracts: readonly Contract[]): void {
  contracts.forEach(({ name, file }, index) => {
    const earlier = contracts.slice(0, index).find((other) => other.name === name);
    if (earlier !== undefined)
      throw InputError.of(`${file}: its name "${name}" is already used by ${earlier.file}; use another name`);
  });
}
