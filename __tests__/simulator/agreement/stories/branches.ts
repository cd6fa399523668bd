import type { Json, JsonObject } from '../../../../src/json';
import { story, type Story } from '../story';
import { says } from './states';

const input = {
  n: 5,
  s: 'abc',
  yes: true,
  nothing: null,
  at: '2026-01-05T03:00:00Z',
  later: '2026-01-05T05:00:00+01:00',
  list: [{ s: 'x' }],
  m: 9,
  star: 'a*c',
  empty: '',
};

/** Which way a Choice with one rule goes. */
function choice(name: string, rule: JsonObject, way: 'yes' | 'no' | 'States.Runtime'): Story {
  const Choices = [{ ...rule, Next: 'Yes' }];
  const states = { Choose: { Type: 'Choice', Choices, Default: 'No' }, Yes: says('yes'), No: says('no') };
  return story(name, states, way === 'States.Runtime' ? { error: way } : { output: way }, { input });
}

const is = (Variable: string, operator: string, operand: Json): JsonObject => ({ Variable, [operator]: operand });

export const choices: readonly Story[] = [
  choice('StringEquals', is('$.s', 'StringEquals', 'abc'), 'yes'),
  choice('StringEquals of a number', is('$.n', 'StringEquals', '5'), 'no'),
  choice('StringEqualsPath', is('$.s', 'StringEqualsPath', '$.star'), 'no'),
  choice('StringLessThan', is('$.s', 'StringLessThan', 'abd'), 'yes'),
  choice('StringMatches with a star', is('$.s', 'StringMatches', 'a*'), 'yes'),
  choice('StringMatches with an escaped star', is('$.star', 'StringMatches', 'a\\*c'), 'yes'),
  choice('StringMatches with an escaped star and another text', is('$.s', 'StringMatches', 'a\\*c'), 'no'),
  choice('NumericEquals', is('$.n', 'NumericEquals', 5), 'yes'),
  choice('NumericGreaterThanEquals', is('$.n', 'NumericGreaterThanEquals', 5.5), 'no'),
  choice('NumericLessThanPath', is('$.n', 'NumericLessThanPath', '$.m'), 'yes'),
  choice('NumericLessThan of a text', is('$.s', 'NumericLessThan', 5), 'no'),
  choice('BooleanEquals', is('$.yes', 'BooleanEquals', true), 'yes'),
  choice('BooleanEquals of a text', is('$.s', 'BooleanEquals', false), 'no'),
  choice('TimestampLessThan knows offsets', is('$.at', 'TimestampLessThan', '2026-01-05T04:30:00+01:00'), 'yes'),
  choice('TimestampGreaterThanPath', is('$.later', 'TimestampGreaterThanPath', '$.at'), 'yes'),
  choice('IsPresent', is('$.s', 'IsPresent', true), 'yes'),
  choice('IsPresent of what is null', is('$.nothing', 'IsPresent', true), 'yes'),
  choice('IsPresent of what is missing', is('$.missing.more', 'IsPresent', true), 'no'),
  choice('IsPresent false', is('$.missing', 'IsPresent', false), 'yes'),
  choice('IsNull', is('$.nothing', 'IsNull', true), 'yes'),
  choice('IsNull of what is missing', is('$.missing', 'IsNull', true), 'States.Runtime'),
  choice('IsNumeric', is('$.yes', 'IsNumeric', true), 'no'),
  choice('IsString', is('$.empty', 'IsString', true), 'yes'),
  choice('IsBoolean', is('$.yes', 'IsBoolean', true), 'yes'),
  choice('IsTimestamp', is('$.at', 'IsTimestamp', true), 'yes'),
  choice('a variable that is missing', is('$.missing', 'StringEquals', 'x'), 'States.Runtime'),
  choice('a path that is missing', is('$.s', 'StringEqualsPath', '$.missing'), 'States.Runtime'),
  choice('a variable behind an index', is('$.list[0].s', 'StringEquals', 'x'), 'yes'),
  choice('And', { And: [is('$.n', 'NumericEquals', 5), is('$.s', 'StringEquals', 'x')] }, 'no'),
  choice(
    'And stops at the first that is false',
    { And: [is('$.missing', 'IsPresent', true), is('$.missing', 'StringEquals', 'x')] },
    'no',
  ),
  choice('Or', { Or: [is('$.n', 'NumericEquals', 6), is('$.s', 'StringEquals', 'abc')] }, 'yes'),
  choice(
    'Or stops at the first that is true',
    { Or: [is('$.missing', 'IsPresent', false), is('$.missing', 'StringEquals', 'x')] },
    'yes',
  ),
  choice('Not', { Not: is('$.s', 'StringEquals', 'abc') }, 'no'),
  choice('Not of And', { Not: { And: [is('$.n', 'NumericEquals', 5), is('$.s', 'StringEquals', 'x')] } }, 'yes'),
  choice('a variable of the context object', is('$$.Execution.Name', 'StringEquals', 'told'), 'yes'),
  story(
    'the first rule that holds',
    {
      Choose: {
        Type: 'Choice',
        Choices: [
          { ...is('$.n', 'NumericGreaterThan', 7), Next: 'A' },
          { ...is('$.n', 'NumericGreaterThan', 3), Next: 'B' },
          { ...is('$.n', 'NumericGreaterThan', 1), Next: 'A' },
        ],
      },
      A: says('a'),
      B: says('b'),
    },
    { output: 'b' },
    { input },
  ),
  story(
    'no rule holds and there is no Default',
    { Choose: { Type: 'Choice', Choices: [{ ...is('$.n', 'NumericEquals', 7), Next: 'A' }] }, A: says('a') },
    { error: 'States.NoChoiceMatched' },
    { input },
  ),
  story(
    'InputPath and OutputPath of a Choice',
    {
      Choose: {
        Type: 'Choice',
        InputPath: '$.list[0]',
        OutputPath: '$.s',
        Choices: [{ ...is('$.s', 'StringEquals', 'x'), Next: 'See' }],
      },
      See: { Type: 'Succeed' },
    },
    { output: 'x' },
    { input },
  ),
];

const wait = (
  name: string,
  rest: JsonObject,
  ends: Story['ends'],
  seconds: Json = { user: 'ci', seconds: 30 },
): Story =>
  story(name, { Wait: { Type: 'Wait', Next: 'See', ...rest }, See: { Type: 'Succeed' } }, ends, { input: seconds });

export const waits: readonly Story[] = [
  wait('Seconds 0', { Seconds: 0 }, { waits: [], output: { user: 'ci', seconds: 30 } }),
  wait('Seconds', { Seconds: 90 }, { waits: [90] }),
  wait('SecondsPath', { SecondsPath: '$.seconds' }, { waits: [30] }),
  wait('SecondsPath that is not there', { SecondsPath: '$.missing' }, { error: 'States.Runtime' }),
  wait('SecondsPath of a text', { SecondsPath: '$.user' }, { error: 'States.Runtime' }),
  wait('Timestamp that has passed', { Timestamp: '2020-01-01T00:00:00Z' }, { waits: [] }),
  wait('OutputPath of a Wait', { Seconds: 1, OutputPath: '$.user' }, { output: 'ci' }),
];

const fail = (name: string, rest: JsonObject, ends: Story['ends']): Story =>
  story(name, { Fail: { Type: 'Fail', ...rest } }, ends, { input: { e: 'My.Error', c: 'my cause', n: 1 } });

export const fails: readonly Story[] = [
  fail('Error and Cause', { Error: 'My.Error', Cause: 'because' }, { error: 'My.Error', cause: 'because' }),
  fail('ErrorPath and CausePath', { ErrorPath: '$.e', CausePath: '$.c' }, { error: 'My.Error', cause: 'my cause' }),
  fail(
    'CausePath by an intrinsic function',
    { Error: 'My.Error', CausePath: "States.Format('{} ({})', $.c, $.n)" },
    { error: 'My.Error', cause: 'my cause (1)' },
  ),
];
