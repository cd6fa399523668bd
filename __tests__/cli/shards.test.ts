import { statSync, chmodSync, readFileSync } from 'node:fs';
import { makeProject, type Project } from './project';

/** The shards of users in files: listed, and assigned where a cell is empty. */
let project: Project;

beforeEach(() => {
  project = makeProject();
  const environments = ['staging', 'production'].map((name, index) => ({
    name,
    accountId: `11112222333${index}`,
    region: 'eu-central-1',
  }));
  const notification = { sender: 'key-rotation@example.com', recipients: ['platform-team@example.com'] };
  project.put(
    'cdktf.json',
    JSON.stringify({ context: { keyturn: { environments, users: { file: 'users.csv' }, notification } } }),
  );
});
afterEach(() => project.remove());

const rows = (count: number, shard: (index: number) => string = () => '') =>
  Array.from({ length: count }, (_, index) => `user-${index},user-${index}/aws,${shard(index)},`);
const put = (lines: readonly string[]) =>
  project.put('users.csv', ['userName,secretName,shard,environments', ...lines, ''].join('\n'));

test('assigns, once', async () => {
  put([...rows(3, (index) => (index === 0 ? '00' : index === 1 ? '01' : '')), 'short,s/aws,,staging']);
  expect(await project.keyturn('shards', '--assign')).toEqual({
    status: 0,
    stderr: '',
    stdout: [
      '✓ users.csv: 2 users got a shard',
      '    line 4: user-2 → 01',
      '    line 5: short → 00',
      'staging: at most 400 users and 79,872 characters of policy for users a shard',
      '  shard  users  characters  room',
      '  00         2         226   398',
      '  01         2         232   398',
      'production: at most 400 users and 79,872 characters of policy for users a shard',
      '  shard  users  characters  room',
      '  00         1         116   399',
      '  01         2         232   398',
      '',
    ].join('\n'),
  });
  expect(project.read('users.csv')).toContain('\nuser-2,user-2/aws,01,\nshort,s/aws,00,staging\n');
  expect(await project.keyturn('shards', '--assign')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('✓ users.csv: every user has a shard\n'),
  });
});

test('a dry run writes nothing, and ends with 1', async () => {
  put(rows(2));
  const before = project.read('users.csv');
  const { status, stdout } = await project.keyturn('shards', '--assign', '--dry-run', '--json');
  expect([status, project.read('users.csv')]).toEqual([1, before]);
  expect(JSON.parse(stdout)).toMatchObject({
    isWritten: false,
    assigned: [
      { file: 'users.csv', line: 2, userName: 'user-0', shard: '00' },
      { file: 'users.csv', line: 3, userName: 'user-1', shard: '00' },
    ],
    environments: [
      { environment: 'staging', usersPerShard: 400, shards: [{ shard: '00', users: 2 }], without: [] },
      {},
    ],
  });
});

test('lists users without a shard, which is a finding as soon as another user has one', async () => {
  put(rows(2));
  expect(await project.keyturn('shards')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('staging: one machine for 2 users; no user of users.csv has a shard\n'),
  });
  put(rows(2, (index) => (index === 0 ? '00' : '')));
  expect(await project.keyturn('shards', 'staging')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('✗ 1 user without a shard: run keyturn shards --assign\n'),
  });
});

test('only the rows of one environment', async () => {
  put(['a,a/aws,,staging', 'b,b/aws,,production']);
  await project.keyturn('shards', '--assign', 'production');
  expect(project.read('users.csv')).toContain('\na,a/aws,,staging\nb,b/aws,00,production\n');
});

test('the encoding and the mode of the file stay', async () => {
  const text = 'userName,secretName\r\na,a/aws\r\n';
  project.put('users.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
  chmodSync(project.at('users.csv'), 0o640);
  await project.keyturn('shards', '--assign');
  const bytes = readFileSync(project.at('users.csv'));
  expect(bytes.toString('hex', 0, 2)).toBe('fffe');
  expect(bytes.toString('utf16le', 2)).toBe('userName,secretName,shard\r\na,a/aws,00\r\n');
  expect(statSync(project.at('users.csv')).mode & 0o777).toBe(0o640);
});

test('what cannot be edited is refused, and nothing is written', async () => {
  const settings = JSON.parse(project.read('cdktf.json'));
  settings.context.keyturn.users.file = 'users.yaml';
  project.put('cdktf.json', JSON.stringify(settings));
  const text = '- &a {userName: a, secretName: a/aws, environments: [staging]}\n- {<<: *a, secretName: b/aws}\n';
  project.put('users.yaml', text);
  const { status } = await project.keyturn('shards', '--assign');
  expect([status, project.read('users.yaml')]).toEqual([2, text]);
});

test.each([
  [['--dry-run'], '--dry-run: write it together with --assign\n'],
  [['prod'], 'prod: is not an environment of the settings; did you mean "production"?\n'],
])('%j', async (words, stderr) => {
  put(rows(1));
  expect(await project.keyturn('shards', ...words)).toMatchObject({ status: 2, stderr });
});
