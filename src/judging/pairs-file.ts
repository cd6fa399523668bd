import { dirname, join, posix, resolve } from 'node:path';
import { insideFolder, isSameFile, readText, tryReadText } from '../files';
import { InputError } from '../input-error';
import { isArray, memberOf, parseLenientJson, type Json } from '../json';

/** The text of the file that lists the pairs of a contract. */
export interface PairsSource {
  readonly file: string;
  readonly text: string;
}

export const pairsAdvice = 'name a CSV file of pairs with the columns userName and secretName';

/** The file that a contract names in place of its pairs; undefined if it names none, or is not JSON, which its reader reports. */
export function pairsFileIn(text: string): string | undefined {
  const file = memberOf(memberOf(tryJson(text), 'pairs'), 'file');
  return typeof file === 'string' ? file : undefined;
}

/** The file of pairs of a contract in a folder. Throws an InputError if it cannot be read, or must not be. */
export function pairsSource(contract: string, named: string, cwd: string): PairsSource {
  const folder = resolve(cwd, dirname(contract));
  const found = insideFolder(folder, named);
  if (found.kind === 'refused')
    throw InputError.of(`${contract}: pairs.file: ${named} ${found.why} of the contract; ${apart}`);
  const file = join(dirname(contract), named);
  refuseUsersFile(contract, file, cwd);
  return { file, text: readText(file, found.path, pairsAdvice, 'skipped', 'CSV') };
}

const apart = 'keep the pairs next to the contract, where code owners review both';

/** The path in a repository of the file of pairs. Throws an InputError if it is not in the folder of the contract. */
export function pairsPath(contract: string, named: string): string {
  const path = posix.normalize(posix.join(posix.dirname(contract), named));
  const folder = posix.normalize(posix.dirname(contract));
  if (posix.isAbsolute(named) || path.startsWith('../') || (folder !== '.' && !path.startsWith(`${folder}/`)))
    throw InputError.of(`${contract}: pairs.file: ${named} is outside of the folder of the contract; ${apart}`);
  return path;
}

/**
 * Refuses the file that the settings take the users from, by any of its names: the check would compare the settings with themselves.
 */
export function refuseUsersFile(contract: string, file: string, cwd: string): void {
  for (const users of usersFiles(cwd)) {
    if (isSameFile(resolve(cwd, users), resolve(cwd, file)))
      throw InputError.of(
        `${contract}: pairs.file: ${file} is the same file as ${users}, which the settings take the users from; write the pairs into a file of their own`,
      );
  }
}

/** The files that the settings of the project name as "users". */
function usersFiles(cwd: string): string[] {
  const file = join(cwd, 'cdktf.json');
  const keyturn = memberOf(memberOf(tryJson(tryReadText(file, file, 'skipped') ?? ''), 'context'), 'keyturn');
  const environments = memberOf(keyturn, 'environments');
  const layers = [keyturn, ...(isArray(environments) ? environments : [])];
  return layers.flatMap((layer) => {
    const named = memberOf(memberOf(layer, 'users'), 'file');
    return typeof named === 'string' ? [named] : [];
  });
}

function tryJson(text: string): Json | undefined {
  try {
    return parseLenientJson(text);
  } catch {
    return undefined; // the reader of the file gives the reason
  }
}
