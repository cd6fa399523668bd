/* eslint-disable @typescript-eslint/no-unsafe-call -- settings are untyped JSON */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { readModel } from '../../src/inputs';
import { placeOf } from '../../src/operations/place';
import { parseSettings } from '../../src/settings';
import { now } from '../audit/report';
import type { Loose } from '../checks/sample';
import { sharded, userName } from './sharded';

const users = 7;
const root = join(__dirname, '..', '..');

/** The settings of seven users in three shards. */
export function settingsOfShards(): Loose {
  const { context } = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8'));
  return {
    ...context.keyturn,
    environments: context.keyturn.environments.slice(0, 1),
    users: Array.from({ length: users }, (_, index) => ({
      name: userName(index),
      secretName: `${userName(index)}/aws`,
      shard: `0${index % 3}`,
    })),
  };
}

/** A deployment of these settings, as the synthesis makes it. */
export function deployed() {
  const settings = parseSettings(settingsOfShards(), { file: 'cdktf.json', now: new Date(now) });
  const [environment] = settings.environments;
  if (environment === undefined) throw new Error('no environment');
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-sharded-'));
  try {
    synthesise(settings, folder);
    const text = readFileSync(join(folder, 'stacks', 'keyturn-staging', 'cdk.tf.json'), 'utf8');
    const { contracts } = sharded(users, 3);
    return { place: placeOf(environment), made: readModel(text, 'cdk.tf.json'), contracts };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
