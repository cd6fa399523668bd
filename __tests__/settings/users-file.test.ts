import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsDigest, type Settings } from '../../src/settings';
import { linesOfError, projectFolder } from './project-folder';
import type { Json } from './sample';

const project = projectFolder();

const two: Json = [
  { name: 'staging', accountId: '111122223333', region: 'eu-central-1' },
  { name: 'production', accountId: '444455556666', region: 'eu-central-1' },
];

interface Case {
  readonly file?: string;
  readonly text?: string | Buffer;
  readonly changes?: { readonly [path: string]: Json | undefined };
}

function load({ file = 'users.csv', text, changes = {} }: Case): Settings {
  project.write(file, text);
  return project.load({ users: { file }, environments: two, ...changes });
}

const linesOf = (one: Case) => linesOfError(project.folder, () => load(one));

const namesIn = (settings: Settings) => settings.environments.map(({ users }) => users.map(({ name }) => name));

const good = 'userName,secretName\nci-deployer,ci-deployer/aws\nbackup-agent,backup-agent/aws\n';

test('a CSV file lists the users of every environment, in the order of their names', () => {
  expect(namesIn(load({ text: good }))).toEqual([
    ['backup-agent', 'ci-deployer'],
    ['backup-agent', 'ci-deployer'],
  ]);
});

test('every column is a setting of the user', () => {
  const key = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const text = [
    'environments,shard,userName,path,secretName,secretKmsKeyArn,gracePeriodSeconds,schedule,enabled,recipients',
    `staging,00,ci-deployer,/ci/,ci-deployer/aws,${key},3600,cron(0 4 2 * ? *),FALSE,a@example.com; b@example.com`,
    'production; staging,01,backup-agent,,backup-agent/aws,,,,true,',
  ].join('\n');
  const [staging, production] = load({ text }).environments;
  expect(staging?.users.map(({ name }) => name)).toEqual(['backup-agent', 'ci-deployer']);
  expect(production?.users.map(({ name }) => name)).toEqual(['backup-agent']);
  expect(staging?.users[1]).toMatchObject({
    name: 'ci-deployer',
    path: '/ci/',
    secretName: 'ci-deployer/aws',
    secretKmsKeyArn: key,
    shard: '00',
    gracePeriodSeconds: 3600,
    schedule: { expression: 'cron(0 4 2 * ? *)', timezone: 'UTC', enabled: false },
    recipients: { to: ['platform-team@example.com', 'a@example.com', 'b@example.com'] },
  });
});

const written = [
  { userName: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws', environments: ['staging'], shard: '00' },
  { userName: 'backup-agent', secretName: 'backup-agent/aws', shard: '01', schedule: { timezone: 'Europe/Berlin' } },
  { userName: 'report-mailer', secretName: 'report-mailer/aws', shard: '01', enabled: false },
];
const yaml = `# The users.
- userName: ci-deployer
  path: /ci/
  secretName: ci-deployer/aws
  environments: [staging]
  shard: "00"
- userName: backup-agent
  secretName: backup-agent/aws
  shard: "01"
  schedule: { timezone: Europe/Berlin }
- userName: report-mailer
  secretName: report-mailer/aws
  shard: "01"
  schedule: { enabled: false }
`;

test('the three formats say the same', () => {
  const digests = [
    { file: 'users.json', text: JSON.stringify(written) },
    { file: 'users.yaml', text: yaml },
    { file: 'users.yml', text: yaml },
  ].map((one) => load(one).environments.map(settingsDigest));
  expect(new Set(digests.map((one) => one.join())).size).toBe(1);
});

test.each(['enabled: false\n  schedule: { timezone: UTC }', 'schedule: { timezone: UTC }\n  enabled: false'])(
  'a pause counts before and after a schedule: %j',
  (members) => {
    const text = `- userName: a\n  secretName: a/aws\n  ${members}\n`;
    const [first] = load({ file: 'users.yaml', text }).environments;
    expect(first?.users[0]?.schedule).toMatchObject({ timezone: 'UTC', enabled: false });
  },
);

describe('a file that another program wrote', () => {
  test.each([
    ['a byte order mark', `\ufeff${good}`],
    ['UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le')],
    ['CRLF', good.replaceAll('\n', '\r\n')],
    ['no line break at its end', good.trimEnd()],
    ['empty lines', good.replaceAll('\n', '\n\n , \n')],
    ['quoted fields', good.replaceAll(/[^,\n]+/g, '"$&"')],
    ['space around the fields', good.replaceAll(',', ' , ')],
  ])('%s changes nothing', (_, text) => {
    expect(namesIn(load({ text }))).toEqual(namesIn(load({ text: good })));
  });
});

describe('one line for each problem', () => {
  const row = (line: string) => `userName,secretName,environments\nfirst,first/aws,\n${line}\n`;
  const cases: readonly (readonly [what: string, given: Case, lines: readonly string[]])[] = [
    [
      'an empty file',
      { text: '' },
      ['users.csv: is empty; name a file of users with the columns userName and secretName'],
    ],
    ['only a header', { text: 'userName,secretName\n' }, ['users.csv: has no users; write at least one']],
    [
      'no file',
      { file: 'there.csv' },
      ['there.csv: no such file; name a file of users with the columns userName and secretName'],
    ],
    [
      'another kind of file',
      { file: 'users.txt', text: good },
      ['users.txt: its name must end with .csv, .yaml or .json, which says how it is read'],
    ],
    [
      'a file outside of the project',
      { file: '../users.csv', text: good },
      ['../users.csv: is outside of the folder of the project; put the file into the project'],
    ],
    [
      'a workbook',
      { text: Buffer.from('PK\x03\x04') },
      ['users.csv: is a workbook or another archive; save it as CSV'],
    ],
    ['a binary file', { text: 'userName\0' }, ['users.csv: contains a NUL byte at offset 8, so it is not CSV']],
    [
      'half a character',
      { text: Buffer.from([0x75, 0xff]) },
      ['users.csv: is not UTF-8; name a file of users with the columns userName and secretName'],
    ],
    [
      'an unknown and a repeated column',
      { text: 'userName,secretname,path,path\na,b,/,/\n' },
      [
        'users.csv line 1: unknown column "secretname"; did you mean "secretName"?',
        'users.csv line 1: the column "path" is repeated; write each column once',
      ],
    ],
    [
      'a missing column',
      { text: 'userName,path\na,/\n' },
      ['users.csv line 1: the column "secretName" is missing; write a header such as userName,secretName,path'],
    ],
    [
      'a trailing comma in the header',
      { text: 'userName,secretName,\na,b,\n' },
      ['users.csv line 1: column 3 has no name; write one, or remove the comma'],
    ],
    [
      'semicolons',
      { text: 'userName;secretName\na;b\n' },
      [
        'users.csv line 1: "userName;secretName" is one column; separate columns by commas, and write a header such as userName,secretName,path',
      ],
    ],
    [
      'a trailing comma, a short row and a comma in a field',
      { text: 'userName,secretName\na,a/aws,\nb\nc,c/aws,d,e\nd,d/aws\n' },
      [
        'users.csv line 2: has 3 fields, but the header has 2 columns; remove the comma at its end',
        'users.csv line 3: has one field, but the header has 2 columns; write a comma for each empty field',
        'users.csv line 4: has 4 fields, but the header has 2 columns; put a field that contains a comma into quotation marks',
      ],
    ],
    [
      'a quotation mark that is not closed, and the row before it',
      { text: 'userName,secretName\na b,a/aws\nb,"b/aws\nc,c/aws\n' },
      [
        'users.csv line 4: a field begins with a quotation mark and does not end with one; write a closing "',
        'users.csv line 2, column userName: "a b" must contain only letters, digits and "_+=,.@-"; write the name of an IAM user, such as "ci-deployer"',
      ],
    ],
    [
      'a quotation mark inside of a field',
      { text: 'userName,secretName\na,a"b"/aws\n' },
      [
        'users.csv line 2: a quotation mark inside of a field; put the whole field into quotation marks, and write "" for one inside',
      ],
    ],
    [
      'bad values of several rows',
      { text: 'userName,secretName,path,gracePeriodSeconds\na,,,\n,b/aws,ci,\nc,c/aws,,a day\n' },
      [
        'users.csv line 2, column secretName: missing; write the name of a secret, such as "ci-deployer/aws"',
        'users.csv line 3, column userName: missing; write the name of an IAM user, such as "ci-deployer"',
        'users.csv line 3, column path: "ci" must begin and end with "/"; write "/ci/"',
        'users.csv line 4, column gracePeriodSeconds: must be a number; got the text "a day"; write a whole number of seconds from 0 to 31536000',
      ],
    ],
    [
      'a repeated user and a repeated secret',
      { text: row('first,second/aws,\nthird,first/aws,') },
      [
        'users.csv line 3, column userName: "first" is also in users.csv line 2, column userName; write each user once',
        'users.csv line 4, column secretName: "first/aws" is also in users.csv line 2, column secretName; write a different secret for each user',
      ],
    ],
    [
      'an environment that does not exist',
      { text: row('second,second/aws,prod; staging') },
      [
        'users.csv line 3, column environments: "prod" is not an environment that uses this file; did you mean "production"?',
      ],
    ],
    [
      'a shard that is not one',
      { text: 'userName,secretName,shard\na,a/aws,shard one\n' },
      [
        'users.csv line 2, column shard: "shard one" is not a shard; write one to eight letters and digits, such as "00"',
      ],
    ],
    [
      'an environment without a row',
      { text: 'userName,secretName,environments\na,a/aws,staging\n' },
      ['users.csv: no row belongs to environments[1], "production"'],
    ],
    [
      'another schedule',
      { text: 'userName,secretName,schedule\na,a/aws,monthly\n' },
      [
        'users.csv line 2, column schedule: "monthly" is not a schedule expression; write cron(minutes hours day-of-month month day-of-week year), rate(value unit) or at(yyyy-mm-ddThh:mm:ss)',
      ],
    ],
    [
      'a pause that is neither true nor false',
      { text: 'userName,secretName,schedule,enabled\na,a/aws,cron(0 4 2 * ? *),no\n' },
      ['users.csv line 2, column enabled: must be true or false; got the text "no"; write true or false'],
    ],
    [
      'a pause of a list that is neither true nor false',
      { file: 'users.yaml', text: '- userName: a\n  secretName: a/aws\n  enabled: "no"\n' },
      ['users.yaml line 1, member enabled: must be true or false; got the text "no"; write true or false'],
    ],
    [
      'a pause in a schedule that is neither true nor false',
      { file: 'users.yaml', text: '- userName: a\n  secretName: a/aws\n  schedule: { enabled: "no" }\n' },
      ['users.yaml line 1, member schedule.enabled: must be true or false; got the text "no"; write true or false'],
    ],
    [
      'a schedule of a list that is none',
      { file: 'users.yaml', text: '- userName: a\n  secretName: a/aws\n  schedule: monthly\n' },
      [
        'users.yaml line 1, member schedule: "monthly" is not a schedule expression; write cron(minutes hours day-of-month month day-of-week year), rate(value unit) or at(yyyy-mm-ddThh:mm:ss)',
      ],
    ],
    [
      'a pause that is written twice',
      {
        file: 'users.yaml',
        text: '- userName: a\n  secretName: a/aws\n  enabled: false\n  schedule: { enabled: true }\n',
      },
      ['users.yaml line 1, member enabled: is also in schedule; write it once'],
    ],
    [
      'a pause of a schedule that is none',
      { file: 'users.yaml', text: '- userName: a\n  secretName: a/aws\n  enabled: false\n  schedule: 5\n' },
      [
        'users.yaml line 1, member schedule: must be an object; got the number 5; write an object such as {"expression": "cron(0 3 1 * ? *)", "timezone": "Europe/Berlin"}',
      ],
    ],
    [
      'YAML that is none',
      { file: 'users.yaml', text: '- userName: a\n  userName: b\n- {\n' },
      [
        'users.yaml line 2, column 3: the member is repeated in one item; write each member once',
        'users.yaml line 4, column 1: the indentation does not fit the lines above; begin all members of an item in the same column',
      ],
    ],
    [
      'YAML with a tab',
      { file: 'users.yaml', text: '- userName: a\n\tsecretName: b\n' },
      ['users.yaml line 2, column 2: a tab in the indentation; write spaces'],
    ],
    [
      'YAML with two documents',
      { file: 'users.yaml', text: '- userName: a\n---\n- userName: b\n' },
      ['users.yaml line 2, column 1: a second document begins here; write one list'],
    ],
    [
      'YAML with two members in a line',
      { file: 'users.yaml', text: '- userName: a: b\n' },
      [
        'users.yaml line 1, column 13: a second colon in one line; put a value that contains a colon into quotation marks',
      ],
    ],
    [
      'YAML with a tag',
      { file: 'users.yaml', text: '- userName: !!js/function a\n' },
      ['users.yaml line 1, column 13: a tag that is not of JSON; write a plain value'],
    ],
    [
      'YAML with a text after a text',
      { file: 'users.yaml', text: '- "a" b\n' },
      [
        'users.yaml line 1, column 7: is not YAML; write a list, with each member in a line such as userName: ci-deployer',
      ],
    ],
    [
      'cells that are not whole numbers of seconds',
      { text: 'userName,secretName,gracePeriodSeconds\na,x,-5\nb,y,1.5\n' },
      [
        'users.csv line 2, column gracePeriodSeconds: -5 is out of range; write a whole number of seconds from 0 to 31536000',
        'users.csv line 3, column gracePeriodSeconds: 1.5 is not a whole number; write a whole number of seconds from 0 to 31536000',
      ],
    ],
    [
      'an object in place of a list',
      { file: 'users.yaml', text: 'users: []\n' },
      [
        'users.yaml: must be a list of users; got an object; write a list with an object such as {"userName": "ci-deployer", "secretName": "ci-deployer/aws"}',
      ],
    ],
    [
      'items of a list',
      {
        file: 'users.yaml',
        text: '- userName: 7\n  secretName: a/aws\n- a\n- user: b\n- userName: c\n  secretName: c\n  environments: 1\n',
      },
      [
        'users.yaml line 3: must be a user; got the text "a"; write an object such as {"userName": "ci-deployer", "secretName": "ci-deployer/aws"}',
        'users.yaml line 4: unknown member "user"; did you mean "userName"?',
        'users.yaml line 5, member environments: must be names of environments; got the number 1; write a list such as ["staging", "production"]',
        'users.yaml line 1, member userName: must be text; got the number 7; write the name of an IAM user, such as "ci-deployer"',
      ],
    ],
    [
      'a value in a list in JSON',
      {
        file: 'users.json',
        text: '[\n  {"userName": "a", "secretName": "a/aws",\n   "recipients": ["x"]},\n\n  {"userName": "b,\\"", "secretName": "b/aws"}\n]\n',
      },
      [
        'users.json line 2, member recipients[0]: "x" is not an e-mail address; write one such as "platform-team@example.com"',
        'users.json line 5, member userName: "b,\\"" must contain only letters, digits and "_+=,.@-"; write the name of an IAM user, such as "ci-deployer"',
      ],
    ],
    [
      'JSON that is none',
      { file: 'users.json', text: '[{"userName": "a",}]' },
      ['users.json: line 1, column 19: Found "}" where a key in double quotes should be'],
    ],
    [
      'another form of the setting',
      { changes: { users: { fiel: 'users.csv' } } },
      [
        'cdktf.json: context.keyturn.users.file: missing; write "users.csv"',
        'cdktf.json: context.keyturn.users: unknown setting "fiel"; write {"file": "users.csv"}, or a list of users',
      ],
    ],
  ];
  test.each(cases)('%s', (_, given, lines) => {
    expect(linesOf(given)).toEqual(lines);
  });

  test('a folder', () => {
    mkdirSync(join(project.folder, 'users.csv'));
    expect(linesOf({})).toEqual([
      'users.csv: is a folder, not a file; name a file of users with the columns userName and secretName',
    ]);
  });

  test('a link that leaves the project, and one that stays', () => {
    writeFileSync(join(project.outside, 'secret.csv'), good);
    symlinkSync(join(project.outside, 'secret.csv'), join(project.folder, 'users.csv'));
    expect(linesOf({})).toEqual([
      'users.csv: is a link that leads out of the folder of the project; put the file into the project',
    ]);
    writeFileSync(join(project.folder, 'real.csv'), good);
    symlinkSync('real.csv', join(project.folder, 'link.csv'));
    expect(linesOf({ file: 'link.csv' })).toEqual([]);
  });

  test('the problems of the settings are reported with those of the file', () => {
    const lines = linesOf({ text: 'userName\n', changes: { 'notification.sender': 'me' } });
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('cdktf.json: context.keyturn.notification.sender:');
  });
});

describe('an account with two environments', () => {
  const sameAccount: Json = [
    { name: 'one', accountId: '111122223333', region: 'eu-central-1' },
    { name: 'two', accountId: '111122223333', region: 'eu-west-1' },
  ];

  test('a row that belongs to both is one line', () => {
    expect(linesOf({ text: good, changes: { environments: sameAccount } })).toEqual([
      'cdktf.json: context.keyturn.environments[1].accountId: "111122223333" is also the account of environments[0], and both would rotate its user "backup-agent"; write another account, or write the environment of each user in its column "environments"',
    ]);
  });

  test('each user with a row for each of them is a line', () => {
    const text = 'userName,secretName,environments\na,a/1,one\na,a/2,two\nb,b/1,one\nB,b/2,two\nc,c/1,one\nd,d/1,two\n';
    expect(linesOf({ text, changes: { environments: sameAccount } })).toEqual([
      'users.csv line 3, column userName: "a" is also rotated by environments[0], in the same account 111122223333: users.csv line 2, column userName; write each user once in an account',
      'users.csv line 5, column userName: "B" is also rotated by environments[0], in the same account 111122223333: users.csv line 4, column userName; write each user once in an account',
    ]);
  });

  test('a secret of two users is a line', () => {
    const environments: Json = [
      { name: 'one', accountId: '111122223333', region: 'eu-central-1' },
      { name: 'two', accountId: '111122223333', region: 'eu-central-1' },
    ];
    const text = 'userName,secretName,environments\na,same/aws,one\nb,same/aws,two\n';
    expect(linesOf({ text, changes: { environments } })).toEqual([
      'users.csv line 3, column secretName: "same/aws" is also the secret of the user "a" of environments[0], in the same account and region; write a different secret for each user',
    ]);
  });
});

test('environments can have files of their own, and hard links are files', () => {
  writeFileSync(join(project.folder, 'staging.csv'), good);
  linkSync(join(project.folder, 'staging.csv'), join(project.folder, 'other.csv'));
  const changes = { 'environments.0.users': { file: 'staging.csv' }, 'environments.1.users': { file: 'other.csv' } };
  expect(linesOf({ changes: { ...changes, users: [{ name: 'a', secretName: 'a/aws' }] } })).toEqual([]);
});
