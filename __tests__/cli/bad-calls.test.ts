import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { loadSettings } from '../../src/settings';
import { version } from '../../package.json';
import { call, start } from './call';
import { commands } from '../../src/cli/commands';
import { slowTest } from '../effort';

const root = resolve(__dirname, '..', '..');

/** A project whose sample is synthesised, next to files that are not stacks. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-calls-'));
  cpSync(join(root, 'cdktf.json'), join(folder, 'cdktf.json'));
  synthesise(loadSettings(join(folder, 'cdktf.json')), join(folder, 'cdktf.out'));
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'text.json'), 'not json');
  writeFileSync(join(folder, 'list.json'), '[]');
  // Nobody can read a link to itself, not even root.
  symlinkSync('loop.json', join(folder, 'loop.json'));
});

/** A folder that is in no project. */
const empty = mkdtempSync(join(tmpdir(), 'keyturn-empty-'));

afterAll(() => {
  for (const each of [folder, empty]) rmSync(each, { recursive: true, force: true });
});

const keyturn = (words: readonly string[], cwd = folder) => call(cwd, words);

const bad: [string, string[], RegExp][] = [
  ['no command', [], /^keyturn: no command given; see "keyturn --help"$/],
  ['an unknown command', ['turn'], /^keyturn: unknown command 'turn'; see "keyturn --help"$/],
  [
    'a misspelt command',
    ['chekc'],
    /^keyturn: unknown command 'chekc' \(Did you mean check\?\); see "keyturn --help"$/,
  ],
  ['the help of a misspelt command', ['help', 'chekc'], /^keyturn: unknown command 'chekc' \(Did you mean check\?\)/],
  ['a misspelt command with --help', ['chekc', '--help'], /^keyturn: unknown command 'chekc' \(Did you mean check\?\)/],
  [
    'an unknown option',
    ['diagram', '--brif'],
    /^keyturn diagram: unknown option '--brif' \(Did you mean --brief\?\); see/,
  ],
  [
    'an option without its value',
    ['simulate', '--user'],
    /^keyturn simulate: option '--user <name>' argument missing; see/,
  ],
  [
    'an unknown strategy',
    ['diagram', '--strategy', 'fast'],
    /'fast' is invalid\. Allowed choices are delete-first, overlap, until-next-rotation; see/,
  ],
  ['an unknown number of keys', ['simulate', '--keys', '3'], /'3' is invalid\. Allowed choices are 0, 1, 2; see/],
  ['one argument too many', ['diagram', 'keyturn-staging', 'more'], /^keyturn diagram: too many arguments/],
  [
    'a stack that does not exist',
    ['diagram', 'keyturn-prod'],
    /^keyturn-prod: no such stack, folder or file; synthesised stacks: keyturn-production, keyturn-staging$/,
  ],
  ['a folder without a stack', ['simulate', 'empty'], /^empty: no such stack, folder or file/],
  ['a name that would rewrite the terminal', ['diagram', 'a\u001b[2Kb'], /^a\\u001b\[2Kb: no such stack/],
  ['a file that is not JSON', ['diagram', 'text.json'], /^text\.json: is not JSON; give a cdk\.tf\.json/],
  [
    'a file that is not a stack',
    ['simulate', 'list.json'],
    /^list\.json: is JSON but not an object; give a cdk\.tf\.json/,
  ],
  [
    'a file that cannot be read',
    ['diagram', 'loop.json'],
    /^loop\.json: cannot be read \(ELOOP\); give a cdk\.tf\.json that "cdktf synth" wrote$/,
  ],
  ['a user who is not scheduled', ['simulate', '--user', 'root'], /root.*ci-deployer/],
  [
    'a file that follows another strategy',
    ['diagram', 'cdktf.out/stacks/keyturn-staging', '--strategy', 'delete-first'],
    /its strategy is overlap, not delete-first/,
  ],
];

it.each(bad)('%s is reported in one line', async (_, words, line) => {
  const { status, stdout, stderr } = await keyturn(words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.trimEnd()).toMatch(line);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

it.each(['diagram', 'simulate'])('%s says what to run where nothing is synthesised', async (command) => {
  const { status, stdout, stderr } = await keyturn([command], empty);
  expect([status, stdout, stderr]).toEqual([2, '', 'no synthesised stack in cdktf.out: run "npm run synth" first\n']);
});

describe('--debug', () => {
  it('shows where an error came from', async () => {
    expect((await keyturn(['diagram', 'list.json', '--debug'])).stderr).toMatch(/\n {4}at /);
  });
});

describe('help', () => {
  it.each([[], ...commands.map(({ name }) => [name])].map((words) => [words]))(
    '%j has an example or the exit codes',
    async (words) => {
      const { status, stdout, stderr } = await keyturn([...words, '--help']);
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(words.length === 0 ? /Exit codes:/ : /Examples?:\n {2}.*keyturn /);
    },
  );

  it('--version prints the version', async () => {
    expect(await keyturn(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });
});

slowTest('--strategy leaves what is synthesised alone', async () => {
  const before = (await keyturn(['diagram'])).stdout;
  const { status, stdout } = await keyturn(['diagram', '--strategy', 'delete-first']);
  expect(status).toBe(0);
  expect(stdout).toContain('PopDeletedKey');
  expect((await keyturn(['diagram'])).stdout).toBe(before);
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});

it('what is piped is plain text, whatever CI says', () => {
  const { stdout } = start(folder, ['simulate'], '', { ...process.env, CI: 'true' });
  expect(stdout).toContain('SUCCEEDED');
  expect(stdout).not.toContain('\u001b');
});

slowTest('FORCE_COLOR colours what is piped', () => {
  expect(start(folder, ['simulate'], '', { ...process.env, FORCE_COLOR: '1' }).stdout).toContain('\u001b');
});

it('a reader that closes the pipe early is not an error', () => {
  const { stderr } = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" "${join(root, 'bin/keyturn.js')}" diagram | head -1`],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  expect(stderr).toBe('');
});
