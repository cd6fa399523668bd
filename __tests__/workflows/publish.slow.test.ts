import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './runner/pull-request';
import { runWorkflow } from './runner/run';
import type { Workflow } from './runner/workflow';

/** The workflow that publishes, by its steps. npm, and the script that builds, are stood in for; git pushes to a repository in a folder. */

const text = readFileSync(join(root, '.github', 'workflows', 'publish.yml'), 'utf8');
const workflow = parse(text) as Workflow;
const address = 'https://x-access-token:actions contents:write@github.example.com/example/rotation.git';
let folder: string;
let checkout: string;

const git = (cwd: string, ...words: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-publish-'));
  const [bare, programs] = [join(folder, 'bare.git'), join(folder, 'programs')];
  checkout = join(folder, 'checkout');
  mkdirSync(programs);
  git(folder, 'init', '-q', '--bare', '-b', 'main', bare);
  git(folder, 'clone', '-q', bare, checkout);
  mkdirSync(join(checkout, 'scripts'));
  write('package.json', JSON.stringify({ name: 'keyturn', version: '0.2.0' }));
  write(
    'scripts/release-tree.js',
    "require('node:fs').mkdirSync(process.argv[2]); require('node:fs').writeFileSync(process.argv[2] + '/action.yml', require('../package.json').version);\n",
  );
  program('npm', `echo "npm $*" >> ${join(folder, 'npm')}\n[ ! -e ${join(folder, 'broken')} ] || [ "$1" != test ]\n`);
  const real = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
  program('git', `exec ${real} -c "url.file://${bare}.insteadOf=${address}" "$@"\n`);
  commit('base');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): void {
  writeFileSync(join(checkout, name), content);
}

function program(name: string, script: string): void {
  writeFileSync(join(folder, 'programs', name), `#!/bin/sh\n${script}`, { mode: 0o755 });
}

function commit(message: string, branch = 'main'): void {
  git(checkout, 'checkout', '-q', '-B', branch);
  git(checkout, 'add', '.');
  git(checkout, 'commit', '-qm', message);
  git(checkout, 'push', '-q', 'origin', branch);
}

function publish(tag: string) {
  const event = { repository: { default_branch: 'main' } };
  const run = { id: '1', event: 'push', github: { event, ref_name: tag, sha: 'c0ffee' } };
  const programs = join(folder, 'programs');
  const jobs = runWorkflow(workflow, run, {
    ...{ folder, programs, checkout, vars: {}, secrets: {}, credentials: {}, artifacts: new Map(), canWrite: true },
  });
  const npm = join(folder, 'npm');
  return { jobs, npm: existsSync(npm) ? readFileSync(npm, 'utf8').trim().split('\n') : [] };
}

const released = (...words: readonly string[]) => git(join(folder, 'bare.git'), ...words).trim();

test('publishes what was tested, with provenance, and pushes the commit of the release', () => {
  const { jobs, npm } = publish('v0.2.0');
  expect([jobs['package']?.result, jobs['commit']?.result]).toEqual(['success', 'success']);
  expect(npm).toEqual([
    'npm ci --ignore-scripts',
    'npm run lint',
    'npm test',
    'npm run test:all -- __tests__/package',
    'npm pkg set repository.type=git repository.url=git+https://github.example.com/example/rotation.git',
    'npm publish --provenance --access public',
  ]);
  expect(released('show', 'releases:action.yml')).toBe('0.2.0');
  expect(released('log', '-1', '--format=%B', 'releases')).toBe('Release v0.2.0\n\nBuilt from c0ffee');
});

test('the next release is the child of the one before it', () => {
  publish('v0.2.0');
  write('package.json', JSON.stringify({ name: 'keyturn', version: '0.3.0' }));
  commit('next');
  publish('v0.3.0');
  expect(released('log', '--format=%s', 'releases').split('\n')).toEqual(['Release v0.3.0', 'Release v0.2.0']);
  expect(released('show', 'releases:action.yml')).toBe('0.3.0');
});

test.each<[string, string, () => void, RegExp]>([
  [
    'a tag of another version',
    'v0.2.1',
    () => undefined,
    /the tag is v0\.2\.1, but package\.json has the version 0\.2\.0/,
  ],
  [
    'a version in development',
    'v0.3.0-dev',
    () => {
      write('package.json', JSON.stringify({ version: '0.3.0-dev' }));
      commit('next');
    },
    /0\.3\.0-dev is a version in development/,
  ],
  [
    'a commit that is not on the default branch',
    'v0.2.0',
    () => {
      write('package.json', JSON.stringify({ version: '0.2.0', main: 'other.js' }));
      commit('other', 'other');
    },
    /the tag is not on main/,
  ],
  ['a failed test', 'v0.2.0', () => writeFileSync(join(folder, 'broken'), ''), /^/],
])('%s publishes nothing', (_, tag, change, why) => {
  change();
  const { jobs, npm } = publish(tag);
  expect(jobs['package']?.result).toBe('failure');
  expect(jobs['package']?.log).toMatch(why);
  expect(npm.filter((line) => line.startsWith('npm publish'))).toEqual([]);
  expect(jobs['commit']?.result).toBe('skipped');
});

test('names every action by its commit, with the release next to it', () => {
  for (const line of text.split('\n').filter((one) => one.includes('uses: ')))
    expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('no job can both publish and push, and the one that pushes runs no code of the project', () => {
  const rights = Object.entries(workflow.jobs).map(([id, { permissions }]) => [id, permissions]);
  expect(workflow.permissions).toEqual({});
  expect(Object.fromEntries(rights)).toEqual({
    package: { contents: 'read', 'id-token': 'write' },
    commit: { contents: 'write' },
  });
  expect(JSON.stringify(workflow.jobs['commit'])).not.toMatch(/npm|node|checkout/);
});
