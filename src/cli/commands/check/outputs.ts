import { closeSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { refusalOf } from '../../../files';
import { InputError } from '../../../input-error';

/** A file to write, with its text or its bytes. */
interface Output {
  readonly file: string;
  readonly text: string | Uint8Array;
}

interface Aside extends Output {
  readonly path: string;
  readonly aside: string;
}

/**
 * Writes all files or none, each completely: it writes every file next to its destination, and then moves all of them. Throws an InputError that
 * names the file, by default as the value of the option --output.
 */
export function writeAll(outputs: readonly Output[], cwd: string, named = asOutput): void {
  refuseTwice(outputs, cwd);
  const written: Aside[] = [];
  try {
    for (const output of outputs) {
      const path = resolve(cwd, output.file);
      const one = { ...output, path, aside: join(dirname(path), `.${basename(path)}.${process.pid}.tmp`) };
      inOneLine(named(output.file), () => {
        const earlier = statSync(path, { throwIfNoEntry: false });
        if (earlier?.isDirectory()) throw InputError.of(`${named(output.file)}: is a folder; name a file`);
        const file = openSync(one.aside, 'wx', earlier?.mode);
        written.push(one);
        try {
          writeFileSync(file, output.text);
        } finally {
          closeSync(file);
        }
      });
    }
    for (const { file, aside, path } of written) inOneLine(named(file), () => renameSync(aside, path));
  } finally {
    for (const { aside } of written) rmSync(aside, { force: true });
  }
}

function asOutput(file: string): string {
  return `--output ${file}`;
}

function refuseTwice(outputs: readonly Output[], cwd: string): void {
  const paths = new Set<string>();
  for (const { file } of outputs) {
    const path = resolve(cwd, file);
    if (paths.has(path)) throw InputError.of(`--output ${file}: is used twice; use one file for each report`);
    paths.add(path);
  }
}

/** Writes, and says of an error of the file system what it means. */
export function inOneLine(shown: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw InputError.of(`${shown}: cannot be written (${refusalOf(error) ?? 'unknown reason'})`);
  }
}
