import type { Json, JsonObject } from '../../../src/json';
import { definitionOf, runDefinition } from '../support';

const t1 = '2026-01-01T00:00:00Z';
const t2 = '2026-01-01T01:00:00+02:00';
const data = { s: 'beta', n: 5, b: true, z: null, t: t1, o: {}, big: 'a*b\\c', same: 'beta', five: 5, yes: true };

/** `yes` or `no` for a rule, or the error that it ends in. */
function decide(rule: JsonObject, input: Json = data): Json | undefined {
  const { status, output, error } = runDefinition(
    definitionOf({
      Choose: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
      Yes: { Type: 'Pass', Result: 'yes', End: true },
      No: { Type: 'Pass', Result: 'no', End: true },
    }),
    input,
  );
  return status === 'SUCCEEDED' ? output : error;
}

const s = { Variable: '$.s' };
const n = { Variable: '$.n' };
const t = { Variable: '$.t' };

const cases: [name: string, rule: JsonObject, expected: string][] = [
  ['StringEquals', { ...s, StringEquals: 'beta' }, 'yes'],
  ['StringEquals regards case', { ...s, StringEquals: 'Beta' }, 'no'],
  ['StringEquals on a number', { ...n, StringEquals: '5' }, 'no'],
  ['StringLessThan', { ...s, StringLessThan: 'gamma' }, 'yes'],
  ['StringGreaterThan', { ...s, StringGreaterThan: 'alpha' }, 'yes'],
  ['StringLessThanEquals', { ...s, StringLessThanEquals: 'beta' }, 'yes'],
  ['StringGreaterThanEquals', { ...s, StringGreaterThanEquals: 'gamma' }, 'no'],
  ['StringEqualsPath', { ...s, StringEqualsPath: '$.same' }, 'yes'],
  ['StringEqualsPath to nothing', { ...s, StringEqualsPath: '$.missing' }, 'States.Runtime'],
  ['StringLessThanPath', { ...s, StringLessThanPath: '$.same' }, 'no'],
  ['StringMatches', { ...s, StringMatches: 'b*a' }, 'yes'],
  ['StringMatches must match the whole text', { ...s, StringMatches: 'b*t' }, 'no'],
  ['StringMatches with several stars', { ...s, StringMatches: '*e**t*' }, 'yes'],
  ['StringMatches with an escaped star', { Variable: '$.big', StringMatches: String.raw`a\*b*` }, 'yes'],
  ['StringMatches with an escaped star where there is none', { ...s, StringMatches: String.raw`b\*` }, 'no'],
  ['StringMatches with an escaped backslash', { Variable: '$.big', StringMatches: String.raw`*\\c` }, 'yes'],
  ['StringMatches knows no question mark', { ...s, StringMatches: 'bet?' }, 'no'],
  ['NumericEquals', { ...n, NumericEquals: 5 }, 'yes'],
  ['NumericEquals on a text', { ...s, NumericEquals: 5 }, 'no'],
  ['NumericLessThan', { ...n, NumericLessThan: 5 }, 'no'],
  ['NumericGreaterThan', { ...n, NumericGreaterThan: 4.5 }, 'yes'],
  ['NumericLessThanEquals', { ...n, NumericLessThanEquals: 5 }, 'yes'],
  ['NumericGreaterThanEquals', { ...n, NumericGreaterThanEquals: 6 }, 'no'],
  ['NumericEqualsPath', { ...n, NumericEqualsPath: '$.five' }, 'yes'],
  ['NumericGreaterThanPath on a text', { ...n, NumericGreaterThanPath: '$.s' }, 'no'],
  ['BooleanEquals', { Variable: '$.b', BooleanEquals: false }, 'no'],
  ['BooleanEqualsPath', { Variable: '$.b', BooleanEqualsPath: '$.yes' }, 'yes'],
  ['TimestampEquals across offsets', { ...t, TimestampEquals: '2026-01-01T02:00:00+02:00' }, 'yes'],
  ['TimestampLessThan', { ...t, TimestampLessThan: t2 }, 'no'],
  ['TimestampGreaterThan', { ...t, TimestampGreaterThan: t2 }, 'yes'],
  ['TimestampLessThanPath', { ...t, TimestampLessThanPath: '$$.Execution.StartTime' }, 'yes'],
  ['TimestampLessThanEquals on what is not a timestamp', { ...s, TimestampLessThanEquals: t1 }, 'no'],
  ['IsNull', { Variable: '$.z', IsNull: true }, 'yes'],
  ['IsNull false', { ...s, IsNull: false }, 'yes'],
  ['IsPresent of null', { Variable: '$.z', IsPresent: true }, 'yes'],
  ['IsPresent of nothing', { Variable: '$.missing', IsPresent: true }, 'no'],
  ['IsPresent false of nothing', { Variable: '$.missing.deep[0]', IsPresent: false }, 'yes'],
  ['IsNumeric', { ...n, IsNumeric: true }, 'yes'],
  ['IsNumeric of a text', { ...s, IsNumeric: true }, 'no'],
  ['IsString', { ...s, IsString: true }, 'yes'],
  ['IsBoolean', { Variable: '$.b', IsBoolean: true }, 'yes'],
  ['IsTimestamp', { ...t, IsTimestamp: true }, 'yes'],
  ['IsTimestamp of a text', { ...s, IsTimestamp: true }, 'no'],
  ['any other operator on nothing', { Variable: '$.missing', IsString: true }, 'States.Runtime'],
  [
    'And',
    {
      And: [
        { ...s, IsString: true },
        { ...n, NumericEquals: 5 },
      ],
    },
    'yes',
  ],
  [
    'And stops at the first rule that does not hold',
    {
      And: [
        { Variable: '$.missing', IsPresent: true },
        { Variable: '$.missing', IsString: true },
      ],
    },
    'no',
  ],
  [
    'Or',
    {
      Or: [
        { ...s, IsNumeric: true },
        { ...n, IsNumeric: true },
      ],
    },
    'yes',
  ],
  [
    'Or stops at the first rule that holds',
    {
      Or: [
        { ...s, IsString: true },
        { Variable: '$.missing', IsString: true },
      ],
    },
    'yes',
  ],
  ['Not', { Not: { ...s, StringEquals: 'beta' } }, 'no'],
  [
    'combinations in combinations',
    { Not: { And: [{ Or: [{ ...s, IsNull: true }] }, { ...n, IsNumeric: true }] } },
    'yes',
  ],
];

test.each(cases)('%s', (_, rule, expected) => {
  expect(decide(rule)).toBe(expected);
});

const timestamps: [text: string, expected: string][] = [
  ['2026-02-28T12:00:00Z', 'yes'],
  ['2026-02-28T12:00:00.123Z', 'yes'],
  ['2026-02-28T12:00:00+01:00', 'yes'],
  ['2026-02-30T12:00:00Z', 'no'],
  ['2026-02-28T24:00:00Z', 'no'],
  ['2026-02-28t12:00:00Z', 'no'],
  ['2026-02-28T12:00:00z', 'no'],
  ['2026-02-28 12:00:00Z', 'no'],
  ['2026-02-28T12:00:00', 'no'],
  ['2026-02-28', 'no'],
  ['', 'no'],
];

test.each(timestamps)('IsTimestamp of %j: %s', (text, expected) => {
  expect(decide({ Variable: '$.t', IsTimestamp: true }, { t: text })).toBe(expected);
});

test('the first rule that holds decides', () => {
  const { output } = runDefinition(
    definitionOf({
      Choose: {
        Type: 'Choice',
        Choices: [
          { ...n, NumericGreaterThan: 1, Next: 'First' },
          { ...n, NumericGreaterThan: 2, Next: 'Second' },
        ],
      },
      First: { Type: 'Pass', Result: 1, End: true },
      Second: { Type: 'Pass', Result: 2, End: true },
    }),
    data,
  );
  expect(output).toBe(1);
});

test('without a rule that holds and without a Default the execution fails with States.NoChoiceMatched', () => {
  const definition = definitionOf({
    Choose: { Type: 'Choice', Choices: [{ ...n, NumericEquals: 1, Next: 'End' }] },
    End: { Type: 'Succeed' },
  });
  expect(runDefinition(definition, data)).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
});

test('a long pattern of stars is decided at once', () => {
  const pattern = '*a'.repeat(2000);
  expect(decide({ Variable: '$.t', StringMatches: `${pattern}b` }, { t: 'a'.repeat(20_000) })).toBe('no');
});
