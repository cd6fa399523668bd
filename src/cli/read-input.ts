import { resolve } from 'node:path';
import { nameOf, readText } from '../files';
import { readModel } from '../inputs';
import type { Model } from '../model';
import { folderOf, stackFile, whatWouldBeRight } from '../terraform';

/** An input that was read, with its text: places and hashes are taken from it. */
export interface InputRead {
  readonly model: Model;
  readonly file: string;
  readonly text: string;
  /** The files around it that were read as a part of it, as the report names them. */
  readonly beside: ReadonlyMap<string, string>;
}

/** What is known of an input before it is read. */
interface Known {
  /** What the report calls it, where that is not the name it is given by. */
  readonly named?: (text: string) => string | undefined;
  /** Values of its variables that override those of its folder. */
  readonly variables?: Model['variables'];
  /** What the user should give instead of something that cannot be read; all kinds of input if it is left out. */
  readonly right?: string;
  /** The file that it is going to be, if that is another one: it is read with what lies around that. */
  readonly place?: string;
}

/** Reads one input, with the folder that it stands in. All commands read their inputs here. */
export function readInput(given: string, cwd: string, known: Known = {}): InputRead {
  const { named, variables, right = whatWouldBeRight, place } = known;
  const file = stackFile(given, cwd);
  const path = resolve(cwd, file);
  const text = readText(file, path, right);
  const shown = named?.(text) ?? nameOf(file);
  const folder = file === '-' ? undefined : folderOf(place === undefined ? path : resolve(cwd, place));
  const beside = [...(folder?.texts ?? [])].map(([other, content]): [string, string] => [
    shown.replace(/[^\\/]*$/, () => other),
    content,
  ]);
  return { model: readModel(text, shown, { folder, variables, right }), file: shown, text, beside: new Map(beside) };
}
