import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../files';
import { InputError } from '../input-error';
import { memberOf, parseJsonFile, type Json } from '../json';
import type { Construct } from '../model';
import { writtenDigest } from '../settings/digest';
import { textsOfFiles } from '../settings/lists/texts-of-files';
import type { InputRead } from '../inputs';

const description = 'it was made from other settings than those in cdktf.json';

/**
 * Warns if the project's own stacks were made from settings that have changed since. Stacks without a digest of their settings, such as those of
 * 0.1.0, are skipped.
 */
export async function withSettings(inputs: readonly InputRead[], cwd: string): Promise<InputRead[]> {
  const file = join(cwd, 'cdktf.json');
  const marked = inputs.filter(({ model }) => model.madeFrom !== undefined);
  if (marked.length === 0 || !existsSync(file)) return [...inputs];
  const written = writtenNow(file, cwd);
  if (written !== undefined && marked.every(({ model }) => model.madeFrom?.written === written)) return [...inputs];
  const digests = await digestsNow(file);
  return inputs.map((input) => {
    const { madeFrom, constructs } = input.model;
    if (madeFrom === undefined || digests.has(madeFrom.settings)) return input;
    const construct: Construct = { kind: 'other-settings', description };
    return { ...input, model: { ...input.model, constructs: [...constructs, construct] } };
  });
}

/** The digest of the present settings; undefined if they cannot be read, or the digest does not decide. */
function writtenNow(file: string, cwd: string): string | undefined {
  const context = memberOf(readJson(file), 'context');
  const keyturn = memberOf(context, 'keyturn');
  return keyturn === undefined ? undefined : writtenDigest(keyturn, textsOfFiles(keyturn, cwd));
}

function readJson(file: string): Json | undefined {
  return orUndefined(() => parseJsonFile(readText(file, file, 'write it again', 'skipped'), file));
}

/** The digest of each environment. Empty if the settings are invalid, because no stack can be made from them. */
async function digestsNow(file: string): Promise<ReadonlySet<string>> {
  const { digestsOf } = await import('./parts/settings');
  return orUndefined(() => digestsOf(file)) ?? new Set();
}

function orUndefined<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
