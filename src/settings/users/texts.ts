import { resolve } from 'node:path';
import { tryReadText } from '../../files';
import { usersFilesIn } from './named-files';

/** The texts of the files of users that settings name; an unreadable one is empty. */
export function usersTexts(
  keyturn: unknown,
  folder: string,
): readonly { readonly file: string; readonly text: string }[] {
  return usersFilesIn(keyturn).map((file) => ({
    file,
    text: tryReadText(file, resolve(folder, file), 'skipped') ?? '',
  }));
}
