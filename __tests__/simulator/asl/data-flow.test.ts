import type { Json, JsonObject } from '../../../src/json';
import { definitionOf, input as names, only, runDefinition, userName } from '../support';

const data = { a: { b: 1 }, list: [1, 2] };

const passes: [name: string, state: JsonObject, expected: Json][] = [
  ['a Pass hands on its input', {}, data],
  ['Result replaces the input', { Result: { c: 2 } }, { c: 2 }],
  ['Result may be null', { Result: null }, null],
  ['InputPath picks a part', { InputPath: '$.a' }, { b: 1 }],
  ['InputPath null gives an empty object', { InputPath: null }, {}],
  ['InputPath reads the context object', { InputPath: '$$.State.Name' }, 'Only'],
  ['InputPath may find many', { InputPath: '$.list[*]' }, [1, 2]],
  [
    'Parameters shape what InputPath picked',
    { InputPath: '$.a', Parameters: { 'x.$': '$.b', y: { 'z.$': '$', '$.k': 1 } } },
    { x: 1, y: { z: { b: 1 }, '$.k': 1 } },
  ],
  ['Parameters work inside lists', { Parameters: { l: [{ 'x.$': '$.a.b' }, 'x.$'] } }, { l: [{ x: 1 }, 'x.$'] }],
  [
    'ResultPath puts the result next to the raw input',
    { InputPath: '$.a', ResultPath: '$.r' },
    { ...data, r: { b: 1 } },
  ],
  ['ResultPath makes the objects on its way', { Result: 1, ResultPath: '$.p.q.r' }, { ...data, p: { q: { r: 1 } } }],
  ['ResultPath replaces what is there', { Result: 1, ResultPath: '$.a' }, { ...data, a: 1 }],
  ['ResultPath keeps the neighbours', { Result: 9, ResultPath: '$.a.c' }, { ...data, a: { b: 1, c: 9 } }],
  ['ResultPath replaces an element', { Result: 9, ResultPath: '$.list[1]' }, { ...data, list: [1, 9] }],
  ['ResultPath null drops the result', { Result: 1, ResultPath: null }, data],
  ['OutputPath picks from the combined output', { Result: 1, ResultPath: '$.a.c', OutputPath: '$.a' }, { b: 1, c: 1 }],
  ['OutputPath null gives an empty object', { OutputPath: null }, {}],
  [
    'a member named __proto__ is a member like any other',
    { Result: 1, ResultPath: "$['__proto__']", OutputPath: "$['__proto__']" },
    1,
  ],
];

test.each(passes)('%s', (_, state, expected) => {
  expect(runDefinition(only({ Type: 'Pass', End: true, ...state }), data).output).toEqual(expected);
});

const failures: [name: string, state: JsonObject, error: string][] = [
  ['InputPath to nothing', { InputPath: '$.missing' }, 'States.Runtime'],
  ['OutputPath to nothing', { OutputPath: '$.missing' }, 'States.Runtime'],
  ['ResultPath below a number', { Result: 1, ResultPath: '$.a.b.c' }, 'States.ResultPathMatchFailure'],
  ['ResultPath beyond the end of a list', { Result: 1, ResultPath: '$.list[2]' }, 'States.ResultPathMatchFailure'],
  [
    'ResultPath on an input that is not an object',
    { InputPath: '$.a.b', Result: 1, ResultPath: '$.list.x' },
    'States.ResultPathMatchFailure',
  ],
];

test.each(failures)('%s', (_, state, error) => {
  expect(runDefinition(only({ Type: 'Pass', End: true, ...state }), data)).toMatchObject({ status: 'FAILED', error });
});

test('a Task shapes the result with ResultSelector, and places it next to the raw input', () => {
  const list = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys',
    InputPath: '$.who',
    Parameters: { 'UserName.$': '$.userName' },
    ResultSelector: { 'statuses.$': '$.AccessKeyMetadata[*].Status', 'name.$': '$$.State.Name', fixed: true },
    ResultPath: '$.keys',
    OutputPath: '$.keys',
    End: true,
  };
  const { output } = runDefinition(only(list), { who: names });
  expect(output).toEqual({ statuses: ['Active'], name: 'Only', fixed: true });
});

test('the context object holds the execution, the state and the machine', () => {
  const look = { Type: 'Pass', Parameters: { 'context.$': '$$', 'start.$': '$$.Execution.StartTime' } };
  const definition = definitionOf({ Pause: { Type: 'Wait', Seconds: 90, Next: 'Look' }, Look: { ...look, End: true } });
  const { output } = runDefinition(definition, names, { machineName: 'turner' });
  expect(output).toMatchObject({
    start: '2026-01-05T03:00:00.000Z',
    context: {
      Execution: {
        Id: 'arn:aws:states:eu-central-1:111122223333:execution:turner:execution-1',
        Name: 'execution-1',
        Input: { userName },
        RoleArn: 'arn:aws:iam::111122223333:role/rotation-execution',
      },
      State: { Name: 'Look', EnteredTime: '2026-01-05T03:01:30.025Z', RetryCount: 0 },
      StateMachine: { Id: 'arn:aws:states:eu-central-1:111122223333:stateMachine:turner', Name: 'turner' },
    },
  });
});

const fails: [name: string, state: JsonObject, error: string | undefined, cause: string | undefined][] = [
  ['Fail with literals', { Error: 'E', Cause: 'C' }, 'E', 'C'],
  ['Fail with nothing', {}, undefined, undefined],
  ['Fail with paths', { ErrorPath: '$.e', CausePath: '$.c' }, 'MyError', 'because'],
  [
    'Fail with functions',
    { Error: 'E', CausePath: "States.Format('{} at {}', $.c, $$.State.Name)" },
    'E',
    'because at Only',
  ],
];

test.each(fails)('%s', (_, state, error, cause) => {
  const ended = runDefinition(only({ Type: 'Fail', ...state }), { e: 'MyError', c: 'because' });
  expect([ended.status, ended.error, ended.cause]).toEqual(['FAILED', error, cause]);
});

test('a Fail whose path yields no text ends with States.Runtime', () => {
  expect(runDefinition(only({ Type: 'Fail', CausePath: '$.n' }), { n: 1 }).error).toBe('States.Runtime');
});

test('Succeed filters its output', () => {
  expect(runDefinition(only({ Type: 'Succeed', InputPath: '$.a', OutputPath: '$.b' }), data)).toMatchObject({
    status: 'SUCCEEDED',
    output: 1,
  });
});
