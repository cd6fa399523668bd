import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The package that `npm pack` makes, installed into an empty folder without a network. */

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'keyturn-package-'));
const cache = join(folder, 'cache');
const project = join(folder, 'project');
const installed = join(project, 'node_modules', 'keyturn');

function run(program: string, words: readonly string[], cwd = project, env: NodeJS.ProcessEnv = {}) {
  const all = { ...process.env, XDG_CACHE_HOME: cache, NO_COLOR: '1', ...env };
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, env: all, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const keyturn = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  run(process.execPath, [join(installed, 'bin', 'keyturn.js'), ...words], project, env);

function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(path, name)).isFile());
}

const sizeOf = (path: string): number => filesIn(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
const MEGABYTE = 1_000_000;

let packed: string;

beforeAll(() => {
  mkdirSync(project);
  expect(run('npm', ['pack', '--pack-destination', folder], root).status).toBe(0);
  packed = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  const words = ['install', '--offline', '--no-audit', '--no-fund', join(folder, packed)];
  expect(run('npm', words).stderr).toBe('');
  const sample = join(root, '__tests__', 'fixtures', 'sample');
  cpSync(join(sample, 'plan.json'), join(project, 'plan.json'));
  cpSync(join(sample, 'stack.json'), join(project, 'cdk.tf.json'));
  cpSync(join(root, 'policies'), join(project, 'policies'), { recursive: true });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('needs no other package and runs no script when it is installed', () => {
  expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['keyturn']);
  const { dependencies, scripts } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    dependencies?: object;
    scripts: object;
  };
  expect(dependencies).toBeUndefined();
  expect(Object.keys(scripts)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(?:pre|post)?install$/)]));
});

test('is small', () => {
  expect(statSync(join(folder, packed)).size).toBeLessThan(5 * MEGABYTE);
  expect(sizeOf(installed)).toBeLessThan(15 * MEGABYTE);
});

test('has the licence of each package that is in its programs', () => {
  const notices = readFileSync(join(installed, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['zod', 'commander', 'cdktf', '@cdktf/provider-aws', 'constructs', '@aws-sdk/client-iam'])
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.`, 'm'));
});

test('checks a plan from a folder of its own, at the first start and at the second', () => {
  const words = ['check', 'plan.json'];
  const first = keyturn(words);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(keyturn(words)).toEqual(first);
  expect(run('npx', ['--no-install', 'keyturn', ...words])).toEqual(first);
});

test.each([
  'simulate cdk.tf.json',
  'diagram cdk.tf.json',
  // With its threads.
  'explore cdk.tf.json --max-faults 0',
  '--help',
  // Of a command that calls AWS.
  'status --help',
])(
  'runs keyturn %s',
  (line) => {
    expect(keyturn(line.split(' '))).toMatchObject({ status: 0, stderr: '' });
  },
  120_000,
);

test('writes nothing into its own folder, and keeps compiled code in the cache of the user', () => {
  const before = filesIn(installed);
  keyturn(['check', 'plan.json']);
  expect(filesIn(installed)).toEqual(before);
  expect(filesIn(join(cache, 'keyturn'))).not.toEqual([]);
});

test('works without a folder for the cache', () => {
  const env = { XDG_CACHE_HOME: join(folder, packed, 'no-folder'), HOME: '' };
  const words = ['check', 'plan.json'];
  expect(keyturn(words, env)).toMatchObject({ status: 0, stderr: '' });
  expect(existsSync(env.XDG_CACHE_HOME)).toBe(false);
});
