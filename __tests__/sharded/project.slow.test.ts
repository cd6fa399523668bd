/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- stacks and reports are untyped JSON */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { loadSettings } from '../../src/settings';
import type { Loose } from '../checks/sample';
import { makeProject, stackFile, type Project } from '../cli/project';

/** A project with the contracts of this repository as they are, apart from the pairs: its users get shards, and its stack passes. */
let project: Project;

beforeEach(() => {
  project = makeProject();
});
afterEach(() => project.remove());

const { keyturn } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'cdktf.json'), 'utf8')).context;

async function makeSharded(names: readonly string[], usersPerShard: number): Promise<void> {
  const settings = { ...keyturn, environments: keyturn.environments.slice(0, 1), users: { file: 'users.csv' } };
  project.put('cdktf.json', JSON.stringify({ context: { keyturn: { ...settings, usersPerShard } } }));
  const rows = names.map((name) => `${name},${name}/aws`);
  project.put('users.csv', ['userName,secretName,shard', ...rows.map((row) => `${row},`), ''].join('\n'));
  project.put('policies/pairs.csv', ['userName,secretName', ...rows, ''].join('\n'));
  const contract = JSON.parse(project.read('policies/execution-role.json'));
  project.put('policies/execution-role.json', JSON.stringify({ ...contract, pairs: { file: 'pairs.csv' } }));
  expect(await project.keyturn('shards', '--assign')).toMatchObject({ status: 0 });
  synthesise(loadSettings(project.at('cdktf.json')), project.at('cdktf.out'));
}

/** The findings of the check. */
async function checked() {
  const { status, stdout, stderr } = await project.keyturn('check', stackFile, '--format', 'json');
  expect(stderr).toBe('');
  const { verdict, checks } = JSON.parse(stdout);
  const findings: Loose[] = checks.flatMap((check: Loose) => check.findings);
  return { status, verdict, findings: findings.map((one) => `${one.rule} ${one.verdict}: ${one.message}`) };
}

const users = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`);

test.each([
  ['13 shards, of which the last has one user', users(37), 3, 13],
  ['shards with one user each', users(7), 1, 7],
  ['users with the names of other texts', ['String', 'none', 'Choice', 'user-0'], 2, 2],
])('%s', async (_, names, usersPerShard, shards) => {
  await makeSharded(names, usersPerShard);
  const stack = JSON.parse(project.read(stackFile));
  expect(Object.keys(stack.locals.shards)).toHaveLength(shards);
  expect(await checked()).toEqual({ status: 0, verdict: 'pass', findings: [] });
});

test('41 shards have two rules of alerts and nine that start rotations; no other rule can use their roles', async () => {
  await makeSharded(users(41), 1);
  const stack = JSON.parse(project.read(stackFile));
  const {
    aws_cloudwatch_event_rule: rules,
    aws_cloudwatch_event_target: targets,
    aws_iam_role: roles,
  } = stack.resource;
  expect(Object.keys(rules).sort()).toEqual([
    ...['alerts', 'alerts_1', 'guardduty'],
    ...Array.from({ length: 8 }, (_, index) => `guardduty_${index + 1}`),
  ]);
  expect(await checked()).toEqual({ status: 0, verdict: 'pass', findings: [] });

  targets.guardduty_9 = targets.guardduty_8;
  for (const [name, rule] of [
    ['events', 'guardduty-9'],
    ['alerts', 'alerts-9'],
  ] as const)
    roles[name].assume_role_policy = roles[name].assume_role_policy.replaceAll(
      /-(?:guardduty|alerts)-1"/g,
      `-${rule}"`,
    );
  project.put(stackFile, JSON.stringify(stack));
  const { status, findings } = await checked();
  expect(status).toBe(1);
  expect(findings).toEqual([
    expect.stringMatching(/^trust fail: .*"keyturn-staging-alerts"/),
    expect.stringMatching(/^trust fail: .*"keyturn-staging-events"/),
    expect.stringMatching(/^only-named-uses fail: aws_cloudwatch_event_target\.guardduty_9\["40"\]/),
  ]);
});
