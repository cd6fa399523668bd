import { existsSync, lstatSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { InputError } from '../input-error';
import type { CommandDefinition } from './command';

/**
 * Commands run in the folder of the project, the one that has cdktf.json. From a folder below it, the files that a call names are still those that
 * the person sees there: their names are written from the project's folder before the command runs.
 */
const marker = 'cdktf.json';

/** The folder of a project, and whether it was searched for. */
interface Project {
  readonly folder: string;
  readonly isFound: boolean;
}

/**
 * The project: the folder that the call names, else this folder or the nearest one above it that has a cdktf.json. Without one it is this folder. A
 * file of another user is left out, because anybody can put one into a shared folder such as /tmp, and contracts are next to it.
 */
export function projectFrom(cwd: string, given: string | undefined): Project {
  if (given !== undefined) {
    const folder = resolve(cwd, given);
    if (!existsSync(join(folder, marker)))
      throw InputError.of(`--project ${given}: has no ${marker}; name the folder of the project`);
    return { folder, isFound: false };
  }
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, marker)) && (folder === cwd || isOwn(join(folder, marker))))
      return { folder, isFound: folder !== cwd };
    if (folder === dirname(folder)) return { folder: cwd, isFound: false };
  }
}

function isOwn(file: string): boolean {
  const own = process.getuid?.();
  return own === undefined || statSync(file).uid === own;
}

/** The argument and the options of a call, as commander read them. */
export interface Call {
  readonly given: unknown;
  readonly chosen: Readonly<Record<string, unknown>>;
  /** Whether a person wrote the option: a default belongs to the project. */
  readonly isWritten: (option: string) => boolean;
}

/** A call with the names of its files written from another folder. */
export function fromFolder(
  call: Call,
  { argument, options = [] }: NonNullable<CommandDefinition['files']>,
  { from, to }: { readonly from: string; readonly to: string },
): Call {
  const moved = (name: string): string => (name === '-' ? name : relative(to, resolve(from, name)) || '.');
  // A stack is named, or it is a file or a folder.
  const named = (name: string): string => (isThere(resolve(from, name)) ? moved(name) : name);
  // A report can be written as `format=file`.
  const target = (text: string): string => {
    const [, format = '', file = text] = /^([a-z]+=)?(.*)$/s.exec(text) ?? [];
    return `${format}${moved(file)}`;
  };
  const chosen = { ...call.chosen };
  for (const name of options.filter(call.isWritten))
    chosen[name] = each(chosen[name], name === 'output' ? target : moved);
  const given = argument === undefined ? call.given : each(call.given, argument === 'stack' ? named : moved);
  return { ...call, given, chosen };
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function each(value: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => each(one, change));
  return typeof value === 'string' ? change(value) : value;
}
