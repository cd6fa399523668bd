import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InstalledPackage, root } from './install';

let installation: InstalledPackage;

const keyturn = (words: readonly string[], env: NodeJS.ProcessEnv = {}) => installation.keyturn(words, env);

function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(path, name)).isFile());
}

const sizeOf = (path: string): number => filesIn(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
const MEGABYTE = 1_000_000;

beforeAll(() => {
  installation = new InstalledPackage();
  expect(installation.warnings).toBe('');
  const { project } = installation;
  const sample = join(root, '__tests__', 'fixtures', 'sample');
  cpSync(join(sample, 'plan.json'), join(project, 'plan.json'));
  cpSync(join(sample, 'stack.json'), join(project, 'cdk.tf.json'));
  cpSync(join(root, 'policies'), join(project, 'policies'), { recursive: true });
}, 120_000);

afterAll(() => installation.remove());

test('needs no other package and runs no script when it is installed', () => {
  expect(readdirSync(join(installation.project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'keyturn',
  ]);
  const { dependencies, scripts } = JSON.parse(readFileSync(join(installation.installed, 'package.json'), 'utf8')) as {
    dependencies?: object;
    scripts: object;
  };
  expect(dependencies).toBeUndefined();
  expect(Object.keys(scripts)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(?:pre|post)?install$/)]));
});

test('is small', () => {
  expect(statSync(installation.packed).size).toBeLessThan(5 * MEGABYTE);
  expect(sizeOf(installation.installed)).toBeLessThan(15 * MEGABYTE);
});

test('has the size that the guide names', () => {
  const guide = readFileSync(join(root, 'docs', 'how-to', 'install.md'), 'utf8');
  const [, packed, installed] = /the file has ([\d.]+) MB, the installed package ([\d.]+) MB/.exec(guide) ?? [];
  expect(Math.abs(statSync(installation.packed).size / MEGABYTE - Number(packed))).toBeLessThan(0.25);
  expect(Math.abs(sizeOf(installation.installed) / MEGABYTE - Number(installed))).toBeLessThan(0.25);
});

test('has the licence of each package that is in its programs', () => {
  const notices = readFileSync(join(installation.installed, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['zod', 'commander', 'cdktf', '@cdktf/provider-aws', 'constructs', '@aws-sdk/client-iam'])
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.`, 'm'));
});

test('checks a plan from a folder of its own, at the first start and at the second', () => {
  const words = ['check', 'plan.json'];
  const first = keyturn(words);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(keyturn(words)).toEqual(first);
  expect(installation.run('npx', ['--no-install', 'keyturn', ...words])).toEqual(first);
});

test('loads less than 1 MB to check a plan', () => {
  const own = join(installation.project, 'cache-of-check');
  expect(keyturn(['check', 'plan.json'], { XDG_CACHE_HOME: own }).status).toBe(0);
  // Each program that was loaded keeps what V8 has compiled of it.
  expect(filesIn(own)).toEqual([expect.stringMatching(/^keyturn\/keyturn\.js\.check/)]);
  expect(statSync(join(installation.installed, 'dist', 'keyturn.js')).size).toBeLessThan(MEGABYTE);
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
    const { status, stderr } = keyturn(line.split(' '));
    // On a slow machine the explorer prints how far it is.
    expect({ status, stderr: stderr.replace(/^[#.]+ \d+ % .*\n/gm, '') }).toEqual({ status: 0, stderr: '' });
  },
  120_000,
);

test('writes nothing into its own folder, and keeps compiled code in the cache of the user', () => {
  const before = filesIn(installation.installed);
  keyturn(['check', 'plan.json']);
  expect(filesIn(installation.installed)).toEqual(before);
  expect(filesIn(join(installation.cache, 'keyturn'))).not.toEqual([]);
});

test('works without a folder for the cache', () => {
  const env = { XDG_CACHE_HOME: join(installation.packed, 'no-folder'), HOME: '' };
  const words = ['check', 'plan.json'];
  expect(keyturn(words, env)).toMatchObject({ status: 0, stderr: '' });
  expect(existsSync(env.XDG_CACHE_HOME)).toBe(false);
});

// V8 runs what is in its cache, and the folder of the project can hold what a pull request put there.
test.each<[string, NodeJS.ProcessEnv]>([
  ['no home', { XDG_CACHE_HOME: '', HOME: '' }],
  ['relative folders', { XDG_CACHE_HOME: 'cache-of-xdg', HOME: 'home' }],
])('keeps no compiled code in the folder of the project: %s', (_, env) => {
  const before = filesIn(installation.project);
  expect(keyturn(['check', 'plan.json'], env)).toMatchObject({ status: 0, stderr: '' });
  expect(filesIn(installation.project)).toEqual(before);
});
