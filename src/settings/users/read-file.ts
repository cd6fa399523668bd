import { insideFolder, readText } from '../../files';
import { InputError } from '../../input-error';
import type { WrittenUsers } from './item';
import { usersOfCsv } from './read-csv';
import { usersOfJson } from './read-json';
import { usersOfYaml } from './read-yaml';

const formats = {
  csv: { name: 'CSV', read: usersOfCsv },
  json: { name: 'JSON', read: usersOfJson },
  yaml: { name: 'YAML', read: usersOfYaml },
  yml: { name: 'YAML', read: usersOfYaml },
} as const;

const right = 'name a file of users with the columns userName and secretName';

/** Reads the users of a file in the folder of the project. Throws an InputError if the file cannot be read. */
export function readUsersFile(file: string, folder: string): WrittenUsers {
  const { name, read } = formatOf(file);
  const found = insideFolder(folder, file);
  if (found.kind === 'refused')
    throw InputError.of(`${file}: ${found.why} of the project; put the file into the project`);
  return read(readText(file, found.path, right, 'skipped', name), file);
}

/** Reads the users in the text of a file with this name. */
export function usersInText(text: string, file: string): WrittenUsers {
  return formatOf(file).read(text, file);
}

function formatOf(file: string): (typeof formats)[keyof typeof formats] {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase();
  if (ending === 'csv' || ending === 'json' || ending === 'yaml' || ending === 'yml') return formats[ending];
  throw InputError.of(`${file}: its name must end with .csv, .yaml or .json, which says how it is read`);
}
