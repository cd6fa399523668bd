import type { Json, JsonObject } from '../../../src/json';
import { only, problemsOf, runDefinition } from '../support';

const list = 'arn:aws:states:::aws-sdk:iam:listAccessKeys';
const task = { Type: 'Task', Resource: list, End: true };
const choice = (rule: JsonObject) => ({ Type: 'Choice', Choices: [{ Next: 'Only', ...rule }] });
const at = 'definition of rotation: state "Only": ';

const states: [name: string, state: JsonObject, problem: string][] = [
  ['Map', { Type: 'Map', End: true }, 'the state type Map is not supported by the simulator'],
  ['Parallel', { Type: 'Parallel', End: true }, 'the state type Parallel is not supported by the simulator'],
  ['no type', { End: true }, 'Type is missing'],
  [
    'JSONata in a state',
    { Type: 'Pass', QueryLanguage: 'JSONata', End: true },
    'QueryLanguage JSONata is not supported by the simulator',
  ],
  ['variables', { Type: 'Pass', Assign: { x: 1 }, End: true }, 'Assign (variables) is not supported by the simulator'],
  ['a heartbeat', { ...task, HeartbeatSeconds: 5 }, 'HeartbeatSeconds is not supported by the simulator'],
  [
    'credentials',
    { ...task, Credentials: {} },
    'Credentials (calls in another role) is not supported by the simulator',
  ],
  ['a misspelt field', { ...task, Parameter: {} }, 'the field "Parameter" is not known here'],
  ['a field named like a method', { ...task, constructor: {} }, 'the field "constructor" is not known here'],
  [
    'a Lambda function',
    { ...task, Resource: 'arn:aws:states:::lambda:invoke' },
    'the Resource "arn:aws:states:::lambda:invoke" is not supported by the simulator',
  ],
  [
    'a sixth action',
    { ...task, Resource: list.replace('list', 'update') },
    `the Resource "${list.replace('list', 'update')}" is not supported by the simulator`,
  ],
  [
    'an action in upper case',
    { ...task, Resource: list.replace('list', 'List') },
    `the Resource "${list.replace('list', 'List')}" is not supported by the simulator`,
  ],
  [
    'a callback',
    { ...task, Resource: `${list}.waitForTaskToken` },
    `the Resource "${list}.waitForTaskToken" is not supported by the simulator`,
  ],
  ['neither Next nor End', { Type: 'Pass' }, 'exactly one of Next and End is needed'],
  ['Next and End', { Type: 'Pass', Next: 'Only', End: true }, 'exactly one of Next and End is needed'],
  ['Next to nowhere', { Type: 'Pass', Next: 'Nowhere' }, 'leads to "Nowhere", which is not a state'],
  [
    'Default to nowhere',
    { ...choice({ Variable: '$.x', IsNull: true }), Default: 'Nowhere' },
    'leads to "Nowhere", which is not a state',
  ],
  [
    'Catch to nowhere',
    { ...task, Catch: [{ ErrorEquals: ['E'], Next: 'Nowhere' }] },
    'leads to "Nowhere", which is not a state',
  ],
  ['a Choice without rules', { Type: 'Choice', Choices: [] }, 'Choices must hold at least one rule'],
  [
    'a filter as a Variable',
    choice({ Variable: "$.x[?(@.y=='z')]", IsPresent: true }),
    'Choices[0]: Variable: "$.x[?(@.y==\'z\')]" is not a reference path (members and indices only)',
  ],
  ['a rule without an operator', choice({ Variable: '$.x' }), 'Choices[0]: exactly one comparison operator is needed'],
  [
    'a rule with two operators',
    choice({ Variable: '$.x', IsNull: true, IsString: true }),
    'Choices[0]: exactly one comparison operator is needed',
  ],
  [
    'an operand of another type',
    choice({ Variable: '$.x', NumericEquals: '1' }),
    'Choices[0]: NumericEquals must be a number',
  ],
  [
    'a Next inside And',
    choice({ And: [{ Variable: '$.x', IsNull: true, Next: 'Only' }] }),
    'Choices[0]: And[0]: the field "Next" is not known here',
  ],
  [
    'a Wait without a time',
    { Type: 'Wait', End: true },
    'exactly one of Seconds, SecondsPath, Timestamp and TimestampPath is needed',
  ],
  [
    'a Wait with two times',
    { Type: 'Wait', Seconds: 1, SecondsPath: '$.x', End: true },
    'exactly one of Seconds, SecondsPath, Timestamp and TimestampPath is needed',
  ],
  [
    'a Wait of a fraction',
    { Type: 'Wait', Seconds: 1.5, End: true },
    'Seconds must be a whole number from 0 to 99999999',
  ],
  [
    'a TimeoutSeconds of nothing',
    { ...task, TimeoutSeconds: 0 },
    'TimeoutSeconds must be a whole number from 1 to 99999999',
  ],
  ['a Retry on a Pass', { Type: 'Pass', Retry: [], End: true }, 'the field "Retry" is not known here'],
  [
    'States.ALL among others',
    { ...task, Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] },
    'Retry[0]: States.ALL must stand alone in ErrorEquals, and in the last entry',
  ],
  [
    'States.ALL before others',
    { ...task, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] },
    'Retry[0]: States.ALL must stand alone in ErrorEquals, and in the last entry',
  ],
  ['no ErrorEquals', { ...task, Retry: [{}] }, 'Retry[0]: ErrorEquals must be a list of error names'],
  [
    'a BackoffRate below 1',
    { ...task, Retry: [{ ErrorEquals: ['E'], BackoffRate: 0.5 }] },
    'Retry[0]: BackoffRate must be a number from 1 to 1.7976931348623157e+308',
  ],
  [
    'an unknown jitter',
    { ...task, Retry: [{ ErrorEquals: ['E'], JitterStrategy: 'HALF' }] },
    'Retry[0]: JitterStrategy must be FULL or NONE',
  ],
  [
    'an unknown function',
    { Type: 'Pass', Parameters: { 'x.$': 'States.Now()' }, End: true },
    'Parameters: States.Now is not an intrinsic function at character 13 of "States.Now()"',
  ],
  [
    'a function with too few arguments',
    { Type: 'Pass', Parameters: { 'x.$': 'States.MathAdd(1)' }, End: true },
    'Parameters: States.MathAdd takes 2 arguments, got 1 at character 18 of "States.MathAdd(1)"',
  ],
  [
    'a path that is none',
    { Type: 'Pass', InputPath: 'x', End: true },
    'InputPath: expected a path at character 1 of "x"',
  ],
  [
    'a path with a function',
    { Type: 'Pass', InputPath: '$.x.length()', End: true },
    'InputPath: the JSONPath function length() is not supported at character 11 of "$.x.length()"',
  ],
  [
    'an unknown operator in a filter',
    { Type: 'Pass', InputPath: '$[?(@ =~ /x/)]', End: true },
    'InputPath: the filter operator =~ is not supported at character 10 of "$[?(@ =~ /x/)]"',
  ],
  [
    'a template member without a path',
    { Type: 'Pass', Parameters: { 'x.$': 1 }, End: true },
    'Parameters: "x.$" must hold a path or an intrinsic function',
  ],
  [
    'a template member twice',
    { Type: 'Pass', Parameters: { 'x.$': '$', x: 1 }, End: true },
    'Parameters: both "x" and "x.$" are given',
  ],
  [
    'a ResultPath that may find many',
    { ...task, ResultPath: '$.x[*]' },
    'ResultPath: "$.x[*]" is not a reference path (members and indices only)',
  ],
  [
    'a ResultPath into the context object',
    { ...task, ResultPath: '$$.x' },
    'ResultPath cannot write to the context object',
  ],
  ['Error and ErrorPath', { Type: 'Fail', Error: 'E', ErrorPath: '$.e' }, 'Error and ErrorPath exclude each other'],
];

test.each(states)('%s stops the run by name before it starts', (_, state, problem) => {
  expect(problemsOf(() => runDefinition(only(state)))).toEqual([at + problem]);
});

const definitions: [name: string, definition: Json | string, problems: string[]][] = [
  [
    'not JSON',
    '{',
    ['definition of rotation: line 1, column 2: The text ends where a key in double quotes or "}" should follow'],
  ],
  ['no object', [], ['definition of rotation: must be an object']],
  [
    'nothing in it',
    {},
    ['definition of rotation: StartAt is missing', 'definition of rotation: States must be an object'],
  ],
  [
    'JSONata',
    { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Succeed' } } },
    ['definition of rotation: QueryLanguage JSONata is not supported by the simulator'],
  ],
  [
    'a StartAt that is not a state',
    { StartAt: 'B', States: { A: { Type: 'Succeed' } } },
    ['definition of rotation: StartAt names "B", which is not a state'],
  ],
  [
    'a StartAt named like a method',
    { StartAt: 'toString', States: { A: { Type: 'Succeed' } } },
    ['definition of rotation: StartAt names "toString", which is not a state'],
  ],
  [
    'a state that is not an object',
    { StartAt: 'A', States: { A: 1 } },
    [
      'definition of rotation: States: "A" must be an object',
      'definition of rotation: StartAt names "A", which is not a state',
    ],
  ],
  [
    'an unknown field',
    { StartAt: 'A', States: { A: { Type: 'Succeed' } }, Startat: 'A' },
    ['definition of rotation: the field "Startat" is not known here'],
  ],
];

test.each(definitions)('a definition with %s is refused', (_, definition, problems) => {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const found = problemsOf(() => runDefinition(text)).map((line) => line.replace(/ \(line .*\)$/, ''));
  expect(found).toEqual(problems);
});

test('all problems are reported at once', () => {
  const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Map' }, B: { Type: 'Pass', Next: 'C' } } });
  expect(problemsOf(() => runDefinition(definition))).toHaveLength(2);
});

test('a definition that is nested too deep is refused', () => {
  const [problem] = problemsOf(() => runDefinition('['.repeat(100_000) + ']'.repeat(100_000)));
  expect(problem).toContain('nests deeper than 512 levels');
});
