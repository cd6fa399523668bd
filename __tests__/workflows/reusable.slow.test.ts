import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { callers, Repository, root, workflowOf } from './runner/pull-request';

/** The reusable workflows, called as examples/reusable-workflows calls them. pull-requests.slow.test.ts runs the same jobs uncalled, with many more changes. */

const { names, reusable } = createRequire(__filename)('../../scripts/reusable-workflows.js') as {
  readonly names: readonly ('synth' | 'judge')[];
  readonly reusable: (name: string) => string;
};
const folder = join(root, '.github', 'workflows');
const read = (file: string) => readFileSync(file, 'utf8');

describe.each(names)('%s.yml', (name) => {
  test('has the jobs of the example; if not, run: node scripts/reusable-workflows.js', () => {
    expect(read(join(folder, `${name}.yml`))).toBe(reusable(name));
    const ids = Object.keys(workflowOf(name).jobs).filter((id) => id !== 'verdict');
    expect(Object.keys(workflowOf(name, folder).jobs)).toEqual(ids);
  });

  test('has no secret, no variable and no right to set a status', () => {
    expect(read(join(folder, `${name}.yml`))).not.toMatch(/secrets\.|vars\.|statuses|environment:/);
  });

  test('is called by its commit, by a workflow of the same name and events as the example', () => {
    const [caller, example] = [workflowOf(name, callers), workflowOf(name)];
    expect([caller.name, caller.on, caller.permissions, caller.concurrency]).toEqual([
      ...[example.name, example.on, example.permissions, example.concurrency],
    ]);
    const [called] = Object.values(caller.jobs);
    expect(called?.uses).toMatch(new RegExp(`^example/keyturn/\\.github/workflows/${name}\\.yml@[0-9a-f]{40}$`));
  });
});

test('the caller sets the status as the example does', () => {
  const [caller, example] = [workflowOf('judge', callers).jobs['verdict'], workflowOf('judge').jobs['verdict']];
  const text = JSON.stringify({ ...example, needs: 'judgement' }).replaceAll(
    /needs\.(?:receive|judge)\./g,
    'needs.judgement.',
  );
  expect(caller).toEqual(JSON.parse(text));
});

test('every file of the folder of callers is one of them', () => {
  expect(readdirSync(callers).sort()).toEqual([...names].sort().map((name) => `${name}.yml`));
});

describe('a pull request', () => {
  let repository: Repository;
  const widen = (text: string) => text.replace('"name": "backup-agent"', '"name": "administrator"');

  beforeEach(() => {
    repository = new Repository(callers);
    repository.vars['KEYTURN_APP_CLIENT_ID'] = 'client';
  });
  afterEach(() => repository.remove());

  test('that is honest is green', () => {
    repository.edit('cdktf.json', (text) => text.replace('"gracePeriodSeconds": 86400', '"gracePeriodSeconds": 43200'));
    const { synth, judge } = repository.open();
    expect([synth['synth']?.result, judge['judgement']?.result]).toEqual(['success', 'success']);
    expect(judge['judgement']?.log).toContain('keyturn: verdict: pass');
    expect(repository.statuses()).toEqual(['app c0ffee keyturn/verdict success']);
  });

  test('with a user that no contract names is red', () => {
    repository.edit('cdktf.json', widen);
    repository.edit('policies/execution-role.json', (text) => text.replaceAll('backup-agent', 'administrator'));
    repository.open();
    expect(repository.statuses()).toEqual(['app c0ffee keyturn/verdict failure']);
  });

  test('whose stacks were not handed over is red', () => {
    repository.judge('success');
    expect(repository.statuses()).toEqual(['app c0ffee keyturn/verdict failure']);
  });

  test('is not planned by a role that the input does not name', () => {
    repository.vars['KEYTURN_PLAN_ROLES'] = '{"keyturn-other": "arn:aws:iam::111122223333:role/keyturn-plan"}';
    const { judge } = repository.open();
    expect(judge['judgement']?.log).toContain('the input plan-roles names no role for keyturn-staging');
    expect(repository.statuses()).toEqual(['app c0ffee keyturn/verdict failure']);
  });
});
