import type { Fault } from '../../../src/simulator';
import type { Json, JsonObject } from '../../../src/json';
import { definitionOf, input, runDefinition } from '../support';

const failed = (error: string): Fault => ({ kind: 'fail-before', error, cause: `${error} happened` });

/** Runs one Task whose first calls fail with these errors, one after another; then it answers. */
function run(task: JsonObject, errors: readonly (string | Fault)[], data: Json = input) {
  const list = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys',
    Parameters: { 'UserName.$': '$.userName' },
  };
  const definition = definitionOf({
    Call: { ...list, ResultPath: '$.listed', Next: 'Done', ...task },
    Done: { Type: 'Succeed' },
    Caught: { Type: 'Pass', Parameters: { 'caught.$': '$' }, End: true },
  });
  const faults = ({ index }: { index: number }) => {
    const fault = errors[index];
    return typeof fault === 'string' ? failed(fault) : fault;
  };
  const result = runDefinition(definition, data, { faults, pace: { transitionMs: 0, callMs: 0 } });
  const delays = result.trace.flatMap((entry) => (entry.kind === 'retries' ? [(entry.until - entry.time) / 1000] : []));
  const calls = result.trace.filter(({ kind }) => kind === 'called').length;
  return { ...result, delays, calls };
}

const a = 'Iam.ServiceFailureException';
const b = 'Iam.IamException';

test('without a Retry the first error ends the execution, with its cause', () => {
  expect(run({}, [a])).toMatchObject({ status: 'FAILED', error: a, cause: `${a} happened`, calls: 1 });
});

test('a retrier tries three times again by default, one second apart and then twice as long each time', () => {
  const { status, delays, calls } = run({ Retry: [{ ErrorEquals: [a] }] }, [a, a, a, a]);
  expect([status, delays, calls]).toEqual(['FAILED', [1, 2, 4], 4]);
  expect(run({ Retry: [{ ErrorEquals: [a] }] }, [a, a, a])).toMatchObject({ status: 'SUCCEEDED', calls: 4 });
});

const backoffs: [name: string, retrier: JsonObject, delays: number[]][] = [
  ['IntervalSeconds and BackoffRate', { IntervalSeconds: 3, BackoffRate: 1.5, MaxAttempts: 3 }, [3, 4.5, 6.75]],
  ['BackoffRate 1 keeps the pace', { IntervalSeconds: 5, BackoffRate: 1, MaxAttempts: 3 }, [5, 5, 5]],
  ['MaxDelaySeconds bounds the delay', { IntervalSeconds: 3, MaxAttempts: 4, MaxDelaySeconds: 10 }, [3, 6, 10, 10]],
  ['MaxAttempts 0 never retries', { MaxAttempts: 0 }, []],
];

test.each(backoffs)('%s', (_, retrier, delays) => {
  expect(run({ Retry: [{ ErrorEquals: ['States.ALL'], ...retrier }] }, [a, a, a, a, a, a]).delays).toEqual(delays);
});

test('FULL jitter waits for less than the delay, the same in every run of the same world', () => {
  const retry = {
    Retry: [{ ErrorEquals: [a], IntervalSeconds: 100, BackoffRate: 1, MaxAttempts: 5, JitterStrategy: 'FULL' }],
  };
  const { delays } = run(retry, [a, a, a, a, a]);
  expect(delays).toHaveLength(5);
  expect(delays.every((delay) => delay >= 0 && delay < 100)).toBe(true);
  expect(new Set(delays).size).toBe(5);
  expect(run(retry, [a, a, a, a, a]).delays).toEqual(delays);
});

test('two errors that one retrier names share its attempts', () => {
  expect(run({ Retry: [{ ErrorEquals: [a, b], MaxAttempts: 2 }] }, [a, b, a])).toMatchObject({
    status: 'FAILED',
    calls: 3,
  });
});

test('each retrier counts its own attempts over the whole visit', () => {
  const Retry = [
    { ErrorEquals: [a], MaxAttempts: 2, IntervalSeconds: 1 },
    { ErrorEquals: [b], MaxAttempts: 1, IntervalSeconds: 7 },
  ];
  expect(run({ Retry }, [a, b, a])).toMatchObject({ status: 'SUCCEEDED', delays: [1, 7, 2] });
  expect(run({ Retry }, [b, a, b])).toMatchObject({ status: 'FAILED', error: b, calls: 3 });
});

test('another visit to the state counts again', () => {
  const list = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys',
    Parameters: { UserName: 'ci-deployer' },
  };
  const definition = definitionOf({
    Call: { ...list, Retry: [{ ErrorEquals: [a], MaxAttempts: 1 }], Next: 'Again', ResultPath: '$.x' },
    Again: { Type: 'Choice', Choices: [{ Variable: '$.twice', IsPresent: true, Next: 'Done' }], Default: 'Mark' },
    Mark: { Type: 'Pass', Result: true, ResultPath: '$.twice', Next: 'Call' },
    Done: { Type: 'Succeed' },
  });
  const faults = ({ attempt }: { attempt: number }) => (attempt === 1 ? failed(a) : undefined);
  expect(runDefinition(definition, {}, { faults }).status).toBe('SUCCEEDED');
});

test('$$.State.RetryCount counts the retries of the visit', () => {
  const Parameters = {
    'UserName.$': "States.ArrayGetItem(States.Array('nobody', 'ci-deployer'), $$.State.RetryCount)",
  };
  const Retry = [{ ErrorEquals: ['Iam.NoSuchEntityException'], MaxAttempts: 1 }];
  expect(run({ Parameters, Retry }, []).status).toBe('SUCCEEDED');
});

const matching: [name: string, errors: string[], error: string, caught: boolean][] = [
  ['an error by its name', [a], a, true],
  ['a name in another case does not match', [a.toLowerCase()], a, false],
  ['a misspelt name never matches', ['Iam.ThrottlingException'], b, false],
  ['States.ALL matches every error of a service', ['States.ALL'], a, true],
  ['States.ALL matches a timeout', ['States.ALL'], 'States.Timeout', true],
  ['States.ALL does not match States.Runtime', ['States.ALL'], 'States.Runtime', false],
  ['States.ALL does not match States.DataLimitExceeded', ['States.ALL'], 'States.DataLimitExceeded', false],
  ['States.Runtime is not caught by its name either', ['States.Runtime'], 'States.Runtime', false],
  ['States.TaskFailed matches an error of a service', ['States.TaskFailed'], a, true],
  ['States.TaskFailed does not match a timeout', ['States.TaskFailed'], 'States.Timeout', false],
  ['States.Timeout by its name', ['States.Timeout'], 'States.Timeout', true],
];

test.each(matching)('%s', (_, errors, error, caught) => {
  const { status, output } = run({ Catch: [{ ErrorEquals: errors, Next: 'Caught' }] }, [error]);
  expect(status).toBe(caught ? 'SUCCEEDED' : 'FAILED');
  if (caught) expect(output).toEqual({ caught: { Error: error, Cause: `${error} happened` } });
  expect(run({ Retry: [{ ErrorEquals: errors, MaxAttempts: 1 }] }, [error]).calls).toBe(caught ? 2 : 1);
});

test('a retrier that is spent hands on to the catcher', () => {
  const task = {
    Retry: [{ ErrorEquals: [a], MaxAttempts: 1 }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
  };
  expect(run(task, [a, a])).toMatchObject({ status: 'SUCCEEDED', calls: 2, output: { caught: { Error: a } } });
});

test('the first catcher that names the error takes it', () => {
  const Catch = [
    { ErrorEquals: [b], Next: 'Done' },
    { ErrorEquals: ['States.ALL'], Next: 'Caught' },
  ];
  expect(run({ Catch }, [b]).output).toMatchObject({ Error: b });
  expect(run({ Catch }, [a]).output).toMatchObject({ caught: { Error: a } });
});

test("without a ResultPath a catcher's error replaces the input; with one it stands next to it", () => {
  expect(run({ Catch: [{ ErrorEquals: [a], Next: 'Done' }] }, [a]).output).toEqual({
    Error: a,
    Cause: `${a} happened`,
  });
  const beside = run({ Catch: [{ ErrorEquals: [a], ResultPath: '$.error', Next: 'Done' }] }, [a]);
  expect(beside.output).toEqual({ ...input, error: { Error: a, Cause: `${a} happened` } });
  expect(run({ Catch: [{ ErrorEquals: [a], ResultPath: null, Next: 'Done' }] }, [a]).output).toEqual(input);
});

test('a path to nothing in Parameters cannot be caught', () => {
  const task = { Parameters: { 'UserName.$': '$.nobody' }, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] };
  expect(run(task, [])).toMatchObject({ status: 'FAILED', error: 'States.Runtime', calls: 0 });
});

test('a path to nothing in ResultSelector cannot be caught', () => {
  const task = { ResultSelector: { 'x.$': '$.nothing' }, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] };
  expect(run(task, [])).toMatchObject({ status: 'FAILED', error: 'States.Runtime', calls: 1 });
});

test('an intrinsic function that fails can be caught', () => {
  const task = {
    Parameters: { 'UserName.$': 'States.StringToJson($.userName)' },
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
  };
  expect(run(task, [])).toMatchObject({
    status: 'SUCCEEDED',
    output: { caught: { Error: 'States.IntrinsicFailure' } },
  });
});

test('a call without an answer ends after TimeoutSeconds with States.Timeout', () => {
  const never: Fault = { kind: 'timeout', takesEffect: false };
  const { error, startedAt, endedAt } = run({ TimeoutSeconds: 20 }, [never]);
  expect([error, endedAt - startedAt]).toEqual(['States.Timeout', 20_000]);
  expect(run({ TimeoutSecondsPath: '$.n' }, [never], { ...input, n: 3 })).toMatchObject({ error: 'States.Timeout' });
});

test('each attempt has the whole of TimeoutSeconds', () => {
  const never: Fault = { kind: 'timeout', takesEffect: false };
  const { status, startedAt, endedAt } = run(
    { TimeoutSeconds: 20, Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 5 }] },
    [never],
  );
  expect([status, endedAt - startedAt]).toEqual(['SUCCEEDED', 25_000]);
});
