import { namesOf } from '../../infrastructure/names';
import type { Rotated } from '../../judging/pair-differences';
import { loadSettings, settingsDigest, type EnvironmentSettings } from '../../settings';

/** The digest of each environment of the settings in a file. Problems of the settings are an InputError. */
export function digestsOf(settingsFile: string): ReadonlySet<string> {
  return new Set(loadSettings(settingsFile).environments.map(settingsDigest));
}

/** The users of each environment of the settings in a file. Problems of the settings are an InputError. */
export function rotatedIn(settingsFile: string, now: Date): Rotated[] {
  return loadSettings(settingsFile, { now }).environments.map(({ name, accountId, region, partition, users }) => ({
    environment: name,
    machine: namesOf(name).stateMachine,
    account: accountId,
    region,
    partition,
    pairs: users.map((user) => ({ userName: user.name, path: user.path, secretName: user.secretName })),
  }));
}

export { assignShards, environmentsIn, fileWithShards, loadsOf, readShards } from '../../settings/shards';
/** The accounts of the settings in a file, and the rates of each that are written. Problems of the settings are an InputError. */
export function limitsIn(
  settingsFile: string,
  now: Date,
): readonly Pick<EnvironmentSettings, 'accountId' | 'region' | 'limits'>[] {
  return loadSettings(settingsFile, { now }).environments;
}
