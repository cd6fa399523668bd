import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../input-error';
import { namesOf } from './names';

/** Where stacks are written unless said otherwise. The cdktf command line names its folder in CDKTF_OUTDIR. */
export function outputFolder(): string {
  return process.env['CDKTF_OUTDIR'] ?? 'cdktf.out';
}

/** Writes into a folder, which is made if need be. Throws InputError where the file system refuses. */
export function writeTo(outdir: string, write: () => void): void {
  try {
    mkdirSync(join(outdir, 'stacks'), { recursive: true });
    write();
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw InputError.of(
      `${error.path ?? outdir}: cannot be written (${error.code}); give an output folder that can be written`,
    );
  }
}

/**
 * Takes away the stacks of environments that are gone, so that nobody checks or deploys them by mistake. Only our own
 * synthesised file goes; a folder that holds anything else, such as a Terraform state, stays.
 */
export function removeStaleStacks(outdir: string, current: readonly string[]): void {
  const stacks = join(outdir, 'stacks');
  const stale = readdirSync(stacks).filter((name) => name.startsWith(namesOf('').stack) && !current.includes(name));
  for (const folder of stale.map((name) => join(stacks, name))) {
    rmSync(join(folder, 'cdk.tf.json'), { force: true });
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

function isFileError(error: unknown): error is { code: string; path?: string } {
  return typeof error === 'object' && error !== null && 'code' in error && 'syscall' in error;
}
