import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { runWorkflow, type JobRun, type Result, type World } from './run';
import type { Workflow } from './workflow';

export const root = resolve(__dirname, '..', '..', '..');
const { sources, upToDate } = createRequire(__filename)('../../../bin/build.js') as {
  readonly sources: readonly string[];
  readonly upToDate: () => void;
};
const examples = join(root, 'examples', 'workflows');

/** The workflow of an example. */
export function workflowOf(name: 'synth' | 'judge' | 'default-branch', folder = examples): Workflow {
  return parse(readFileSync(join(folder, `${name}.yml`), 'utf8')) as Workflow; // its shape is what the tests are about
}

export const callers = join(root, 'examples', 'reusable-workflows');

/** The reusable workflow of Keyturn that a job names by its repository, its file and a commit. */
function called(uses: string): Workflow | undefined {
  const [, name] = /^example\/keyturn\/\.github\/workflows\/(\w+)\.yml@[0-9a-f]{40}$/.exec(uses) ?? [];
  if (name !== 'synth' && name !== 'judge') return undefined;
  return workflowOf(name, join(root, '.github', 'workflows'));
}

/** What is checked out, and a pull request of it: this project with one environment. */
export class Repository {
  readonly folder = mkdtempSync(join(tmpdir(), 'keyturn-repository-'));
  readonly base = join(this.folder, 'base');
  readonly change = join(this.folder, 'change');
  /** Variables of the repository. */
  vars: { [name: string]: string } = {};
  credentials: { [name: string]: string } = {};
  isFork = false;
  private readonly programs = join(this.folder, 'programs');
  private readonly artifacts = new Map<string, string>();
  /** The checks that GitHub makes of the jobs of a change, by their names. */
  private readonly checks = new Map<string, Result>();

  constructor(workflows = examples) {
    mkdirSync(this.programs);
    upToDate();
    for (const name of [
      'main.ts',
      'src',
      'bin',
      'policies',
      'schemas',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'cdktf.json',
    ])
      cpSync(join(root, name), join(this.base, name), { recursive: true, preserveTimestamps: true });
    for (const name of ['synth', 'judge'])
      cpSync(join(workflows, `${name}.yml`), join(this.base, '.github', 'workflows', `${name}.yml`));
    this.edit('cdktf.json', (text) => text.replace(/,\s*\{ "name": "production"[^}]*\}/, ''), this.base);
    cpSync(this.base, this.change, { recursive: true, preserveTimestamps: true });
    this.program('npm', npm());
    this.program('node', node());
    this.program('gh', gh(this.folder));
    this.head = 'c0ffee';
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  edit(file: string, change: (text: string) => string, folder = this.change): void {
    const path = join(folder, file);
    const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const after = change(before);
    if (after === before) throw new Error(`${file}: the edit changes nothing`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, after);
  }

  program(name: string, text: string): void {
    writeFileSync(join(this.programs, name), text);
    chmodSync(join(this.programs, name), 0o755);
  }

  /** Runs lines of a shell as a runner of another CI does, with nothing of this process's environment; the first failure ends them. */
  shell(lines: readonly string[], folder: string, env: Readonly<Record<string, string>> = {}) {
    const home = mkdtempSync(join(this.folder, 'home-'));
    const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', lines.join('\n')], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: `${this.programs}:${process.env['PATH'] ?? ''}`, HOME: home, ...env },
    });
    return { status, printed: `${stdout}${stderr}` };
  }

  /** Runs what the change has for pull requests, or for a merge queue, and then what the base has for the end of that run. */
  open(event: 'pull_request' | 'merge_group' = 'pull_request'): Opened {
    const folder = join(this.change, '.github', 'workflows');
    if (!existsSync(join(folder, 'synth.yml'))) return { synth: {}, judge: {} };
    const workflow = workflowOf('synth', folder);
    if (!Object.hasOwn(eventsOf(workflow), event)) return { synth: {}, judge: {} };
    const given = event === 'pull_request' ? { pull_request: { number: 7 } } : { merge_group: {} };
    const github = { event_name: event, event: given, ref: `refs/${event}` };
    const synth = runWorkflow(workflow, { id: '1', event, github }, this.world(this.change, !this.isFork));
    for (const [id, { result }] of Object.entries(synth)) this.checks.set(workflow.jobs[id]?.name ?? id, result);
    const isFine = Object.values(synth).every(({ result }) => result === 'success');
    return { synth, judge: this.judge(isFine ? 'success' : 'failure', workflow.name, event) };
  }

  /** Runs the judge on artifacts that are there. */
  judge(conclusion: string, name = 'Keyturn synth', event = 'pull_request'): Opened['judge'] {
    const judge = workflowOf('judge', join(this.base, '.github', 'workflows'));
    if (name !== 'Keyturn synth') return {};
    const workflowRun = {
      id: 1,
      event,
      conclusion,
      head_sha: 'c0ffee',
      pull_requests: this.isFork || event === 'merge_group' ? [] : [{ number: 7 }],
    };
    const github = { event_name: 'workflow_run', event: { workflow_run: workflowRun } };
    return runWorkflow(judge, { id: '2', event: 'workflow_run', github }, this.world(this.base, true));
  }

  /** Runs what the base has for the default branch itself. */
  checkBase(): Opened['judge'] {
    const run = { id: '3', event: 'push', github: { event_name: 'push', event: {} } };
    return runWorkflow(workflowOf('default-branch'), run, this.world(this.base, true));
  }

  /** Puts files where an artifact of the change's run is kept. */
  handOver(name: string, fill: (folder: string) => void): void {
    const kept = mkdtempSync(join(this.folder, 'artifact-'));
    fill(kept);
    this.artifacts.set(`1/${name}`, kept);
  }

  /** The statuses that were set: who set it, on which commit, and what it is. */
  statuses(): string[] {
    const file = join(this.folder, 'statuses');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  /** The comments of the pull request. */
  comments(): readonly Comment[] {
    const file = join(this.folder, 'comments.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Comment[]) : [];
  }

  putComment(login: string, body: string): void {
    const all = [...this.comments(), { id: this.comments().length + 1, user: { login }, body }];
    writeFileSync(join(this.folder, 'comments.json'), JSON.stringify(all));
  }

  /** The commit that the pull request has now. */
  set head(commit: string) {
    writeFileSync(join(this.folder, 'head'), commit);
  }

  /**
   * Whether the branch protection that requires a name is satisfied. A status and a check of one name are both required, and both are made by
   * GitHub Actions unless another app sets the status; the protection can demand one source.
   * https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks
   */
  canMerge(name: string, source: 'anybody' | 'app'): boolean {
    const set = this.statuses().map((line) => line.split(' '));
    const statuses = set.filter(([by, , context]) => context === name && (source === 'anybody' || by === source));
    const check = source === 'anybody' ? this.checks.get(name) : undefined;
    const found = [statuses.at(-1)?.at(-1), check].filter((one) => one !== undefined);
    return found.length > 0 && found.every((one) => one === 'success');
  }

  private world(checkout: string, canWrite: boolean): World {
    const { folder, programs, vars, credentials, artifacts } = this;
    return {
      folder,
      programs,
      checkout,
      vars,
      secrets: { KEYTURN_APP_KEY: 'key' },
      credentials,
      artifacts,
      canWrite,
      called,
    };
  }
}

interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  readonly body: string;
}

interface Opened {
  readonly synth: { readonly [job: string]: JobRun };
  readonly judge: { readonly [job: string]: JobRun };
}

function eventsOf({ on }: Workflow): object {
  return typeof on === 'object' && on !== null ? on : { [String(on)]: null };
}

/**
 * `npm ci` takes the packages that are installed here and, if the sources are those of here, what is built of them; everything else is npm.
 * Without that, some two hundred jobs build the same programs. Changed sources are built by each job that has them.
 */
function npm(): string {
  return `#!/bin/sh
here='${root}'
if [ "$1" = ci ]; then
  rm -rf node_modules && ln -s "$here/node_modules" node_modules || exit 1
  for source in ${sources.join(' ')}; do diff -rq "$source" "$here/$source" >/dev/null || exit 0; done
  mkdir -p dist/parts && cp "$here"/dist/*.js dist && cp "$here"/dist/parts/*.js dist/parts
  exit
fi
exec '${real('npm')}' "$@"
`;
}

/** Node.js, without building what `npm ci` has brought. */
function node(): string {
  return `#!/bin/sh
if [ "$1" = bin/build.js ] && [ -d dist ]; then exit; fi
exec '${process.execPath}' "$@"
`;
}

function real(program: string): string {
  const folder = (process.env['PATH'] ?? '').split(delimiter).find((each) => existsSync(join(each, program)));
  return join(folder ?? '', program);
}

/** Records statuses and comments, and refuses a token that cannot write them. */
function gh(folder: string): string {
  return `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const words = process.argv.slice(2);
const [path = ''] = words.filter((word) => word.startsWith('repos/'));
const method = words.includes('--method') ? words[words.indexOf('--method') + 1] : 'GET';
const field = (name) => words.find((word) => word.startsWith(name + '='))?.slice(name.length + 1);
const token = process.env.GH_TOKEN ?? '';
const needs = (right) => {
  if (token.includes(right)) return;
  console.error('HTTP 403: Resource not accessible by integration');
  process.exit(1);
};
const file = ${JSON.stringify(folder)} + '/comments.json';
const comments = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
const keep = () => writeFileSync(file, JSON.stringify(comments));
const body = () => readFileSync(field('body').replace(/^@/, ''), 'utf8');
if (method === 'POST' && path.includes('/statuses/')) {
  needs('statuses:write');
  const line = [token.split(' ')[0], path.split('/').at(-1), field('context'), field('state')].join(' ');
  appendFileSync(${JSON.stringify(folder)} + '/statuses', line + String.fromCharCode(10));
} else if (method === 'GET' && path.includes('/pulls/')) {
  needs('pull-requests:');
  console.log(readFileSync(${JSON.stringify(folder)} + '/head', 'utf8'));
} else if (method === 'GET' && path.includes('/comments?')) {
  needs('pull-requests:');
  console.log(JSON.stringify(comments));
} else if (method === 'POST' && path.endsWith('/issues/7/comments')) {
  needs('pull-requests:write');
  comments.push({ id: comments.length + 1, user: { login: 'github-actions[bot]' }, body: body() });
  keep();
} else if (method === 'PATCH') {
  needs('pull-requests:write');
  comments.find(({ id }) => String(id) === path.split('/').at(-1)).body = body();
  keep();
} else process.exit(2);
`;
}
