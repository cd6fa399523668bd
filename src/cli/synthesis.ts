import { synthesise } from '../infrastructure';
import { InputError } from '../input-error';
import { loadSettings, type LoadOptions } from '../settings';

/**
 * Synthesises the settings with another strategy, or another way with two keys, into a folder. Returns the problems of the settings, one on each
 * line: this file is bundled separately, so its InputError would not be recognised outside.
 */
export function synthesiseWith(
  changes: Pick<LoadOptions, 'strategy' | 'twoKeys'>,
  settingsFile: string,
  outdir: string,
): readonly string[] {
  try {
    synthesise(loadSettings(settingsFile, changes), outdir);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.lines;
    throw error;
  }
}
