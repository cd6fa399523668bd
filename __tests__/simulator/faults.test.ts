import { findUser, keysOf, type CallMoment, type Fault, type World } from '../../src/simulator';
import { runExecution } from './run-executions';
import { input, policyOf, published, statements, userName, worldWith } from './support';

const lost = { error: 'Iam.SdkClientException', cause: 'no answer' };

function run(action: string, fault: Fault) {
  const seen: CallMoment[] = [];
  const result = runExecution({
    definition: published,
    rolePolicies: [policyOf(statements())],
    input,
    world: worldWith(1),
    faults: (call) => {
      seen.push(call);
      return call.action === action ? fault : undefined;
    },
  });
  return { ...result, seen };
}

function keyCount(world: World): number {
  const user = findUser(world, userName);
  return user ? keysOf(user).length : 0;
}

test('a call that fails before it takes effect has none', () => {
  const { error, cause, world } = run('iam:CreateAccessKey', { kind: 'fail-before', ...lost });
  expect([error, cause, keyCount(world)]).toEqual([lost.error, lost.cause, 0]);
});

test('a call whose answer is lost has its effect, and the state machine gets an error', () => {
  const { error, world } = run('iam:CreateAccessKey', { kind: 'lose-answer', ...lost });
  expect([error, keyCount(world)]).toEqual([lost.error, 1]);
});

test.each([
  [true, 1],
  [false, 0],
])('a timeout, with effect %s', (takesEffect, keys) => {
  const { status, error, world } = run('iam:CreateAccessKey', { kind: 'timeout', takesEffect });
  // The published Tasks have no timeout of their own, so the whole execution waits for a year.
  expect([status, error, keyCount(world)]).toEqual(['TIMED_OUT', 'States.Timeout', keys]);
});

test('the function that decides on faults sees each call once, with its place in the run', () => {
  const { seen } = run('none', { kind: 'timeout', takesEffect: true });
  expect(seen.map(({ index, state, action, attempt }) => [index, state, action, attempt])).toEqual([
    [0, 'ListAccessKeys', 'iam:ListAccessKeys', 1],
    [1, 'DeleteAccessKey', 'iam:DeleteAccessKey', 1],
    [2, 'CreateAccessKey', 'iam:CreateAccessKey', 1],
    [3, 'UpdateSecret', 'secretsmanager:UpdateSecret', 1],
    [4, 'SendEmail', 'ses:SendEmail', 1],
  ]);
});

test('an observer sees every world once it has come about, in the order of time', () => {
  const moments: [time: number, keys: number, mails: number][] = [];
  const onMoment = (world: World, time: number) => moments.push([time, keyCount(world), world.mails.length]);
  runExecution({ definition: published, rolePolicies: [policyOf(statements())], input, world: worldWith(1), onMoment });
  const times = moments.map(([time]) => time);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(moments.map(([, keys]) => keys).filter((keys, index, all) => keys !== all[index - 1])).toEqual([1, 0, 1]);
  expect(moments.at(-1)?.[2]).toBe(1);
});
