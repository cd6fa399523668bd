import { insideFolder, readText } from '../../files';
import { InputError } from '../../input-error';
import type { ListKind, WrittenItems } from './item';
import { itemsOfCsv } from './read-csv';
import { itemsOfJson } from './read-json';
import { itemsOfYaml } from './read-yaml';

const formats = {
  csv: { name: 'CSV', read: itemsOfCsv },
  json: { name: 'JSON', read: itemsOfJson },
  yaml: { name: 'YAML', read: itemsOfYaml },
  yml: { name: 'YAML', read: itemsOfYaml },
} as const;

/** Reads the list of a file in the folder of the project. Throws an InputError if the file cannot be read. */
export function readListFile(file: string, folder: string, kind: ListKind): WrittenItems {
  const { name, read } = formatOf(file);
  const found = insideFolder(folder, file);
  if (found.kind === 'refused')
    throw InputError.of(`${file}: ${found.why} of the project; put the file into the project`);
  const right = `name a file of ${kind.words.items} with the columns ${inWords(kind.columns.required)}`;
  return read(readText(file, found.path, right, 'skipped', name), file, kind);
}

/** Reads the list in the text of a file with this name. */
export function itemsInText(text: string, file: string, kind: ListKind): WrittenItems {
  return formatOf(file).read(text, file, kind);
}

function formatOf(file: string): (typeof formats)[keyof typeof formats] {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase();
  if (ending === 'csv' || ending === 'json' || ending === 'yaml' || ending === 'yml') return formats[ending];
  throw InputError.of(`${file}: its name must end with .csv, .yaml or .json, which says how it is read`);
}

/** `a, b and c`. */
function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
