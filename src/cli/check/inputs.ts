import { resolve } from 'node:path';
import { readModel } from '../../inputs';
import { InputError } from '../../problem';
import { findStacks, folderOf, nameOf, readText, stackFile, type Model } from '../../terraform';
import { collected } from './collected';

/** An input that was read, with its text: places and hashes are taken from it. */
export interface InputRead {
  readonly model: Model;
  readonly file: string;
  readonly text: string;
}

/** Reads the files that are named, else every synthesised stack; all of them or none. */
export function readInputs(files: readonly string[], cwd: string): InputRead[] {
  if (files.filter((file) => file === '-').length > 1)
    throw InputError.of('keyturn check: standard input can be read once; name the other inputs as files');
  return collected(files.length > 0 ? files : stacks(cwd), (file) => readInput(file, cwd));
}

export function readInput(given: string, cwd: string, name?: string): InputRead {
  const file = stackFile(given, cwd);
  const path = resolve(cwd, file);
  const text = readText(file, path);
  const shown = name ?? nameOf(file);
  return { model: readModel(text, shown, file === '-' ? undefined : folderOf(path)), file: shown, text };
}

function stacks(cwd: string): string[] {
  const found = findStacks(cwd).map(({ file }) => file);
  if (found.length === 0)
    throw InputError.of(
      'nothing to check: no synthesised stack in cdktf.out; run "npm run synth" first, or name a file',
    );
  return found;
}
