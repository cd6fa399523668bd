import { synthesise } from '../../infrastructure';
import { loadSettings, type LoadOptions } from '../../settings';

/** Synthesises the settings with another strategy, or another way with two keys, into a folder. Problems of the settings are an InputError. */
export function synthesiseWith(
  changes: Pick<LoadOptions, 'strategy' | 'twoKeys'>,
  settingsFile: string,
  outdir: string,
): void {
  synthesise(loadSettings(settingsFile, changes), outdir);
}
