import { readSettings } from '../../src/settings/parse';
import { changed, now, sample, type Json } from '../settings/sample';

/** Settings of every kind. */
const whole: { [key: string]: Json } = {
  ...sample(),
  strategy: 'overlap',
  twoKeys: 'refuse',
  gracePeriodSeconds: 86_400,
  maxGracePeriodSeconds: 172_800,
  settleSeconds: 15,
  maxKeyAgeDays: 90,
  schedule: {
    expression: 'cron(0 3 1 * ? *)',
    timezone: 'Europe/Berlin',
    startDate: '2027-01-31T03:00:00Z',
    flexibleWindowMinutes: 0,
    retry: { maximumEventAgeSeconds: 900, maximumAttempts: 10 },
  },
  notification: {
    sender: 'Key rotation <key-rotation@example.com>',
    identities: ['example.com'],
    configurationSet: 'key-rotation',
    recipients: { to: ['platform-team@example.com'], cc: [], bcc: [] },
    subject: 'Key of {userName}',
    textBody: 'At {time}',
  },
  secretFormat: { fields: { id: 'AccessKeyId', secret: 'SecretAccessKey' }, constants: { region: 'eu-central-1' } },
  tags: { team: 'platform' },
};

/** What no place takes, or only some take. */
const others: readonly Json[] = [
  ...[null, true, -1, 0.5, 1e9, [], {}, ['x', 'X'], '', ' ', 'x', '*', 'a/b', 'ä', '${x}', 'secret-abcdef'],
  ...[
    'EU-CENTRAL-1',
    'Overlap',
    'rate(1 day)',
    'rate(1 days',
    'at(2026-01-01T00:00:00)',
    'cron(0 3 * * * *)',
    'ops@',
    '{user}',
  ],
];

/** The paths of what is wrong if one setting is another one, is missing or has another name. */
export function outcomes(): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [path, value] of placesIn(whole, '')) {
    for (const other of others) found[`${path}: ${JSON.stringify(other)}`] = wrongIn({ [path]: other });
    if (/\d$/.test(path)) continue;
    found[`${path}: missing`] = wrongIn({ [path]: undefined });
    found[`${path}: misspelt`] = wrongIn({ [path]: undefined, [path.slice(0, -1)]: value });
  }
  return found;
}

function placesIn(value: Json, path: string): [string, Json][] {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const below = members.flatMap(([name, member]) => placesIn(member, path === '' ? name : `${path}.${name}`));
  return path === '' ? below : [[path, value], ...below];
}

function wrongIn(changes: Parameters<typeof changed>[0]): string[] {
  return readSettings(changed(changes, whole), now).problems.map(({ path }) => path.map(String).join('.'));
}
