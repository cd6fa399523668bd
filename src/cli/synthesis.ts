import { synthesise } from '../infrastructure';
import { InputError } from '../problem';
import { loadSettings, type Strategy } from '../settings';

/**
 * Synthesises the settings with another strategy into a folder. Returns what is wrong with them, a line a problem: this file is bundled
 * by itself, so an InputError of its own would not be known outside.
 */
export function synthesiseWith(strategy: Strategy, settingsFile: string, outdir: string): readonly string[] {
  try {
    synthesise(loadSettings(settingsFile, { strategy }), outdir);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.lines;
    throw error;
  }
}
