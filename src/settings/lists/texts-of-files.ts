import { resolve } from 'node:path';
import { tryReadText } from '../../files';
import { environmentsFileIn, usersFilesIn } from './named-files';

/** The texts of the files that settings name, that of environments first; an unreadable one is empty. */
export function textsOfFiles(
  keyturn: unknown,
  folder: string,
): readonly { readonly file: string; readonly text: string }[] {
  const environments = environmentsFileIn(keyturn);
  return [...(environments === undefined ? [] : [environments]), ...usersFilesIn(keyturn)].map((file) => ({
    file,
    text: tryReadText(file, resolve(folder, file), 'skipped') ?? '',
  }));
}
