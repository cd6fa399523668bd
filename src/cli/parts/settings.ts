import { loadSettings, settingsDigest } from '../../settings';

/** The digest of each environment of the settings in a file. Problems of the settings are an InputError. */
export function digestsOf(settingsFile: string): ReadonlySet<string> {
  return new Set(loadSettings(settingsFile).environments.map(settingsDigest));
}
