import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../problem';
import { namesOf } from './names';

/** The folder that stacks are written to, made if need be. The cdktf command line names it in CDKTF_OUTDIR. */
export function outputFolder(outdir = process.env['CDKTF_OUTDIR'] ?? 'cdktf.out'): string {
  try {
    mkdirSync(join(outdir, 'stacks'), { recursive: true });
    return outdir;
  } catch (error) {
    throw InputError.of(`${outdir}: cannot be written (${reason(error)}); give a folder that can`);
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

function reason(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
