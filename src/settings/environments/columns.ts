import type { ListKind } from '../lists';
import { startsWith, type SettingPath } from '../path';
import { environmentSchema } from '../schema/schema';

/** The columns of a CSV file of environments, each with the setting of the environment that it holds. */
const columns: Readonly<Record<string, SettingPath>> = {
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

type Members = Readonly<Record<string, unknown>>;

/** The settings of an environment from the cells of its row. */
export function settingsOfCells(cells: Members): Members {
  const settings: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(cells)) {
    const [first, second] = (columns[column] ?? [column]).map(String);
    if (first === undefined) continue;
    if (second === undefined) settings[first] = value;
    else settings[first] = { ...(settings[first] as object | undefined), [second]: valueOf(column, value) };
  }
  return settings;
}

/** The column that holds a setting of an environment, or a part of it. */
export function columnOf(setting: SettingPath): string {
  const found = Object.entries(columns).find(([, path]) => startsWith(setting, path) || startsWith(path, setting));
  return found?.[0] ?? String(setting[0]);
}

/** The texts of a cell of recipients are separated by semicolons. */
function valueOf(column: string, value: unknown): unknown {
  if (column !== 'recipients' || typeof value !== 'string') return value;
  return value
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
