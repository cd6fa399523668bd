import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './runner/pull-request';
import { runWorkflow } from './runner/run';
import type { Workflow } from './runner/workflow';

/** The action of action.yml, as a runner runs it: by the built programs of a release, with nothing of the sources and no package. */

const { releaseTree } = createRequire(__filename)('../../scripts/release-tree.js') as {
  readonly releaseTree: (folder: string) => string;
};

interface Action {
  readonly inputs: { readonly [name: string]: { readonly default: string; readonly description: string } };
  readonly outputs: { readonly [name: string]: object };
  readonly runs: { readonly using: string; readonly main: string };
}

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action; // its shape is what the tests are about
const folder = mkdtempSync(join(tmpdir(), 'keyturn-action-'));
const release = join(folder, 'release');
const workspace = join(folder, 'workspace');

beforeAll(() => {
  releaseTree(release);
  mkdirSync(join(workspace, 'plans'), { recursive: true });
  cpSync(join(root, 'policies'), join(workspace, 'policies'), { recursive: true });
  const plan = JSON.parse(readFileSync(join(root, '__tests__', 'fixtures', 'sample', 'plan.json'), 'utf8')) as object;
  writeFileSync(join(workspace, 'plan.json'), JSON.stringify(plan));
  writeFileSync(join(workspace, 'plans', 'first.json'), JSON.stringify(plan));
  writeFileSync(join(workspace, 'plans', 'second.json'), JSON.stringify(plan));
  writeFileSync(join(workspace, 'undecided.json'), JSON.stringify({ ...plan, complete: false }));
  writeFileSync(
    join(workspace, 'fail.json'),
    JSON.stringify(plan).replaceAll('user/backup-agent', 'user/administrator'),
  );
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'base');
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function git(...words: readonly string[]): void {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  expect(spawnSync('git', [...who, ...words], { cwd: workspace }).status).toBe(0);
}

/** Runs a step that uses the action. Inputs that it does not give have their defaults. */
function step(given: Readonly<Record<string, string>>, programs = release, cwd = workspace) {
  const temp = mkdtempSync(join(folder, 'temp-'));
  const files = { GITHUB_OUTPUT: join(temp, 'output'), GITHUB_STEP_SUMMARY: join(temp, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const inputs = Object.entries(action.inputs).map(([name, input]) => [
    `INPUT_${name.toUpperCase()}`,
    given[name] ?? input.default,
  ]);
  const { status, stdout } = spawnSync(process.execPath, [join(programs, action.runs.main)], {
    cwd,
    encoding: 'utf8',
    env: {
      ...{ PATH: process.env['PATH'] ?? '', HOME: temp, RUNNER_TEMP: temp, ...files },
      ...(Object.fromEntries(inputs) as Record<string, string>),
    },
  });
  const lines = readFileSync(files.GITHUB_OUTPUT, 'utf8').trim().split('\n');
  const outputs = Object.fromEntries(lines.map((line) => [line.split('=')[0] ?? '', line.split('=')[1] ?? '']));
  return { status, log: stdout, outputs, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') };
}

test('has the inputs and outputs that the page lists, and says what each is', () => {
  const page = readFileSync(join(root, 'docs', 'how-to', 'check-in-ci.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, name = '']) => name);
  expect(rows).toEqual([...Object.keys(action.inputs), ...Object.keys(action.outputs)]);
  for (const { description } of Object.values(action.inputs)) expect(description).toMatch(/^[A-Z].*\.$/s);
});

test('runs a file of the release, by a Node.js that runners have', () => {
  expect(action.runs.using).toBe('node24');
  expect(existsSync(join(release, action.runs.main))).toBe(true);
});

test('passes, with the verdict and a report for later steps, and a summary', () => {
  const { status, outputs, log, summary } = step({ files: 'plan.json' });
  expect([status, outputs['verdict']]).toEqual([0, 'pass']);
  expect(log).toContain('keyturn: verdict: pass');
  expect(JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8'))).toMatchObject({ tool: 'keyturn', verdict: 'pass' });
  expect(summary).toContain('pass');
});

test.each([
  ['fail.json', undefined, 1, 'fail'],
  ['fail.json', 'fail', 1, 'fail'],
  ['fail.json', 'never', 0, 'fail'],
  ['undecided.json', undefined, 1, 'undecided'],
  ['undecided.json', 'fail', 0, 'undecided'],
  ['plan.json\nfail.json', undefined, 1, 'fail'],
])('%j with fail-on %s ends with %s and the verdict %s', (files, failOn, status, verdict) => {
  const done = step({ files, ...(failOn === undefined ? {} : { 'fail-on': failOn }) });
  expect([done.status, done.outputs['verdict']]).toEqual([status, verdict]);
  expect(done.log.includes('::warning title=keyturn::')).toBe(status === 0);
});

test('replaces a * in a path, and names one that nothing matches', () => {
  const { outputs } = step({ files: 'plans/*.json' });
  const { checks } = JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8')) as { checks: { file: string }[] };
  expect(checks.map(({ file }) => file)).toEqual(['plans/first.json', 'plans/second.json']);
  expect(step({ files: 'plans/*.txt' })).toMatchObject({ status: 2, outputs: { '': '' } });
});

test('judges by the contracts that are named, and by those of another commit', () => {
  writeFileSync(join(workspace, 'policies', 'execution-role.json'), '{}');
  expect(step({ files: 'plan.json' }).status).toBe(2);
  expect(step({ files: 'plan.json', 'contract-ref': 'main' }).outputs['verdict']).toBe('pass');
  git('checkout', '-q', '--', '.');
  const contracts = 'policies/execution-role.json\npolicies/schedule-role.json';
  expect(step({ files: 'plan.json', contracts }).outputs['verdict']).toBe('undecided');
  expect(step({ files: 'plan.json', contracts: 'policies/*.json' }).outputs['verdict']).toBe('pass');
});

test.each([
  [{ files: 'plan.json', 'fail-on': 'always' }, /^::error title=keyturn::fail-on: "always" is not one of undecided/],
  [{ files: 'none.json' }, /^$/],
  [{ files: 'plan.json', format: 'pdf' }, /^$/],
  [{ files: '--help' }, /^$/],
])('%j fails without a verdict', (given, log) => {
  const done = step(given);
  expect(done).toMatchObject({ status: 2, outputs: { '': '' } });
  expect(done.log).toMatch(log);
});

describe('the workflow of the page', () => {
  const page = readFileSync(join(root, 'docs', 'how-to', 'check-in-ci.md'), 'utf8');
  const [, text = ''] = /<!-- tested: action -->\n\n```yaml\n([^]*?)```/.exec(page) ?? [];
  const workflow = parse(text) as Workflow;

  test('names every action by its commit', () => {
    for (const line of text.split('\n').filter((one) => one.includes('uses: ')))
      expect(line).toMatch(/uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test.each([
    ['plan.json', 'success', 'verdict pass, report /'],
    ['fail.json', 'failure', 'verdict fail, report /'],
  ])('of the plan %s ends with %s, and later steps know the verdict', (plan, result, line) => {
    const programs = mkdtempSync(join(folder, 'programs-'));
    // Terraform plans nothing here: what it would show is a plan that was recorded.
    const terraform = `#!/bin/sh\nif [ "$1" = show ]; then cat ${join(workspace, plan)}; fi\n`;
    writeFileSync(join(programs, 'terraform'), terraform, { mode: 0o755 });
    const run = { id: '1', event: 'pull_request', github: { event: { pull_request: { number: 7 } } } };
    const { check } = runWorkflow(workflow, run, {
      ...{ folder, programs, checkout: workspace, vars: {}, secrets: {}, credentials: {}, artifacts: new Map() },
      canWrite: false,
      actions: {
        'example/keyturn': (given, { machine }) => {
          const { status, outputs } = step(
            { ...(given as Record<string, string>), 'contract-ref': 'main' },
            release,
            machine.workspace,
          );
          return { outputs, fails: status !== 0 };
        },
      },
    });
    expect(check?.result).toBe(result);
    expect(check?.log).toContain(line);
  });
});

test('says so if the commit is not that of a release', () => {
  const sources = join(folder, 'sources');
  cpSync(join(root, 'bin'), join(sources, 'bin'), { recursive: true });
  const { status, log } = step({ files: 'plan.json' }, sources);
  expect(status).toBe(2);
  expect(log).toBe(
    '::error title=keyturn::this commit of Keyturn has no built programs; name the commit of a release\n',
  );
});
