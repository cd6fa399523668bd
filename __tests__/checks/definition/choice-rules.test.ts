import { isJudgedAs, judge } from '../../../src/checks/definition/data/conditions';
import { anything, shapeOf } from '../../../src/checks/definition/data/shape';
import type { Json, JsonObject } from '../../../src/json';
import fc from '../../fast-check';

/** Rules that differ only in their texts are judged once. That is right if they have the same judgement on all data. */
const operators = [
  ...['StringEquals', 'StringEqualsPath', 'StringLessThan', 'StringMatches', 'StringGreaterThanEqualsPath'],
  ...['NumericEquals', 'NumericLessThanPath', 'BooleanEquals', 'TimestampEquals', 'IsPresent', 'IsString', 'IsNull'],
];
const operands = fc.constantFrom<Json>('a', 'b', '$.a', '$.b', '2026-11-30T00:00:00Z', true, false, 1, 2, null);
const comparison = fc
  .tuple(fc.constantFrom('$.a', '$.b', '$.a.b', '$'), fc.constantFrom(...operators), operands)
  .map(([path, operator, operand]): JsonObject => ({ Variable: path, [operator]: operand }));
const { condition } = fc.letrec<{ condition: JsonObject }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    comparison,
    fc.array(tie('condition'), { maxLength: 3 }).map((And): JsonObject => ({ And })),
    fc.array(tie('condition'), { maxLength: 3 }).map((Or): JsonObject => ({ Or })),
    tie('condition').map((Not): JsonObject => ({ Not })),
  ),
}));
const rule = fc.tuple(condition, fc.constantFrom('One', 'Other')).map(([one, Next]): JsonObject => ({ ...one, Next }));

/** The rule with other values in some of its places: in most cases it is still judged in the same way. */
const changed = (value: Json, next: () => Json | undefined): Json => {
  if (Array.isArray(value)) return value.map((item: Json) => changed(item, next));
  if (typeof value !== 'object' || value === null) return next() ?? value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]: [string, Json]) => [
      name,
      name === 'Variable' ? item : changed(item, next),
    ]),
  );
};
const others = fc.array(fc.constantFrom<Json | undefined>(undefined, undefined, 'a', 'b', '$.b', 1), { minLength: 8 });
const pairOfRules = fc.tuple(rule, others).map(([one, values]) => {
  const left = [...values];
  return [one, changed(one, () => left.pop())] as const;
});

const data = fc
  .constantFrom<Json | undefined>(
    undefined,
    {},
    { a: 'x' },
    { a: 1, b: '2' },
    { a: { b: true } },
    { a: null },
    [1],
    'x',
  )
  .map((value) => (value === undefined ? anything : shapeOf(value)));

it('rules that differ only in texts that no judgement reads have the same judgement', () => {
  let compared = 0;
  fc.assert(
    fc.property(pairOfRules, data, ([one, other], shape) => {
      if (!isJudgedAs(one, other)) return;
      compared += JSON.stringify(one) === JSON.stringify(other) ? 0 : 1;
      const scope = { data: shape, context: anything };
      expect(judge(other, scope)).toEqual(judge(one, scope));
    }),
    { numRuns: 5000 },
  );
  expect(compared).toBeGreaterThan(20);
});

const ofUser = (name: string, secret: string): JsonObject => ({
  And: [
    { Variable: '$.userName', StringEquals: name },
    {
      Or: [
        { Variable: '$.secretName', IsPresent: false },
        { Variable: '$.secretName', StringEquals: secret },
      ],
    },
  ],
  Next: `PairOf-${name}`,
});

it('the rules of two users are judged once', () => {
  expect(isJudgedAs(ofUser('a', 'a/aws'), ofUser('b', 'b/aws'))).toBe(true);
});

it.each<[string, JsonObject, JsonObject]>([
  ['another path', { Variable: '$.a', StringEquals: 'x' }, { Variable: '$.b', StringEquals: 'x' }],
  [
    'a path that is compared',
    { Variable: '$.a', StringEqualsPath: '$.x' },
    { Variable: '$.a', StringEqualsPath: '$.y' },
  ],
  ['another operator', { Variable: '$.a', StringEquals: 'x' }, { Variable: '$.a', StringMatches: 'x' }],
  [
    'another order',
    { Variable: '$.a', StringEquals: 'x', IsNull: true },
    { Variable: '$.a', IsNull: true, StringEquals: 'x' },
  ],
  ['a number', { Variable: '$.a', NumericEquals: 1 }, { Variable: '$.a', NumericEquals: 2 }],
  ['presence', { Variable: '$.a', IsPresent: true }, { Variable: '$.a', IsPresent: false }],
  ['a part more', { And: [{ Variable: '$.a', StringEquals: 'x' }] }, { And: [] }],
])('%s is judged by itself', (_, one, other) => {
  expect(isJudgedAs(one, other)).toBe(false);
});
