import { currentVersion, findSecret, findUser, isWorking, keysOf, type World } from '../../src/simulator';
import { runExecution } from './run-executions';
import { buildWorkflow, strategies, traitsOf, type Strategy, type WorkflowOptions } from '../../src/workflow';
import { input, policyOf, secretName, statements, userName, worldWith } from './support';

const rolePolicies = [policyOf(statements())];
const day = 86_400;

function workflow(strategy: Strategy, changes: Partial<WorkflowOptions> = {}) {
  return buildWorkflow({
    strategy,
    twoKeys: 'refuse',
    pairs: [{ userName, secretName }],
    partition: 'aws',
    gracePeriodSeconds: day,
    maxGracePeriodSeconds: 7 * day,
    settleSeconds: 15,
    mail: {
      source: 'Key rotation <rotation@example.com>',
      toAddresses: ['admins@example.com'],
      ccAddresses: [],
      bccAddresses: [],
      replyToAddresses: [],
      subject: 'Access key of {userName} rotated',
      htmlBody: '<p>{accessKeyId}</p>',
      textBody: '{accessKeyId} since {time}',
    },
    secretFormat: { kind: 'access-key' },
    ...changes,
  });
}

const built = new Map(strategies.map((strategy) => [strategy, workflow(strategy)]));

function run(strategy: Strategy, keys: number, data: object = input) {
  const definition = built.get(strategy) ?? workflow(strategy);
  return runExecution({ definition, rolePolicies, input: { ...data }, world: worldWith(keys) });
}

function holds(world: World): { live: number; current: string | undefined } {
  const user = findUser(world, userName);
  const live = user ? keysOf(user) : [];
  const secret = findSecret(world, secretName);
  const value = (secret && currentVersion(secret)?.value) ?? '';
  return { live: live.length, current: live.find(({ id }) => value.includes(id))?.id };
}

const successes = strategies.flatMap((strategy) => {
  const { keepsPrevious, hasGracePeriod, hasTwoKeys } = traitsOf(strategy);
  // Two active keys are refused if a setting decides about them.
  const counts = hasTwoKeys ? [0, 1] : [0, 1, 2];
  return counts.map((before): [strategy: Strategy, before: number, after: number, atLeastSeconds: number] => {
    const hadKey = before > 0;
    return [strategy, before, keepsPrevious && hadKey ? 2 : 1, hasGracePeriod && hadKey ? day : 0];
  });
});

test.each(successes)(
  '%s from %i keys ends with %i, a new one in the secret',
  (strategy, before, after, atLeastSeconds) => {
    const { status, world, startedAt, endedAt } = run(strategy, before);
    expect(status).toBe('SUCCEEDED');
    const { live, current } = holds(world);
    expect(live).toBe(after);
    expect(current).toBeDefined();
    expect(current).not.toBe(holds(worldWith(before)).current);
    expect(world.mails).toHaveLength(1);
    expect(world.mails[0]?.subject).toBe(`Access key of ${userName} rotated`);
    expect((endedAt - startedAt) / 1000).toBeGreaterThanOrEqual(atLeastSeconds);
  },
);

test('overlap refuses two active keys and changes nothing', () => {
  const before = worldWith(2);
  const { status, cause, world } = run('overlap', 2);
  expect(status).toBe('FAILED');
  expect([world.users, world.secrets]).toEqual([before.users, before.secrets]);
  expect(world.mails.map(({ subject }) => subject)).toEqual([
    `Rotation of the access key of ${userName} failed: TwoActiveKeys`,
  ]);
  for (const { id } of before.users[0]?.keys ?? []) expect(cause).toContain(id);
});

test.each(strategies.filter((strategy) => !traitsOf(strategy).mayDie))(
  '%s: at every moment the secret holds a key that works',
  (strategy) => {
    const definition = built.get(strategy) ?? workflow(strategy);
    const gaps: number[] = [];
    const onMoment = (world: World, time: number) => {
      const { current } = holds(world);
      const key = world.users[0]?.keys.find(({ id }) => id === current);
      if (!key || (key.createdAt + 10_000 <= time && !isWorking(world, key, time))) gaps.push(time);
    };
    expect(runExecution({ definition, rolePolicies, input, world: worldWith(1), onMoment }).status).toBe('SUCCEEDED');
    expect(gaps).toEqual([]);
  },
);

test.each(strategies)('%s leaves no secret in its output or its mail', (strategy) => {
  const { output, world } = run(strategy, 1);
  const shown = JSON.stringify([output, world.mails]);
  const secrets = world.users.flatMap(({ keys }) => keys.map(({ secret }) => secret));
  expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
});

const refusals: [name: string, data: object][] = [
  ['a pair that is not configured', { userName, secretName: 'other' }],
  ['no user', { secretName }],
  ['a user that is not a text', { userName: 1, secretName }],
  ['a grace period that is not a number', { ...input, gracePeriodSeconds: '1' }],
  ['a grace period of a fraction of a second', { ...input, gracePeriodSeconds: 0.5 }],
  ['a grace period below zero', { ...input, gracePeriodSeconds: -1 }],
  ['a grace period beyond the configured bound', { ...input, gracePeriodSeconds: 7 * day + 1 }],
];

test.each(refusals)('%s ends in an error of its own, before any call but the mail', (_, data) => {
  const { status, error, trace } = run('overlap', 1, data);
  expect(status).toBe('FAILED');
  expect(error).not.toMatch(/^States\./);
  expect(trace.flatMap((each) => (each.kind === 'called' ? [each.state] : []))).toEqual(['SendFailureEmail']);
});

test.each(strategies)('%s stays far below the limit of events', (strategy) => {
  const { trace } = run(strategy, 1);
  expect(trace.length).toBeLessThan(200);
});
