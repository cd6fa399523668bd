import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { slowTest } from '../effort';

/** The workflow of docs/how-to/pull-requests.md: its shape, and its own scripts run as far as they can run without a hosted runner. */
const root = resolve(__dirname, '..', '..');
const sample = join(root, '__tests__', 'fixtures', 'sample');

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: { readonly [name: string]: unknown };
}
interface Job {
  readonly if?: string;
  readonly permissions?: { readonly [name: string]: string };
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: { readonly [event: string]: unknown };
  readonly permissions: { readonly [name: string]: string };
  readonly jobs: { readonly plan: Job; readonly stacks: Job };
}

const text = readFileSync(join(root, 'examples', 'workflows', 'keyturn.yml'), 'utf8');
const workflow = parse(text) as Workflow; // its shape is what the tests are about
const { plan, stacks } = workflow.jobs;

test('it runs on pull requests, with no right that it does not need', () => {
  expect(Object.keys(workflow.on)).toEqual(['pull_request']);
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(plan.permissions).toEqual({ contents: 'read', 'id-token': 'write', 'security-events': 'write' });
  expect(stacks.permissions).toBeUndefined();
});

test('a fork gets no credentials', () => {
  expect(plan.if).toBe('github.event.pull_request.head.repo.full_name == github.repository');
  expect(stacks.if).toBeUndefined();
  expect(JSON.stringify(stacks)).not.toMatch(/credentials@|secrets\./);
});

test('the SARIF is uploaded when the check has failed, too', () => {
  const upload = plan.steps.find(({ uses = '' }) => uses.includes('upload-sarif'));
  expect(upload?.if).toContain('always()');
  expect(checkOf(plan)).toContain(`sarif=${String(upload?.with?.sarif_file)}`);
});

function checkOf({ steps }: Job): string {
  return steps.find(({ name }) => name === 'Check')?.run ?? '';
}

let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'keyturn-workflow-'));
  const stack = at('cdktf.out/stacks/keyturn-staging');
  for (const folder of [stack, at('bin'), at('temp')]) mkdirSync(folder, { recursive: true });
  cpSync(join(sample, 'stack.json'), join(stack, 'cdk.tf.json'));
  cpSync(join(sample, 'plan.json'), at('temp/plan.json'));
  cpSync(join(root, 'policies'), at('policies'), { recursive: true });
  // The base branch is this project, where everything is installed.
  symlinkSync(root, at('base'));
  writeFileSync(at('bin/npm'), '#!/bin/sh\n');
  chmodSync(at('bin/npm'), 0o755);
  git('init', '-q', '-b', 'change');
  git('add', 'policies');
  git('commit', '-qm', 'Contracts');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
});

afterEach(() => rmSync(workspace, { recursive: true, force: true }));

function at(name: string): string {
  return join(workspace, name);
}

function git(...words: string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], { cwd: workspace });
}

/** As a runner of GitHub runs a script: bash, and the first failure ends it. */
function runStep(script: string) {
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: workspace,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${at('bin')}:${process.env.PATH ?? ''}`,
      GITHUB_BASE_REF: 'main',
      GITHUB_STEP_SUMMARY: at('step-summary.md'),
      RUNNER_TEMP: at('temp'),
      STACK: 'keyturn-staging',
    },
  });
  return { status, stdout, stderr };
}

const widen = (file: string) =>
  writeFileSync(at(file), readFileSync(at(file), 'utf8').replaceAll('user/backup-agent', 'user/*'));
/** The contract with a user who is a wildcard, as its only place for a user cannot say it. */
const widenContract = (file: string) =>
  writeFileSync(
    at(file),
    readFileSync(at(file), 'utf8').replace('"${pairs.users}"', '"arn:${partition}:iam::${account}:user/*"'),
  );
const summary = () => readFileSync(at('step-summary.md'), 'utf8');

slowTest('a plan within its contracts passes, with a summary and an empty SARIF', () => {
  expect(runStep(checkOf(plan))).toMatchObject({ status: 0, stderr: '' });
  expect(summary()).toContain('pass');
  const sarif = JSON.parse(readFileSync(at('keyturn.sarif'), 'utf8')) as { runs: { results: { level: string }[] }[] };
  expect(sarif.runs.flatMap(({ results }) => results.filter(({ level }) => level === 'error'))).toEqual([]);
});

slowTest('a plan that widens the role fails, annotated, summed up and in SARIF', () => {
  widen('temp/plan.json');
  widen('cdktf.out/stacks/keyturn-staging/cdk.tf.json');
  const { status, stdout } = runStep(checkOf(plan));
  expect(status).toBe(1);
  expect(stdout).toMatch(/^::error file=policies\/execution-role\.json,line=\d+/m);
  expect(summary()).toContain('user/&#42;');
  expect(readFileSync(at('keyturn.sarif'), 'utf8')).toContain('grants-inside-contract');
});

test('a contract that the change widens does not judge it', () => {
  widen('cdktf.out/stacks/keyturn-staging/cdk.tf.json');
  widenContract('policies/execution-role.json');
  const { status, stdout } = runStep(checkOf(stacks));
  expect(status).toBe(1);
  expect(stdout).toMatch(/^::error /m);
  expect(stdout).toMatch(/^::notice file=policies\/execution-role\.json.*another one here/m);
});

slowTest('stacks of a fork are judged without a plan', () => {
  rmSync(at('temp/plan.json'));
  expect(runStep(checkOf(stacks))).toMatchObject({ status: 0, stderr: '' });
  expect(summary()).toContain('pass');
});

slowTest('an input that cannot be read leaves no half summary, and fails', () => {
  writeFileSync(at('temp/plan.json'), '{');
  expect(runStep(checkOf(plan)).status).toBe(2);
  expect(existsSync(at('step-summary.md'))).toBe(false);
});
