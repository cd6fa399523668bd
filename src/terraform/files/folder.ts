import { readdirSync, type Dirent } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../input-error';
import { readText } from '../../files';
import { longNumberProblem, parseRepeatingJson, type ParsedJson } from '../../json';
import { byCodePoint } from '../by-code-point';
import { type Construct, isObject, type Value } from '../../model';

/** The files next to a configuration that count with it. */
export interface Folder {
  /** The configuration's own file name. */
  readonly own: string;
  /** Its other files, read. */
  readonly files: readonly { readonly name: string; readonly root: Value }[];
  /** The names of all other entries of the folder, read or not. */
  readonly others: readonly string[];
  /** The values of its variable files. */
  readonly values: ReadonlyMap<string, Value>;
  /** The text of each file that counts, read as configuration or as values. */
  readonly texts: ReadonlyMap<string, string>;
  /** The files that could not be read. */
  readonly constructs: readonly Construct[];
}

/** Files that Terraform or OpenTofu read as configuration, and files that give values to variables. */
const configuration = /\.(tf|tofu)(\.json)?$/;
const variables = /\.tfvars(?:\.json)?$/;

/** Terraform does not read hidden files and the backups of editors. */
function isIgnored(name: string): boolean {
  return name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'));
}

/** Later files override earlier ones: configuration, then these two, then the rest by name. */
function order(name: string): number {
  const first = ['terraform.tfvars', 'terraform.tfvars.json'].indexOf(name);
  return first >= 0 ? first : variables.test(name) ? 2 : -1;
}

/**
 * Reads the files that Terraform reads together with a configuration: the files of a folder are one module, overrides are merged over the
 * rest, and variable files set values. JSON files are read; any other file is reported. Undefined for a file that Terraform would not read
 * as configuration.
 * https://developer.hashicorp.com/terraform/language/files
 */
export function folderOf(file: string): Folder | undefined {
  const own = basename(file);
  const language = configuration.exec(own)?.[1];
  if (language === undefined) return undefined;
  const files: { name: string; root: Value }[] = [];
  const values = new Map<string, Value>();
  const texts = new Map<string, string>();
  const constructs: Construct[] = [];
  const report = (description: string, kind: Construct['kind'] = 'sibling') => constructs.push({ kind, description });
  const others = entriesOf(dirname(file)).filter(({ name }) => name !== own);
  for (const name of siblingsOf(others)) {
    const isVariables = variables.test(name);
    const isRead = isVariables ? isAutomatic(name) : configuration.exec(name)?.[1] === language;
    const read = name.endsWith('.json') && isRead ? readSibling(join(dirname(file), name), name) : undefined;
    if (read === undefined || (isVariables && !isObject(read.value))) {
      report(`${name} is in the folder of ${own}, and Terraform reads both`);
      continue;
    }
    texts.set(name, read.text);
    if (read.repeatedKey !== undefined) report(`${name}: ${read.repeatedKey}`, 'repeated-key');
    const problem = longNumberProblem(read.text);
    if (problem !== undefined) report(`${name}: ${problem}`, 'long-number');
    if (!isVariables) files.push({ name, root: read.value });
    else for (const [variable, value] of variablesIn(read.value)) values.set(variable, value);
  }
  return { own, files, others: others.map(({ name }) => name).sort(), values, texts, constructs };
}

/** Whether Terraform reads a variable file automatically. */
function isAutomatic(name: string): boolean {
  return order(name) < 2 || name.endsWith('.auto.tfvars.json');
}

function variablesIn(root: Value): [name: string, value: Value][] {
  return isObject(root) ? Object.entries(root).filter(([name]) => name !== '//') : [];
}

/** Variable files in the order of precedence. https://developer.hashicorp.com/terraform/language/values/variables */
function siblingsOf(others: readonly Dirent[]): string[] {
  return others
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => !isIgnored(name) && (configuration.test(name) || variables.test(name)))
    .sort((one, other) => order(one) - order(other) || byCodePoint(one, other));
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    throw InputError.of(
      `${folder}: the folder of the stack cannot be listed, so the other files that Terraform reads are not known`,
    );
  }
}

function readSibling(path: string, name: string): (ParsedJson & { readonly text: string }) | undefined {
  try {
    const text = readText(name, path, 'give it as UTF-8 text');
    return { ...parseRepeatingJson(text, name), text };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
