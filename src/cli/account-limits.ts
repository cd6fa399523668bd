import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../input-error';
import type { limitsIn } from './parts/settings';
import type { Io } from './io';

/** The rates of accounts that settings write. */
export type AccountLimits = ReturnType<typeof limitsIn>;

/** Reads the rates of the project's accounts: none without settings, undefined if the settings are invalid. */
export async function accountLimits({ cwd, now }: Pick<Io, 'cwd' | 'now'>): Promise<AccountLimits | undefined> {
  const file = join(cwd, 'cdktf.json');
  if (!existsSync(file)) return [];
  const settings = await import('./parts/settings');
  try {
    return settings.limitsIn(file, now);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
