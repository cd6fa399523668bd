import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../input-error';
import { refusalOf } from './refusal';

/** Calls `use` with an empty folder, and deletes the folder afterwards. Throws an InputError if none can be made. */
export function inTemporaryFolder<Result>(use: (folder: string) => Result, parent = tmpdir()): Result {
  const folder = made(parent);
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function made(parent: string): string {
  try {
    return mkdtempSync(join(parent, 'keyturn-'));
  } catch (error) {
    const why = refusalOf(error);
    if (why === undefined) throw error;
    throw InputError.of(
      `${parent}: no temporary folder can be made in it (${why}); name a folder that can be written in TMPDIR`,
    );
  }
}
