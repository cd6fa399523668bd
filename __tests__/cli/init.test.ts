import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountExport, credentialReport } from '../init/account';
import { call } from './call';

/** The first day of a project. __tests__/e2e/init.test.ts deploys one. */
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-init-'));
  write('account.json', JSON.stringify(accountExport()));
  write('report.csv', credentialReport());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const read = (...names: readonly string[]) => readFileSync(join(folder, ...names), 'utf8');
const init = (...words: readonly string[]) => call(folder, ['init', ...words]);

const fromExport = ['--from-export', 'account.json', '--credential-report', 'report.csv'];
const mails = ['--sender', 'Keys <keys@example.com>', '--recipient', 'platform@example.com'];
const pair = ['--pair', 'ci-deployer=ci-deployer/aws', '--because', 'deploys from a build server without OIDC'];
const complete = [...fromExport, '--region', 'eu-central-1', ...mails, ...pair];
const files = [
  '.github/workflows/keyturn.yml',
  '.gitignore',
  'cdktf.json',
  'package.json',
  'policies/execution-role.json',
  'policies/schedule-role.json',
];

const filesIn = (name: string) =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, name).length + 1))
    .sort();

test('lists each user: keys, rights, and whether it needs a key at all', async () => {
  const { status, stdout, stderr } = await init(...fromExport);
  expect(status).toBe(2);
  expect(stdout.split('\n\n').slice(1).join('\n\n')).toBe(`backup-agent
  key, Active, 571 days old, never used
  allowed: nothing
  no key was used for 90 days: deactivate it, and delete the user if nobody misses it

ci-deployer  path /ci/
  key, Active, 206 days old, last used 1 day ago with s3
  allowed: s3:PutObject on arn:aws:s3:::site/*
  its name suggests that it needs no key: CI systems such as GitHub Actions and GitLab use OIDC

ftp-appliance
  key, Active, 22 days old, never used
  allowed: s3:GetObject on arn:aws:s3:::ftp/*

root-helper
  key, Active, 571 days old, last used 1 day ago with iam
  allowed: iam:* on *
  not rotated: the user is an administrator (iam:*), and a role that can create its key can do the same; take the right from the user, or rotate its key by hand

unused
  allowed: s3:GetObject on arn:aws:s3:::old/*
  has no active key: nothing to rotate

`);
  expect(stderr).toBe(`--pair: missing; confirm each pair with --pair USER=SECRET --because TEXT
--region: missing; write the region of the secrets, such as eu-central-1
--sender: missing; write who sends the mails, such as keys@example.com
--recipient: missing; write who gets the mails, such as platform-team@example.com
Nothing was written.
`);
  expect(readdirSync(folder).sort()).toEqual(['account.json', 'report.csv']);
});

test('writes settings, contracts and a workflow for the confirmed pairs alone', async () => {
  const { status, stdout } = await init('keys', ...complete);
  expect(status).toBe(0);
  expect(stdout).toContain(
    '  cd keys && npm install\n  npm run synth && npm run check\n  npx cdktf deploy keyturn-production\n',
  );
  expect(filesIn('keys')).toEqual(files);
  for (const file of files) expect(read('keys', file)).not.toMatch(/backup-agent|ftp-appliance|root-helper|unused/);
  const { context } = JSON.parse(read('keys', 'cdktf.json')) as { context: { keyturn: object } };
  expect(context.keyturn).toMatchObject({
    environments: [{ name: 'production', accountId: '111122223333', region: 'eu-central-1' }],
    users: [{ name: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws' }],
    notification: { identities: ['example.com'] },
  });
  const { pairs } = JSON.parse(read('keys', 'policies', 'execution-role.json')) as { pairs: object[] };
  expect(pairs).toEqual([
    {
      userName: 'ci-deployer',
      path: '/ci/',
      secretName: 'ci-deployer/aws',
      reason: 'deploys from a build server without OIDC',
      owner: 'TODO: the team that answers for ci-deployer',
    },
  ]);
});

test('without an export, says how to see the users', async () => {
  const { status, stderr } = await init();
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^--pair: missing; [^]*\n--from-export FILE, or --live, lists the users of an account\.\nNothing was written\.\n$/,
  );
});

test('needs no export: then the path of a user is written in front of its name', async () => {
  const words = ['--account', '111122223333', '--region', 'eu-central-1', ...mails];
  const { status } = await init('keys', ...words, '--pair', '/ci/deployer=a/b', '--because', 'an old build server');
  expect(status).toBe(0);
  expect(read('keys', 'cdktf.json')).toContain('"name": "deployer",\n          "path": "/ci/"');
});

describe('never writes over a file, and never adds to a contract', () => {
  test.each(['cdktf.json', 'policies', '.github/workflows/keyturn.yml'])('%s', async (name) => {
    mkdirSync(join(folder, 'keys', name, '..'), { recursive: true });
    if (name === 'policies') mkdirSync(join(folder, 'keys', name));
    else write(join('keys', name), 'of somebody');
    const { status, stderr } = await init('keys', ...complete);
    expect([status, stderr]).toEqual([
      2,
      `keys: has ${name} already, and nothing is overwritten; name another folder, or edit the files by hand\n`,
    ]);
  });

  test('a package.json and a .gitignore stay as they are', async () => {
    write('package.json', '{}');
    const { status, stdout } = await init(...complete);
    expect([status, read('package.json')]).toEqual([0, '{}']);
    expect(stdout).toContain('package.json was there, and was left as it is');
  });
});

const refused: readonly [string, readonly string[], string][] = [
  [
    'an administrator',
    ['--pair', 'root-helper=a', '--because', 'it is old'],
    '--pair root-helper=a: the user is an administrator (iam:*), and a role that can create its key can do the same; take the right from the user, or rotate its key by hand',
  ],
  [
    'a user that is not there',
    ['--pair', 'ci-deplyer=a', '--because', 'it is old'],
    '--pair ci-deplyer=a: the account has no user "ci-deplyer"; did you mean "ci-deployer"?',
  ],
  [
    'a secret that is not there',
    [...pair.slice(0, 1), 'ci-deployer=ci-deployr', '--because', 'it is old', '--secrets', 'secrets.txt'],
    '--pair ci-deployer=ci-deployr: there is no secret "ci-deployr"; did you mean "ci-deployer/aws"?',
  ],
  [
    'a pair without a reason',
    ['--pair', 'ci-deployer=a'],
    '--because: there are 0 for 1 --pair; write one --because TEXT after each --pair, why the user needs a key',
  ],
  [
    'a reason of one word',
    ['--pair', 'ci-deployer=a', '--because', 'legacy'],
    '--pair ci-deployer=a: say in a few words why the user needs an access key',
  ],
  [
    'a reason that is repeated',
    [...pair, '--pair', 'ftp-appliance=ftp', '--because', 'Deploys from a build server, without OIDC.'],
    '--pair ftp-appliance=ftp: another pair has the same reason; say what this user needs its key for',
  ],
  [
    'a reason that holds a secret',
    ['--pair', 'ci-deployer=a', '--because', `its key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`],
    '--pair ci-deployer=a: the reason holds what looks like a secret access key; it would be in the contract',
  ],
  [
    'a pair that is none',
    ['--pair', 'ci-deployer', '--because', 'it is old'],
    '--pair ci-deployer: write it as USER=SECRET',
  ],
  [
    'another account',
    [...pair, '--account', '444455556666'],
    '--account 444455556666: the export is of account 111122223333',
  ],
];

test.each(refused)('refuses %s, and writes nothing', async (_, words, line) => {
  write('secrets.txt', 'ci-deployer/aws\nother\n');
  const { status, stderr } = await init('keys', ...fromExport, '--region', 'eu-central-1', ...mails, ...words);
  expect([status, stderr]).toEqual([2, `${line}\n`]);
  expect(existsSync(join(folder, 'keys'))).toBe(false);
});

test('names what cannot be written, and leaves no folder', async () => {
  write('keys', 'a file');
  const { status, stderr } = await init('keys', ...complete);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^keys\/cdktf\.json: cannot be written \(/)]);
  expect(readdirSync(folder).sort()).toEqual(['account.json', 'keys', 'report.csv']);
});

test('refuses what the settings refuse', async () => {
  const { status, stderr } = await init('keys', ...complete, '--environment', 'Not valid!');
  expect(status).toBe(2);
  expect(stderr).toMatch(/^keyturn init: context\.keyturn\.environments\[0\]\.name: "Not valid!" must be /);
  expect(existsSync(join(folder, 'keys'))).toBe(false);
});

test.each([
  ['account.json', '{"Roles": []}', /account\.json: /],
  [
    'report.csv',
    'a,b\n',
    'report.csv: is not a credential report; give the output of "aws iam get-credential-report"\n',
  ],
  // The advice must not write over the file that the call names.
  [
    'account.json',
    '{"//": "a stack"}',
    /^account\.json: is not a\S* .*; give the output of "aws iam get-account-authorization-details"\n$/,
  ],
])('says in one line that %s is of another kind', async (name, text, line) => {
  write(name, text);
  const { status, stderr } = await init('keys', ...complete);
  expect(status).toBe(2);
  expect(stderr).toMatch(line);
});
