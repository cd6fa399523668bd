import { linkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../src/settings';
import { linesOfError, projectFolder } from './project-folder';
import type { Json } from './sample';

const project = projectFolder();

interface Case {
  readonly file?: string;
  readonly text?: string;
  readonly users?: string;
  readonly changes?: { readonly [path: string]: Json | undefined };
}

function load({ file = 'environments.csv', text, users, changes = {} }: Case): Settings {
  project.write(file, text);
  project.write('users.csv', users);
  const named: { readonly [path: string]: Json } = users === undefined ? {} : { users: { file: 'users.csv' } };
  return project.load({ environments: { file }, ...named, ...changes });
}

const linesOf = (one: Case) => linesOfError(project.folder, () => load(one));

const two = 'name,accountId,region\nstaging,111122223333,eu-central-1\nproduction,444455556666,eu-west-1\n';

test('a CSV file lists the environments, in the order of their names', () => {
  const { environments } = load({ text: two });
  expect(environments.map(({ name, accountId, region }) => [name, accountId, region])).toEqual([
    ['production', '444455556666', 'eu-west-1'],
    ['staging', '111122223333', 'eu-central-1'],
  ]);
});

test('every column is a setting of the environment', () => {
  const columns = {
    name: 'production',
    accountId: '444455556666',
    region: 'eu-west-1',
    partition: 'aws',
    profile: 'prod',
    roleArn: 'arn:aws:iam::444455556666:role/deploy',
    externalId: 'keyturn',
    strategy: 'until-next-rotation',
    gracePeriodSeconds: '3600',
    maxKeyAgeDays: '365',
    schedule: 'cron(0 4 2 * ? *)',
    timezone: 'Europe/Berlin',
    enabled: 'False',
    spread: '20',
    sesPerSecond: '14',
    iamPerSecond: '30',
    recipients: 'a@example.com; b@example.com',
  };
  const text = `${Object.keys(columns).join(',')}\n${Object.values(columns).join(',')}\n`;
  const [environment] = load({ text }).environments;
  expect(environment).toMatchObject({
    name: 'production',
    profile: 'prod',
    assumeRole: { roleArn: 'arn:aws:iam::444455556666:role/deploy', externalId: 'keyturn' },
    strategy: 'until-next-rotation',
    gracePeriodSeconds: 3600,
    maxKeyAgeDays: 365,
    limits: { sesPerSecond: 14, iamPerSecond: 30 },
    notification: { recipients: { to: ['a@example.com', 'b@example.com'] } },
  });
  expect(environment?.users[0]?.schedule).toMatchObject({
    enabled: false,
    expression: 'cron(0 4 2 * ? *)',
    timezone: 'Europe/Berlin',
    flexibleWindowMinutes: 20,
  });
});

test.each<[file: string, text: string]>([
  ['environments.json', JSON.stringify([{ name: 'one', accountId: '111122223333', region: 'eu-west-1', spread: 7 }])],
  ['environments.yaml', '- name: one\n  accountId: "111122223333"\n  region: eu-west-1\n  spread: 7\n'],
])('%s has the settings of the list', (file, text) => {
  expect(load({ file, text }).environments[0]?.users[0]?.schedule.flexibleWindowMinutes).toBe(7);
});

test('the users of a file go to the environments of a file', () => {
  const users = 'userName,secretName,environments\nalice,alice,staging\nbob,bob,\n';
  expect(load({ text: two, users }).environments.map((one) => one.users.map(({ name }) => name))).toEqual([
    ['bob'],
    ['alice', 'bob'],
  ]);
});

test('the order of rows changes nothing', () => {
  const [header = '', ...rows] = two.trim().split('\n');
  const first = load({ text: two });
  const second = load({ text: [header, ...rows.reverse()].join('\n') });
  expect(second).toEqual(first);
});

describe('one role for all', () => {
  const roleArn = 'arn:aws:iam::{accountId}:role/deploy-{environment}';

  test('is that of each account', () => {
    const { environments } = load({ text: two, changes: { assumeRole: { roleArn, sessionName: 'keyturn' } } });
    expect(environments.map(({ assumeRole }) => assumeRole)).toEqual([
      { roleArn: 'arn:aws:iam::444455556666:role/deploy-production', sessionName: 'keyturn' },
      { roleArn: 'arn:aws:iam::111122223333:role/deploy-staging', sessionName: 'keyturn' },
    ]);
  });

  test('is replaced by the role of a row', () => {
    const text = `name,accountId,region,roleArn\na,111122223333,eu-west-1,\nb,444455556666,eu-west-1,arn:aws:iam::444455556666:role/own\n`;
    const { environments } = load({ text, changes: { assumeRole: { roleArn } } });
    expect(environments.map(({ assumeRole }) => assumeRole?.roleArn)).toEqual([
      'arn:aws:iam::111122223333:role/deploy-a',
      'arn:aws:iam::444455556666:role/own',
    ]);
  });

  test('is refused in the account of another environment', () => {
    const changes = { assumeRole: { roleArn: 'arn:aws:iam::111122223333:role/deploy' } };
    expect(linesOf({ text: two, changes })).toEqual([
      'cdktf.json: context.keyturn.assumeRole.roleArn: the role is in account 111122223333, but environments.csv line 3 is in 444455556666; write {accountId} for the account',
    ]);
  });
});

test('every bad row is reported with its line, together with the rest', () => {
  const text = [
    'name,accountId,region,roleArn,spread',
    'staging,1111,eu-central-1,,',
    'production,444455556666,mars-1,,',
    'third,777788889999,eu-central-1,arn:aws:iam::111122223333:role/x,soon',
    'STAGING,777788889999,eu-central-1,,',
  ].join('\n');
  expect(linesOf({ text, changes: { 'users.0.path': 'ci' } })).toEqual([
    expect.stringMatching(/^cdktf\.json: context\.keyturn\.users\[0\]\.path: "ci" /),
    expect.stringMatching(/^environments\.csv line 2, column accountId: "1111" /),
    expect.stringMatching(
      /^environments\.csv line 2, column name: "staging" differs from "STAGING" in environments\.csv line 5, column name /,
    ),
    expect.stringMatching(/^environments\.csv line 3, column region: "mars-1" /),
    expect.stringMatching(/^environments\.csv line 4, column spread: /),
    expect.stringMatching(
      /^environments\.csv line 4, column accountId: .* is also the account of environments\.csv line 5/,
    ),
    expect.stringMatching(/^environments\.csv line 4, column roleArn: the role is in account 111122223333/),
  ]);
});

test('a user that two rows of one account would rotate names both lines', () => {
  const text = 'name,accountId,region\na,111122223333,eu-central-1\nb,111122223333,eu-west-1\n';
  expect(linesOf({ text })).toEqual([
    'environments.csv line 3, column accountId: "111122223333" is also the account of environments.csv line 2, and both would rotate its user "ci-deployer"; write another account, or separate "users" for each environment',
  ]);
});

const file = 'cdktf.json: context.keyturn.environments';
test.each<[what: string, one: Case, lines: readonly string[]]>([
  [
    'a missing file',
    {},
    ['environments.csv: no such file; name a file of environments with the columns name, accountId and region'],
  ],
  [
    'another format',
    { file: 'environments.txt', text: 'x' },
    ['environments.txt: its name must end with .csv, .yaml or .json, which says how it is read'],
  ],
  [
    'a file without rows',
    { text: 'name,accountId,region\n' },
    ['environments.csv: has no environments; write at least one'],
  ],
  [
    'a file outside',
    { file: '../environments.csv', text: two },
    ['../environments.csv: is outside of the folder of the project; put the file into the project'],
  ],
  [
    'an unknown column',
    { text: 'name,accountId,region,users\na,1,b,c\n' },
    [
      'environments.csv line 1: unknown column "users"; write one of "name", "accountId", "region", "partition", "profile", "roleArn", "externalId", "strategy", "gracePeriodSeconds", "maxKeyAgeDays", "schedule", "timezone", "enabled", "spread", "sesPerSecond", "iamPerSecond", "recipients"',
    ],
  ],
  [
    'users in JSON',
    { file: 'e.json', text: '[{"users": []}]' },
    [expect.stringMatching(/^e\.json line 1: unknown member "users"; /) as string],
  ],
  ['no name of a file', { changes: { environments: {} } }, [`${file}.file: missing; write "environments.csv"`]],
  [
    'another member',
    { text: two, changes: { environments: { file: 'environments.csv', sheet: 1 } } },
    [`${file}: unknown setting "sheet"; write {"file": "environments.csv"}, or a list of environments`],
  ],
])('%s', (_, one, lines) => {
  expect(linesOf(one)).toEqual(lines);
});

test('a link that leads out of the project is refused, and one inside is followed', () => {
  writeFileSync(join(project.outside, 'environments.csv'), two);
  symlinkSync(join(project.outside, 'environments.csv'), join(project.folder, 'environments.csv'));
  expect(linesOf({})).toEqual([
    'environments.csv: is a link that leads out of the folder of the project; put the file into the project',
  ]);
  rmSync(join(project.folder, 'environments.csv'));
  writeFileSync(join(project.folder, 'real.csv'), two);
  linkSync(join(project.folder, 'real.csv'), join(project.folder, 'environments.csv'));
  expect(load({}).environments).toHaveLength(2);
});

test('a problem of the file is not repeated for the users that name its environments', () => {
  const users = 'userName,secretName,environments\nalice,alice,staging\n';
  const text = 'name,accountId,region\nstaging,111122223333\nproduction,444455556666,eu-west-1\n';
  expect(linesOf({ text, users })).toEqual([
    'environments.csv line 2: has 2 fields, but the header has 3 columns; write a comma for each empty field',
  ]);
});

test('a thousand environments are accepted, with a digest of the file', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => `e${index},${100_000_000_000 + index},eu-central-1`);
  const settings = load({ text: `name,accountId,region\n${rows.join('\n')}\n` });
  expect(settings.environments).toHaveLength(1000);
  expect(settings.written).toMatch(/^[0-9a-f]{64}$/);
  const reversed = load({ text: `name,accountId,region\n${rows.reverse().join('\n')}\n` });
  expect(reversed.written).toBe(settings.written);
  const other = load({ text: `name,accountId,region\n${rows.slice(1).join('\n')}\n` });
  expect(other.written).not.toBe(settings.written);
});
