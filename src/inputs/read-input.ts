import { resolve } from 'node:path';
import { nameOf, readText } from '../files';
import type { Model } from '../model';
import { folderOf, refuseStackName, stackFile, whatWouldBeRight } from '../terraform';
import { readModel } from './recognise';

/** An input that was read, with its text. Places and hashes are computed from the text. */
export interface InputRead {
  readonly model: Model;
  readonly file: string;
  readonly text: string;
  /** The files around it that were read as part of it, with their names in the report. */
  readonly beside: ReadonlyMap<string, string>;
}

/** The facts about an input that are known before it is read. */
interface Known {
  /** The name of the input in the report, if it differs from the given name. */
  readonly named?: (text: string) => string | undefined;
  /** Values of its variables that override those of its folder. */
  readonly variables?: Model['variables'];
  /** The advice to the user if the input cannot be read. By default it lists all input kinds. */
  readonly right?: string;
  /** The file that the input is going to be, if that is another one. It is read with the files around that place. */
  readonly place?: string;
}

/** Reads one input, with its folder. All commands read their inputs here. */
export function readInput(given: string, cwd: string, known: Known = {}): InputRead {
  const { named, variables, right = whatWouldBeRight, place } = known;
  const file = stackFile(given, cwd);
  refuseStackName(file, cwd);
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
