import { definitionOf, only, problemsOf, runDefinition, input } from '../support';
import { slowTest } from '../../effort';

const limit = 256 * 1024;

test('TimeoutSeconds of the machine ends the execution as TIMED_OUT, to the second', () => {
  const definition = JSON.stringify({
    StartAt: 'W',
    TimeoutSeconds: 60,
    States: { W: { Type: 'Wait', Seconds: 61, End: true } },
  });
  const { status, error, startedAt, endedAt } = runDefinition(definition);
  expect([status, error, endedAt - startedAt]).toEqual(['TIMED_OUT', 'States.Timeout', 60_000]);
});

test('no catcher applies to the timeout of the machine', () => {
  const definition = JSON.stringify({
    StartAt: 'T',
    TimeoutSeconds: 60,
    States: {
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys',
        Parameters: { 'UserName.$': '$.userName' },
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }],
        Next: 'End',
      },
      End: { Type: 'Succeed' },
    },
  });
  expect(runDefinition(definition, input, { faults: () => ({ kind: 'timeout', takesEffect: false }) }).status).toBe(
    'TIMED_OUT',
  );
});

test('an execution lasts one year at most', () => {
  const { status, startedAt, endedAt } = runDefinition(only({ Type: 'Wait', Seconds: 99_999_999, End: true }));
  expect([status, (endedAt - startedAt) / 86_400_000]).toEqual(['TIMED_OUT', 365]);
});

test('a loop without end fails at 25,000 events', () => {
  const { status, error, cause } = runDefinition(
    definitionOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
  );
  expect([status, error]).toEqual(['FAILED', 'States.Runtime']);
  expect(cause).toBe('The execution reached the maximum number of history events (25000).');
});

slowTest('a retry without end fails at 25,000 events', () => {
  const definition = only({
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys',
    Parameters: { UserName: 'nobody' },
    Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 99_999_999, BackoffRate: 1 }],
    End: true,
  });
  expect(runDefinition(definition).cause).toContain('25000');
});

test('a state may hand on 256 KiB, and no byte more', () => {
  const doubled = (length: number) =>
    runDefinition(only({ Type: 'Pass', Parameters: { 'a.$': '$', 'b.$': '$' }, End: true }), 'ü'.repeat(length));
  // {"a":"…","b":"…"} takes 13 bytes next to the two texts, and each ü takes two.
  const most = Math.floor((limit - 13) / 4);
  expect(doubled(most).status).toBe('SUCCEEDED');
  expect(doubled(most + 1)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('an input of more than 256 KiB is refused before the execution starts', () => {
  const definition = only({ Type: 'Succeed' });
  expect(runDefinition(definition, 'x'.repeat(limit - 2)).status).toBe('SUCCEEDED');
  expect(problemsOf(() => runDefinition(definition, 'x'.repeat(limit - 1)))).toEqual([
    'execution input: more than 262144 bytes',
  ]);
});

test('parameters of more than 256 KiB are not sent', () => {
  const Parameters = { 'UserName.$': "States.Format('{}{}', $.a, $.a)" };
  const definition = only({
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys',
    Parameters,
    End: true,
  });
  const { error, trace } = runDefinition(definition, { a: 'x'.repeat(limit / 2) });
  expect(error).toBe('States.DataLimitExceeded');
  expect(trace.some(({ kind }) => kind === 'called')).toBe(false);
});

test('data that a loop nests without end fail, and do not crash the simulator', () => {
  const { status, error, cause } = runDefinition(
    definitionOf({ Nest: { Type: 'Pass', Parameters: { 'x.$': '$' }, Next: 'Nest' } }),
  );
  expect([status, error]).toEqual(['FAILED', 'States.Runtime']);
  expect(cause).toContain("The data of the state 'Nest' are nested too deep.");
});
