import fc from '../fast-check';
import { InputError } from '../../src/input-error';
import { sourceOf } from '../../src/settings/fields/check-mail';
import { knownPartitionOf } from '../../src/settings/fields/regions';
import { examples } from '../effort';
import { changed, parse, sample } from './sample';

test('the defaults are safe', () => {
  const [environment] = parse(sample()).environments;
  expect(environment).toMatchObject({
    name: 'production',
    accountId: '111122223333',
    region: 'eu-central-1',
    partition: 'aws',
    strategy: 'overlap',
    twoKeys: 'refuse',
    gracePeriodSeconds: 86_400,
    maxGracePeriodSeconds: 86_400,
    settleSeconds: 15,
    secretFormat: { kind: 'access-key' },
    tags: {},
  });
  expect(environment).not.toHaveProperty('maxKeyAgeDays');
  expect(environment?.users[1]).toEqual({
    name: 'backup-agent',
    path: '/',
    secretName: 'backup-agent/aws',
    gracePeriodSeconds: 86_400,
    schedule: {
      expression: 'cron(0 3 1 * ? *)',
      timezone: 'UTC',
      flexibleWindowMinutes: 0,
      retryMaxAgeSeconds: 900,
      retryMaxAttempts: 10,
    },
  });
});

test('the mail goes to the recipients, from an address or its domain, with a text that names the key', () => {
  const { notification } = parse(sample()).environments[0] ?? {};
  expect(notification).toMatchObject({
    sender: 'key-rotation@example.com',
    identities: ['key-rotation@example.com', 'example.com'],
    recipients: { to: ['platform-team@example.com'], cc: [], bcc: [], replyTo: [] },
    subject: 'Access key of {userName} rotated',
  });
  expect(notification?.htmlBody).toContain('{accessKeyId}');
  expect(notification?.textBody).toContain('{accessKeyId}');
  expect(notification).not.toHaveProperty('configurationSet');
});

test('a user goes before its environment, and an environment before all the rest', () => {
  const raw = changed({
    schedule: { expression: 'cron(0 3 1 * ? *)', timezone: 'Europe/Berlin', retry: { maximumAttempts: 3 } },
    'environments.0.schedule': { expression: 'cron(0 4 1 * ? *)', flexibleWindowMinutes: 10 },
    'environments.0.gracePeriodSeconds': 3600,
    'environments.0.strategy': 'overlap',
    'users.1.schedule': { expression: 'cron(0 5 1 * ? *)', retry: { maximumEventAgeSeconds: 60 } },
    'users.1.gracePeriodSeconds': 7200,
    strategy: 'delete-first',
  });
  const [environment] = parse(raw).environments;
  expect(environment).toMatchObject({ strategy: 'overlap', gracePeriodSeconds: 3600, maxGracePeriodSeconds: 7200 });
  expect(environment?.users.map(({ gracePeriodSeconds, schedule }) => ({ gracePeriodSeconds, ...schedule }))).toEqual([
    {
      gracePeriodSeconds: 3600,
      expression: 'cron(0 4 1 * ? *)',
      timezone: 'Europe/Berlin',
      flexibleWindowMinutes: 10,
      retryMaxAgeSeconds: 900,
      retryMaxAttempts: 3,
    },
    {
      gracePeriodSeconds: 7200,
      expression: 'cron(0 5 1 * ? *)',
      timezone: 'Europe/Berlin',
      flexibleWindowMinutes: 10,
      retryMaxAgeSeconds: 60,
      retryMaxAttempts: 3,
    },
  ]);
});

test('an environment has its own mail, tags, users and format where it says so', () => {
  const raw = changed({
    tags: { team: 'platform', Stage: 'all' },
    'environments.0.tags': { stage: 'live' },
    'environments.0.notification': { recipients: { bcc: ['ops@example.com'] }, configurationSet: 'live' },
    'environments.0.users': [{ name: 'other', secretName: 'other/aws' }],
    'environments.0.secretFormat': { fields: { id: 'AccessKeyId', key: 'SecretAccessKey' } },
  });
  const [environment] = parse(raw).environments;
  expect(environment?.tags).toEqual({ team: 'platform', stage: 'live' });
  expect(environment?.notification.recipients).toEqual({ to: [], cc: [], bcc: ['ops@example.com'], replyTo: [] });
  expect(environment?.notification.configurationSet).toBe('live');
  expect(environment?.users.map(({ name }) => name)).toEqual(['other']);
  expect(environment?.secretFormat).toEqual({
    kind: 'mapped',
    fields: { id: 'AccessKeyId', key: 'SecretAccessKey' },
    constants: {},
  });
});

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-east-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['ap-southeast-7', 'aws'],
])('the region %s lies in the partition %s', (region, partition) => {
  expect(knownPartitionOf(region)).toBe(partition);
});

test.each([
  ['us-gov-east-1', 'aws-us-gov'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-east-1', 'aws'],
])('an environment in %s is in the partition %s', (region, partition) => {
  expect(parse(changed({ 'environments.0.region': region })).environments[0]?.partition).toBe(partition);
});

test.each([
  ['aws', 'eu-east-9'],
  ['aws-us-gov', 'us-gov-central-1'],
])('a region of %s that is newer than the list is right with its partition', (partition, region) => {
  const raw = changed({ 'environments.0.region': region, 'environments.0.partition': partition });
  expect(parse(raw).environments[0]).toMatchObject({ region, partition });
});

test.each([
  ['key@example.com', 'key@example.com'],
  ['Key rotation <key@example.com>', 'Key rotation <key@example.com>'],
  ['"Rotation, Key" <key@example.com>', '"Rotation, Key" <key@example.com>'],
  ['key@münchen.example', 'key@xn--mnchen-3ya.example'],
  ['Key <key@münchen.example>', 'Key <key@xn--mnchen-3ya.example>'],
  ['Schlüssel <key@example.com>', '=?UTF-8?B?U2NobMO8c3NlbA==?= <key@example.com>'],
  ['"Schlüssel, \\"neu\\"" <key@example.com>', '=?UTF-8?B?U2NobMO8c3NlbCwgIm5ldSI=?= <key@example.com>'],
])('the sender %s becomes %s', (sender, source) => {
  const { environments } = parse(changed({ 'notification.sender': sender }));
  expect(environments[0]?.notification.sender).toBe(source);
});

/** Encoded words, read as RFC 2047 says: no space between two of them. */
function decoded(name: string): string {
  const words = name.split(' ').map((word) => /^=\?UTF-8\?B\?([A-Za-z0-9+/]+=*)\?=$/.exec(word)?.[1] ?? '');
  return words.map((word) => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(word, 'base64'))).join('');
}

test('a name of any characters is encoded in words of at most 75, none of which splits a character', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
    .filter((text) => !/[<>\p{Cc}]/u.test(text));
  fc.assert(
    fc.property(name, (text) => {
      const source = sourceOf(`ü${text}ü <key@example.com>`);
      const encoded = source.slice(0, source.indexOf(' <'));
      expect(decoded(encoded)).toBe(`ü${text}ü`);
      for (const word of encoded.split(' ')) expect(word.length).toBeLessThanOrEqual(75);
    }),
    { numRuns: examples(200) },
  );
});

test('domains beyond ASCII become what DNS knows, wherever an address stands', () => {
  const { environments } = parse(
    changed({
      notification: {
        sender: 'key@münchen.example',
        identities: ['münchen.example'],
        recipients: { to: ['a@münchen.example'], cc: ['b@例え.example'], bcc: ['c@example.com'] },
        replyTo: ['d@münchen.example'],
      },
    }),
  );
  expect(environments[0]?.notification).toMatchObject({
    identities: ['xn--mnchen-3ya.example'],
    recipients: {
      to: ['a@xn--mnchen-3ya.example'],
      cc: ['b@xn--r8jz45g.example'],
      bcc: ['c@example.com'],
      replyTo: ['d@xn--mnchen-3ya.example'],
    },
  });
});

test('settings are frozen to the last list', () => {
  const settings = parse(sample());
  const [environment] = settings.environments;
  for (const part of [
    settings,
    settings.environments,
    environment,
    environment?.users,
    environment?.users[0]?.schedule,
  ])
    expect(Object.isFrozen(part)).toBe(true);
});

test('a schema for editors may be named among the settings', () => {
  expect(parse(changed({ $schema: './schemas/settings.schema.json' }))).toEqual(parse(sample()));
});

describe('whatever is written, the answer is settings or lines about them', () => {
  /** Replaces one value somewhere inside, found by a path of choices. */
  function graft(value: unknown, choices: readonly number[], graftee: unknown): unknown {
    if (typeof value !== 'object' || value === null || choices.length === 0) return graftee;
    const keys = Object.keys(value);
    const key = keys[(choices[0] ?? 0) % Math.max(1, keys.length)];
    if (key === undefined) return graftee;
    const changedMember = graft((value as Record<string, unknown>)[key], choices.slice(1), graftee);
    return Array.isArray(value)
      ? value.map((member: unknown, index) => (String(index) === key ? changedMember : member))
      : { ...value, [key]: changedMember };
  }

  function answers(raw: unknown): void {
    try {
      parse(raw);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      expect(error.lines.length).toBeGreaterThan(0);
      for (const line of error.lines) expect(line).toMatch(/^cdktf\.json: context\.keyturn[^\n\r]*: [^\n\r]+$/);
    }
  }

  const full = {
    ...sample(),
    schedule: {
      expression: 'cron(0 3 1 * ? *)',
      timezone: 'UTC',
      startDate: '2027-01-01T00:00:00Z',
      retry: { maximumAttempts: 1 },
    },
    secretFormat: { fields: { id: 'AccessKeyId', key: 'SecretAccessKey' }, constants: { region: 'x' } },
    tags: { team: 'x' },
    strategy: 'overlap',
    gracePeriodSeconds: 1,
    maxGracePeriodSeconds: 1,
    maxKeyAgeDays: 90,
  };

  test('to any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => answers(raw)),
      { numRuns: examples(200) },
    );
  });

  test('to good settings with any JSON somewhere in them', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom(-1, 1e9, '', 'at(2027-01-01T00:00:00)', [null], {}),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 5 }), value, (choices, graftee) =>
        answers(graft(full, choices, graftee)),
      ),
      { numRuns: examples(600) },
    );
  });
});
