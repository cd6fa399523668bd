import { lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inTemporaryFolder } from '../files';
import { InputError } from '../input-error';
import { readInput } from '../inputs';
import type { Model } from '../model';
import { strategyOf } from '../simulator/strategy';
import { deploymentFrom, deploymentsFrom, findStacks, stackFile, type Deployment } from '../terraform';
import type { TwoKeys } from '../workflow/options';
import { strategies, type Strategy } from '../workflow/strategies';
import type { Io } from './io';

function isStrategy(text: string): text is Strategy {
  return strategies.some((strategy) => strategy === text);
}

/** The file of a stack that is given as a file or as its folder; undefined if there is none. The file may be unreadable. */
function givenFile(stack: string, cwd: string): string | undefined {
  const file = stackFile(stack, cwd);
  const entry = lstatSync(resolve(cwd, file), { throwIfNoEntry: false });
  return entry === undefined || entry.isDirectory() ? undefined : file;
}

function modelIn(file: string, cwd: string): Model {
  return readInput(file, cwd, { right: 'give a cdk.tf.json that "cdktf synth" wrote' }).model;
}

/** The deployment of each machine of a named stack, or of one that is given as a file. */
export function deploymentsOf(stack: string, cwd: string): readonly Deployment[] {
  return readAll(fileOf(stack, cwd), cwd);
}

function readAll(file: string, cwd: string): readonly Deployment[] {
  return deploymentsFrom(modelIn(file, cwd));
}

/** The file of a named stack, or of one that is given as a folder or file; without either, the first synthesised stack. */
function fileOf(stack: string | undefined, cwd: string): string {
  const stacks = findStacks(cwd);
  if (stack === undefined) {
    const [first] = stacks;
    if (first === undefined) throw InputError.of('no synthesised stack in cdktf.out: run "npm run synth" first');
    return first.file;
  }
  const named = stacks.find(({ name }) => name === stack);
  if (named !== undefined) return named.file;
  const file = givenFile(stack, cwd);
  if (file !== undefined) return file;
  const known = stacks.map(({ name }) => name).join(', ');
  throw InputError.of(
    `${stack}: no such stack, folder or file; ${known === '' ? 'nothing is synthesised: run "npm run synth" first' : `synthesised stacks: ${known}`}`,
  );
}

/** The deployments of each synthesised stack: one for each machine. */
export function allDeployments(cwd: string): readonly Deployment[] {
  const stacks = findStacks(cwd);
  if (stacks.length === 0) throw InputError.of('no synthesised stack in cdktf.out: run "npm run synth" first');
  return stacks.flatMap(({ file }) => readAll(file, cwd));
}

interface Changes {
  readonly strategy: Strategy;
  readonly twoKeys?: TwoKeys;
}

/** Synthesises the settings with another strategy in a temporary folder, and reads the stack of that name. */
async function synthesisedWith(changes: Changes, stack: string | undefined, cwd: string): Promise<Model> {
  const { synthesiseWith } = await import('./parts/synthesis');
  return inTemporaryFolder((folder) => {
    synthesiseWith(changes, join(cwd, 'cdktf.json'), join(folder, 'cdktf.out'));
    const stacks = findStacks(folder);
    const chosen = stack === undefined ? stacks[0] : stacks.find(({ name }) => name === stack);
    if (chosen === undefined) {
      throw InputError.of(
        `${stack ?? 'stack'}: no such stack; the settings have ${stacks.map(({ name }) => name).join(', ')}`,
      );
    }
    return modelIn(chosen.file, folder);
  });
}

interface ChooseOptions {
  readonly strategy?: string;
  readonly twoKeys?: TwoKeys | undefined;
  /** The user whose machine is chosen among those of shards. */
  readonly user?: string | undefined;
}

/**
 * The deployment that a command runs, read from the synthesised file. The settings are synthesised again only if the call gives another strategy and
 * no file.
 */
export async function chooseDeployment(stack: string | undefined, options: ChooseOptions, io: Io): Promise<Deployment> {
  return deploymentFrom(await chooseModel(stack, options, io), options.user);
}

/** The same deployment with those of all shards. */
export async function chooseShards(
  stack: string | undefined,
  options: ChooseOptions,
  io: Io,
): Promise<{ readonly chosen: Deployment; readonly all: readonly Deployment[] }> {
  const model = await chooseModel(stack, options, io);
  return { chosen: deploymentFrom(model, options.user), all: deploymentsFrom(model) };
}

async function chooseModel(
  stack: string | undefined,
  { strategy, twoKeys, user }: ChooseOptions,
  io: Io,
): Promise<Model> {
  if (strategy === undefined) return modelIn(fileOf(stack, io.cwd), io.cwd);
  if (!isStrategy(strategy)) {
    throw InputError.of(`--strategy: ${JSON.stringify(strategy)} is not one of ${strategies.join(', ')}`);
  }
  if (stack === undefined || givenFile(stack, io.cwd) === undefined)
    return synthesisedWith({ strategy, ...(twoKeys === undefined ? {} : { twoKeys }) }, stack, io.cwd);
  const model = modelIn(fileOf(stack, io.cwd), io.cwd);
  const actual = strategyOf(deploymentFrom(model, user).definition).name ?? 'unknown';
  if (actual === strategy) return model;
  throw InputError.of(
    `${stack}: its strategy is ${actual}, not ${strategy}; name a stack of the settings to synthesise it again`,
  );
}
