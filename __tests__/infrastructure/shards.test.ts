import fc from '../fast-check';
import { examples } from '../effort';
import { readModel } from '../../src/inputs';
import { Unknown } from '../../src/model';
import { oversized } from '../../src/infrastructure/limits';
import { userPolicies } from '../../src/infrastructure/shards/user-policies';
import { partsOf } from '../../src/infrastructure/shards/shards';
import type { EnvironmentSettings, UserSettings } from '../../src/settings';
import { environmentWith, userWith } from './environment';
import { removeTemporaryFolders } from './folders';
import { resourceAt, stackOf, type Stack } from './synthesised';

afterAll(removeTemporaryFolders);

const commonSchedule = userWith({ name: 'any' }).schedule;

function shardedWith(users: readonly UserSettings[], more: Partial<EnvironmentSettings> = {}): EnvironmentSettings {
  return environmentWith({ users, usersPerShard: 400, commonSchedule, ...more });
}

function usersOf(count: number, shard: string): UserSettings[] {
  return Array.from({ length: count }, (_, index) => userWith({ name: `user-${shard}-${index}`, shard }));
}

/** The locals of a stack. */
function localsOf(stack: Stack): Record<string, Record<string, unknown>> {
  return (stack as unknown as { locals: Record<string, Record<string, unknown>> }).locals; // Stack lists what most tests look at
}

/** The paths of the values that are not known. */
function unknownIn(value: unknown, path = ''): string[] {
  if (value instanceof Unknown) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => unknownIn(one, `${path}/${name}`));
}

describe('a stack with shards', () => {
  const environment = shardedWith([...usersOf(3, '00'), ...usersOf(2, '01')], {
    alerts: { subscribers: [], publishBy: 'role' },
    events: {
      custom: { source: 'example', detailType: 'leak' },
      userInExecutionName: false,
    },
  });
  const stack = stackOf(environment);

  it('has one machine and one role for each, by locals', () => {
    expect(Object.keys(localsOf(stack)['shards'] ?? {})).toEqual(['00', '01']);
    expect(resourceAt(stack, 'aws_sfn_state_machine.rotation')).toMatchObject({
      for_each: '${local.shards}',
      name: '${each.value.machine}',
    });
    expect(localsOf(stack)['shards']).toMatchObject({
      '00': { machine: 'keyturn-test', role: 'keyturn-test-execution' },
      '01': { machine: 'keyturn-test-01', role: 'keyturn-test-execution-01' },
    });
  });

  it('has schedules of which the check knows every value', () => {
    const { resources } = readModel(JSON.stringify(stack), 'cdk.tf.json');
    const schedules = resources.filter(({ type }) => type === 'aws_scheduler_schedule');
    expect(schedules).toHaveLength(environment.users.length);
    expect(schedules.flatMap(({ values }) => unknownIn(values))).toEqual([]);
  });

  it('moves what an environment without shards has', () => {
    const { moved } = stack as unknown as { moved: readonly { from: string; to: string }[] }; // as above
    expect(moved.map(({ from }) => from).sort()).toEqual([
      'aws_cloudwatch_event_target.custom',
      'aws_iam_role.execution',
      'aws_iam_role_policies_exclusive.execution',
      'aws_iam_role_policy.execution',
      'aws_iam_role_policy_attachments_exclusive.execution',
      'aws_sfn_state_machine.rotation',
    ]);
    for (const { from, to } of moved) expect(to).toBe(`${from}["00"]`);
  });

  it('shares the rest, which names every machine', () => {
    const arns = ['keyturn-test', 'keyturn-test-01'].map(
      (name) => `arn:aws:states:eu-central-1:111122223333:stateMachine:${name}`,
    );
    const policy = JSON.parse(resourceAt(stack, 'aws_iam_role_policy.schedule')['policy'] as string) as {
      Statement: { Resource: unknown }[];
    };
    expect(policy.Statement[0]?.Resource).toEqual(arns);
    const pattern = resourceAt(stack, 'aws_cloudwatch_event_rule.alerts')['event_pattern'] as string;
    expect(JSON.parse(pattern)).toMatchObject({ detail: { stateMachineArn: arns } });
    const alarms = Object.keys(resourceAt(stack, 'aws_cloudwatch_metric_alarm.alerts')['for_each'] as object);
    expect(alarms.filter((key) => key.startsWith('ExecutionsFailed'))).toEqual([
      'ExecutionsFailed',
      'ExecutionsFailed-01',
    ]);
  });

  it('writes in the row of a user only what is its own', () => {
    const own = userWith({ name: 'own', shard: '01' });
    const users = [
      ...environment.users,
      { ...own, schedule: { ...own.schedule, expression: 'cron(0 5 * * ? *)' } },
      userWith({ name: 'a+b', shard: '01' }),
    ];
    const rows = localsOf(stackOf({ ...environment, users }))['rotations'] ?? {};
    expect(Object.keys(rows['user-00-0'] ?? {}).sort()).toEqual(['input', 'shard']);
    expect(rows['own']).toMatchObject({ schedule_expression: 'cron(0 5 * * ? *)' });
    expect(rows['a+b']).toHaveProperty('name');
  });
});

describe('the policies of a shard', () => {
  const namesIn = (environment: EnvironmentSettings): ReadonlyMap<string, string> =>
    new Map(
      partsOf(environment).flatMap((part) =>
        (userPolicies(part) ?? []).flatMap(({ name, policy }) =>
          [policy.Statement[0]?.Resource ?? []].flat().map((arn): [string, string] => [arn, name]),
        ),
      ),
    );

  it('hold each user once, and are never too large', () => {
    const [part] = partsOf(shardedWith(usersOf(400, '00')));
    const policies = part === undefined ? [] : (userPolicies(part) ?? []);
    expect(policies.flatMap(({ policy }) => policy.Statement[0]?.Resource ?? [])).toHaveLength(400);
    for (const { policy } of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6144);
    expect(policies.length).toBeLessThanOrEqual(20);
  });

  it('move nobody when others come and go: 1,000 random edits', () => {
    const all = [...usersOf(30, '00'), ...usersOf(30, '01'), ...usersOf(30, '02')];
    const placed = namesIn(shardedWith(all));
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 1, maxLength: 12 }), (gone) => {
        const left = namesIn(shardedWith(all.filter((user) => !gone.includes(user))));
        for (const [arn, policy] of left) if (placed.get(arn) !== policy) throw new Error(`${arn} moved`);
      }),
      { numRuns: examples(1000) },
    );
  });

  it('are refused, with the way out, when a role cannot have so many', () => {
    expect(oversized(shardedWith(usersOf(900, '00')), [''])).toEqual([
      'environment "test", shard "00": the rights on 900 users need more than 20 policies of 6,144 characters, which a role can have; write another shard for some of these users',
    ]);
  });
});

it('changes the lines of a user and of its shard only, whatever the order of the others', () => {
  const users = [...usersOf(4, '00'), ...usersOf(4, '01')];
  const before = localsOf(stackOf(shardedWith(users)));
  const newcomer = userWith({ name: 'newcomer', shard: '01' });
  const after = localsOf(stackOf(shardedWith([...users, newcomer])));
  for (const name of ['shards', 'policies', 'rotations'])
    for (const [key, row] of Object.entries(before[name] ?? {}))
      if (!key.startsWith('01')) expect(after[name]?.[key]).toEqual(row);
  expect(Object.keys(after['rotations'] ?? {})).toHaveLength(9);
});
