import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { loadSettings } from '../../src/settings';
import { InstalledPackage, root } from './install';

/** The commands of the README and of the page about the installation, by the installed package in a folder that has no clone of Keyturn. */

let installation: InstalledPackage;

const page = (name: string) => readFileSync(join(root, name), 'utf8');
const readme = page('README.md');

beforeAll(() => {
  installation = new InstalledPackage();
  const { project } = installation;
  for (const name of ['policies', 'cdktf.json']) cpSync(join(root, name), join(project, name), { recursive: true });
  cpSync(join(root, '__tests__', 'fixtures', 'sample', 'plan.json'), join(project, 'plan.json'));
  mkdirSync(join(project, 'cdktf.out'));
  synthesise(loadSettings(join(root, 'cdktf.json')), join(project, 'cdktf.out'));
  writeFileSync(join(project, '.gitignore'), 'node_modules/\ncdktf.out/\n');
  for (const line of ['init -q', 'add .', 'commit -qm base', 'update-ref refs/remotes/origin/main HEAD']) {
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    expect(installation.run('git', [...who, ...line.split(' ')])).toMatchObject({ status: 0 });
  }
}, 120_000);

afterAll(() => installation.remove());

/** The lines of a page that a person with only the package can run. */
const runnable = [...new Set([readme, page('docs/how-to/install.md')].flatMap(commandsOf))];

function commandsOf(text: string): string[] {
  return [...text.matchAll(/(?:^\$ |`)npx (keyturn [^`\n]+)/gm)].map(([, line = '']) => line.trim());
}

test('the README has commands that need only the package', () => {
  expect(runnable).toEqual(
    expect.arrayContaining(['keyturn --help', 'keyturn check plan.json --contract-from origin/main']),
  );
});

/** These call AWS: without credentials, they say so in one line. */
const callsAws = /^keyturn (?:status|rotate|resolve|hold)\b/;

test.each(runnable)('npx %s', (line) => {
  const done = installation.run('npx', ['--no-install', ...line.split(' ')], undefined, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  if (callsAws.test(line)) {
    expect(done.status).toBe(2);
    expect(done.stderr.trim().split('\n')).toHaveLength(1);
    expect(done.stderr).not.toContain('internal error');
  } else expect(done).toMatchObject({ status: 0, stderr: '' });
});

const printed = [...readme.matchAll(/<!-- printed by: keyturn (.+) -->\n\n```\w+\n([^]*?)```/g)];

test.each(printed.map(([, line = '', text = '']) => [line, text]))(
  'keyturn %s prints what the README shows',
  (line, text) => {
    expect(printed).toHaveLength(2);
    const done = installation.keyturn(line.split(' '));
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(done.stdout.trimEnd()).toBe(text.trimEnd());
  },
);
