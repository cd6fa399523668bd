import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { check, readContract, type Contract, type Report } from '../../checks';
import { readModel } from '../../inputs';
import { InputError } from '../../problem';
import { asJson, asText } from '../../report';
import { findStacks, nameOf, readText, siblingsOf, stackFile, type Model } from '../../terraform';
import { exitCodes } from '../exit-codes';
import type { Io } from '../io';

export interface CheckCommandOptions {
  readonly format?: string;
  readonly output?: string;
  readonly contract?: readonly string[] | string;
}

const formats: { readonly [format: string]: (report: Report, colour: boolean) => string } = {
  text: (report, colour) => asText(report, { colour }),
  json: (report) => asJson(report),
};

/**
 * Judges files against contracts and prints the report. Everything is read before anything is judged or written; what cannot be read is an
 * InputError with one line a problem. Returns 0 on a pass and on nothing else.
 */
export async function runCheck(files: readonly string[], options: CheckCommandOptions, io: Io): Promise<number> {
  const format = options.format ?? 'text';
  const print = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (print === undefined)
    throw InputError.of(`--format: ${JSON.stringify(format)} is none of ${Object.keys(formats).join(', ')}`);
  const given = options.contract === undefined ? [] : [options.contract].flat();
  const contracts = collected(given.length > 0 ? given : defaultContracts(io.cwd), (file) =>
    contractFrom(file, io.cwd),
  );
  refuseTwins(contracts);
  const models = collected(files.length > 0 ? files : stacks(io.cwd), (file) => modelFrom(file, io.cwd));
  const today = io.now.toISOString().slice(0, 10);
  const report = check(models, contracts, { today, coverAll: given.length === 0 ? 'always' : 'stacks', digest });
  const text = print(report, options.output === undefined && io.isTerminal);
  if (options.output === undefined) io.stdout(text);
  else writeWhole(options.output, resolve(io.cwd, options.output), text);
  return Promise.resolve(report.verdict === 'pass' ? exitCodes.clean : exitCodes.findings);
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads all of them, so that every problem is told at once. */
function collected<Item>(files: readonly string[], read: (file: string) => Item): Item[] {
  const lines: string[] = [];
  const items = files.flatMap((file) => {
    try {
      return [read(file)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      lines.push(...error.lines);
      return [];
    }
  });
  if (lines.length > 0) throw new InputError([...new Set(lines)]);
  return items;
}

function stacks(cwd: string): string[] {
  const found = findStacks(cwd).map(({ file }) => file);
  if (found.length === 0)
    throw InputError.of(
      'nothing to check: no synthesised stack in cdktf.out; run "npm run synth" first, or name a file',
    );
  return found;
}

function modelFrom(given: string, cwd: string): Model {
  const file = stackFile(given, cwd);
  const path = resolve(cwd, file);
  const text = readText(file, path);
  return readModel(text, nameOf(file), file === '-' ? [] : siblingsOf(path));
}

function defaultContracts(cwd: string): string[] {
  const folder = join(cwd, 'policies');
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const found = isFolder
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
        .sort()
    : [];
  if (found.length === 0)
    throw InputError.of('policies: no contract in this folder; write one, or name it with --contract FILE');
  return found.map((name) => join('policies', name));
}

function contractFrom(file: string, cwd: string): Contract {
  return readContract(readText(file, resolve(cwd, file), 'give a contract: a JSON file as in policies/'), nameOf(file));
}

/** Reports name contracts, so two of one name could not be told apart. */
function refuseTwins(contracts: readonly Contract[]): void {
  contracts.forEach(({ name, file }, index) => {
    const earlier = contracts.slice(0, index).find((other) => other.name === name);
    if (earlier !== undefined)
      throw InputError.of(`${file}: its name "${name}" is that of ${earlier.file}; name it otherwise`);
  });
}

/** Written whole or not at all: beside its place first, and then moved there. */
function writeWhole(shown: string, path: string, text: string): void {
  const aside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw InputError.of(`--output ${shown}: is a folder; name a file`);
    const file = openSync(aside, 'wx');
    try {
      writeSync(file, text);
    } finally {
      closeSync(file);
    }
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    if (error instanceof InputError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    const why =
      {
        ENOENT: 'its folder does not exist',
        EACCES: 'no permission',
        EPERM: 'no permission',
        EROFS: 'the file system is read-only',
        ENOTDIR: 'its folder is a file',
        ENOSPC: 'the disk is full',
      }[code] ?? code;
    throw InputError.of(`--output ${shown}: cannot be written (${why})`);
  }
}
