import type { Columns, ListKind } from '../lists';
import { environmentSchema } from '../schema/schema';

/** The columns of a CSV file of environments, each with the setting of the environment that it holds. */
export const columns: Columns = {
  name: ['name'],
  accountId: ['accountId'],
  region: ['region'],
  partition: ['partition'],
  profile: ['profile'],
  roleArn: ['assumeRole', 'roleArn'],
  externalId: ['assumeRole', 'externalId'],
  strategy: ['strategy'],
  gracePeriodSeconds: ['gracePeriodSeconds'],
  maxKeyAgeDays: ['maxKeyAgeDays'],
  schedule: ['schedule', 'expression'],
  timezone: ['schedule', 'timezone'],
  enabled: ['schedule', 'enabled'],
  spread: ['spread'],
  sesPerSecond: ['limits', 'sesPerSecond'],
  iamPerSecond: ['limits', 'iamPerSecond'],
  recipients: ['notification', 'recipients'],
};

/** In YAML and JSON an environment is written as in the settings. Its users are in the list, or the file, for all environments. */
const members = Object.keys(environmentSchema.shape).filter((name) => name !== 'users');

export const environmentList: ListKind = {
  columns: { required: ['name', 'accountId', 'region'], known: Object.keys(columns) },
  numbers: ['gracePeriodSeconds', 'maxKeyAgeDays', 'spread', 'sesPerSecond', 'iamPerSecond'],
  flags: ['enabled'],
  members,
  words: { item: 'an environment', items: 'environments', list: 'a list of environments' },
  right: 'an object such as {"name": "production", "accountId": "111122223333", "region": "eu-central-1"}',
};
