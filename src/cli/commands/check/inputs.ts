import { resolve } from 'node:path';
import { readModel } from '../../../inputs';
import { InputError } from '../../../input-error';
import { nameOf, readText } from '../../../files';
import { findStacks, folderOf, sourceFile, stackFile, whatWouldBeRight, withSource } from '../../../terraform';
import type { Model } from '../../../model';
import { collected } from './collected';

/** An input that was read, with its text: places and hashes are taken from it. */
export interface InputRead {
  readonly model: Model;
  readonly file: string;
  readonly text: string;
  /** The files around it that were read as a part of it, as the report names them. */
  readonly beside: ReadonlyMap<string, string>;
}

/** Reads the files that are named, else every synthesised stack; all of them or none. */
export function readInputs(files: readonly string[], cwd: string): InputRead[] {
  if (files.filter((file) => file === '-').length > 1)
    throw InputError.of('keyturn check: standard input can be read once; name the other inputs as files');
  return collected(files.length > 0 ? files : stacks(cwd), (file) => readInput(file, cwd));
}

/** What is known of an input before it is read. */
interface Known {
  /** What the report calls it, where that is not the name it is given by. */
  readonly named?: (text: string) => string | undefined;
  /** Values that its variables have, whatever its folder says. */
  readonly variables?: Model['variables'];
}

/** Reads one input. */
export function readInput(given: string, cwd: string, { named, variables }: Known = {}): InputRead {
  const file = stackFile(given, cwd);
  const path = resolve(cwd, file);
  const text = readText(file, path, whatWouldBeRight);
  const shown = named?.(text) ?? nameOf(file);
  const folder = file === '-' ? undefined : folderOf(path);
  const beside = [...(folder?.texts ?? [])].map(([other, content]): [string, string] => [
    shown.replace(/[^\\/]*$/, () => other),
    content,
  ]);
  return { model: readModel(text, shown, folder, variables), file: shown, text, beside: new Map(beside) };
}

/** An input with what the configuration that it was made from shows beside it. */
export function withGivenSource(input: InputRead, source: string | undefined, cwd: string): InputRead {
  if (source === undefined) return input;
  const {
    model: configuration,
    file,
    text,
    beside,
  } = readInput(sourceFile(source, cwd), cwd, {
    variables: input.model.variables,
  });
  if (configuration.kind !== 'stack')
    throw InputError.of(
      `--source ${source}: is no configuration in JSON; give the cdk.tf.json that the plan was made from`,
    );
  return {
    ...input,
    model: withSource(input.model, configuration),
    beside: new Map([...input.beside, [file, text], ...beside]),
  };
}

function stacks(cwd: string): string[] {
  const found = findStacks(cwd).map(({ file }) => file);
  if (found.length === 0)
    throw InputError.of(
      'nothing to check: no synthesised stack in cdktf.out; run "npm run synth" first, or name a file',
    );
  return found;
}
