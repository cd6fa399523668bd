import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readText } from '../files';
import { InputError } from '../input-error';
import { isArray, isObject, parseJsonFile, type Json } from '../json';
import { isOurs, namesOf } from './names';
import { foldersOf } from './output-folder';

/** The stack of an environment that the settings no longer have. It may still be deployed. */
export interface RemovedStack {
  readonly name: string;
  /** Shell commands that destroy it. */
  readonly destroy: string;
  /** The condition for forgetting it. Keyturn reads a local state and sees when it is empty; for any other state, the user must say it. */
  readonly isForgotten: 'once destroyed' | 'when told';
}

/** The removed stacks below an output folder. A stack whose local state is empty is deleted instead. */
export function removedStacks(outdir: string): RemovedStack[] {
  const { removed } = foldersOf(outdir);
  return namesIn(removed).flatMap((name): RemovedStack[] => {
    const folder = join(removed, name);
    const state = localStateOf(folder);
    const left = state === undefined ? undefined : resourcesIn(state);
    if (left === 0) {
      rmSync(folder, { recursive: true, force: true });
      return [];
    }
    const terraform = `terraform -chdir=${shellWord(folder)}`;
    const isReady = existsSync(join(folder, '.terraform'));
    const destroy = `${isReady ? '' : `${terraform} init && `}${terraform} destroy`;
    return [{ name, destroy, isForgotten: left === undefined ? 'when told' : 'once destroyed' }];
  });
}

/** Deletes removed stacks, by the names of their environments. Throws an InputError, before anything is deleted, if no stack has that name. */
export function forget(outdir: string, environments: readonly string[]): void {
  const { removed } = foldersOf(outdir);
  const known = namesIn(removed);
  const stackOf = (name: string): string => (known.includes(name) ? name : namesOf(name).stack);
  const unknown = environments.filter((name) => !known.includes(stackOf(name)));
  const right = known.length === 0 ? 'there is nothing to forget' : `write one of ${known.join(', ')}`;
  if (unknown.length > 0)
    throw new InputError(unknown.map((name) => `--forget ${name}: no such stack in ${removed}; ${right}`));
  for (const name of environments) rmSync(join(removed, stackOf(name)), { recursive: true, force: true });
}

function namesIn(removed: string): string[] {
  return existsSync(removed) ? readdirSync(removed).filter(isOurs).sort() : [];
}

/** The file of a local state, if the stack in a folder has one. */
function localStateOf(folder: string): string | undefined {
  const stack = readJson(join(folder, 'cdk.tf.json'));
  const path = ['terraform', 'backend', 'local', 'path'].reduce<Json | undefined>(
    (value, name) => (isObject(value) ? value[name] : undefined),
    stack,
  );
  return typeof path === 'string' ? resolve(folder, path) : undefined;
}

/** The number of resources in a state file; undefined if the file is missing or cannot be read. */
function resourcesIn(file: string): number | undefined {
  const state = readJson(file);
  const resources = isObject(state) ? state['resources'] : undefined;
  return isArray(resources) ? resources.length : undefined;
}

function readJson(file: string): Json | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return parseJsonFile(readText(file, file, 'write it again'), file);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
