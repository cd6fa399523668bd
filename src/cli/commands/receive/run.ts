import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../../../input-error';
import { printable } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import { readHandedOver } from './handed-over';

interface Options {
  readonly into?: string;
  readonly base?: string;
  readonly json?: true;
}

/** Copies stacks out of a folder that is not trusted. Nothing is written unless all of it is as expected. */
export function run(folder: string, { into, base, json }: Options, io: Io): Promise<number> {
  const handedOver = readHandedOver(resolve(io.cwd, folder), folder);
  if (into === undefined) throw InputError.of('--into: name the folder to make, such as --into received');
  const known = base === undefined ? [] : namesOfBase(base, io.cwd);
  const absent = known.filter((name) => !handedOver.some((one) => one.name === name));
  if (absent.length > 0)
    throw new InputError(
      absent.map((name) => `${folder}: the stack "${name}" of the base is not there; a change cannot leave it out`),
    );
  makeNew(resolve(io.cwd, into), into);
  for (const { name, bytes } of handedOver) {
    const place = resolve(io.cwd, into, 'stacks', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'cdk.tf.json'), bytes, { flag: 'wx' });
  }
  const stacks = handedOver.map(({ name }) => ({ stack: name, isNew: !known.includes(name) }));
  const lines = stacks.map(({ stack, isNew }) => `${stack}${isNew ? ' (new)' : ''}`);
  io.stdout(json === true ? `${JSON.stringify({ stacks })}\n` : `${lines.map(printable).join('\n')}\n`);
  return Promise.resolve(exitCodes.clean);
}

/** The base is trusted, and its folder may hold more than stacks. */
function namesOfBase(given: string, cwd: string): string[] {
  const folder = resolve(cwd, given);
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw InputError.of(`--base ${given}: no such folder; synthesise the base first, and name its folder of stacks`);
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  // Without a base, every stack would be a new one, which nothing is compared with.
  if (names.length === 0) throw InputError.of(`--base ${given}: has no stack; name the folder of stacks of the base`);
  return names;
}

function makeNew(folder: string, given: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined)
    throw InputError.of(`--into ${given}: exists already; name a new folder`);
  mkdirSync(folder, { recursive: true });
}
