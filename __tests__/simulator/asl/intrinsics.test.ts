import fc from '../../fast-check';
import type { Json } from '../../../src/json';
import { valueOf } from '../support';
import { examples } from '../../effort';

const data = { a: [1, 2, 3, 2], o: { x: 1, y: [2] }, s: "it's", n: 7, text: '{"b":[1,null]}', braces: '{}' };
const failure = 'States.IntrinsicFailure';
const runtime = 'States.Runtime';

const cases: [name: string, call: string, expected: Json][] = [
  ['Format fills in texts', "States.Format('Hello {}!', $.s)", "Hello it's!"],
  ['Format fills in numbers, booleans and null', "States.Format('{} {} {}', 1.5, true, null)", '1.5 true null'],
  ['Format fills in JSON', "States.Format('{} {}', $.o, $.a)", '{"x":1,"y":[2]} [1,2,3,2]'],
  ['Format keeps escaped braces', String.raw`States.Format('\{"k":"{}"\}', $.n)`, '{"k":"7"}'],
  ['Format takes an escaped quote and backslash', String.raw`States.Format('it\'s \\ {}', 1)`, "it's \\ 1"],
  ['Format does not look into the values', "States.Format('{}', $.braces)", '{}'],
  ['Format reads a template from the input', 'States.Format($.braces, 5)', '5'],
  ['Format keeps commas and brackets in a literal', "States.Format('a, (b) {}', 1)", 'a, (b) 1'],
  ['Format with too few values', "States.Format('{} {}', 1)", failure],
  ['Format with too many values', "States.Format('{}', 1, 2)", failure],
  ['Format with a single brace', "States.Format('{ {}', 1)", failure],
  ['Format with a template that is not a text', 'States.Format($.n)', failure],
  ['JsonToString', 'States.JsonToString($.o)', '{"x":1,"y":[2]}'],
  ['JsonToString of a text quotes it', 'States.JsonToString($.s)', '"it\'s"'],
  ['StringToJson', 'States.StringToJson($.text)', { b: [1, null] }],
  ['StringToJson of what is not JSON', 'States.StringToJson($.s)', failure],
  ['StringToJson of what is not a text', 'States.StringToJson($.n)', failure],
  ['Array', "States.Array($.n, 'x', null, $.a)", [7, 'x', null, [1, 2, 3, 2]]],
  ['Array of nothing', 'States.Array()', []],
  ['ArrayPartition', 'States.ArrayPartition($.a, 3)', [[1, 2, 3], [2]]],
  [
    'ArrayPartition rounds',
    'States.ArrayPartition($.a, 1.6)',
    [
      [1, 2],
      [3, 2],
    ],
  ],
  ['ArrayPartition into chunks of nothing', 'States.ArrayPartition($.a, 0)', failure],
  ['ArrayContains', 'States.ArrayContains($.a, 3)', true],
  ['ArrayContains compares JSON', 'States.ArrayContains(States.Array($.o), $.o)', true],
  ['ArrayContains distinguishes 1 from "1"', "States.ArrayContains($.a, '1')", false],
  ['ArrayRange', 'States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
  ['ArrayRange downwards', 'States.ArrayRange(3, 1, -1)', [3, 2, 1]],
  ['ArrayRange the wrong way', 'States.ArrayRange(3, 1, 1)', []],
  ['ArrayRange without a step', 'States.ArrayRange(1, 2, 0)', failure],
  ['ArrayRange beyond 1000 elements', 'States.ArrayRange(0, 1000, 1)', failure],
  ['ArrayGetItem', 'States.ArrayGetItem($.a, 2)', 3],
  ['ArrayGetItem out of range', 'States.ArrayGetItem($.a, 4)', failure],
  ['ArrayGetItem below zero', 'States.ArrayGetItem($.a, -1)', failure],
  ['ArrayLength', 'States.ArrayLength($.a)', 4],
  ['ArrayLength of what is not an array', 'States.ArrayLength($.o)', failure],
  ['ArrayLength of what a filter finds', 'States.ArrayLength($.a[?(@==2)])', 2],
  ['ArrayUnique', "States.ArrayUnique(States.Array(1, '1', 1, $.o, $.o))", [1, '1', data.o]],
  ['Base64Encode', "States.Base64Encode('Zürich')", 'WsO8cmljaA=='],
  ['Base64Decode', "States.Base64Decode('WsO8cmljaA==')", 'Zürich'],
  ['Base64Decode of what is not Base64', "States.Base64Decode('*')", failure],
  ['Hash MD5', "States.Hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
  ['Hash SHA-1', "States.Hash('a', 'SHA-1')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
  ['Hash SHA-256', "States.Hash('a', 'SHA-256')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
  ['Hash of an unknown kind', "States.Hash('a', 'constructor')", failure],
  [
    'JsonMerge takes the second one where both have a member',
    'States.JsonMerge($.o, States.StringToJson($.text), false)',
    { x: 1, y: [2], b: [1, null] },
  ],
  ['JsonMerge, deep, does not exist', 'States.JsonMerge($.o, $.o, true)', failure],
  ['MathAdd', 'States.MathAdd($.n, -10)', -3],
  ['MathAdd rounds', 'States.MathAdd(1.5, 0)', 2],
  ['MathAdd of a text', "States.MathAdd('1', 0)", failure],
  ['MathRandom between equal numbers', 'States.MathRandom(1, 1)', failure],
  ['MathRandom with room for one', 'States.MathRandom(4, 5)', 4],
  ['StringSplit', "States.StringSplit('1,2,,3', ',')", ['1', '2', '3']],
  [
    'StringSplit at any of several characters',
    "States.StringSplit('This.is+a,test=string', '.+,=')",
    ['This', 'is', 'a', 'test', 'string'],
  ],
  ['a call in a call', "States.Format('{}', States.ArrayGetItem(States.Array($.a[0], 'z'), 1))", 'z'],
  ['an argument that is not there', 'States.Format($.missing, 1)', runtime],
  ['spaces around arguments', "States.Array( 1 ,  'a b' )", [1, 'a b']],
];

test.each(cases)('%s: %s', (_, call, expected) => {
  expect(valueOf(call, data)).toEqual(expected);
});

test('UUID gives a version 4 UUID, another one each time', () => {
  const pair = valueOf('States.Array(States.UUID(), States.UUID())', {});
  const [first, second] = Array.isArray(pair) ? pair : [];
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(second).not.toBe(first);
});

test('MathRandom with a seed repeats itself and stays in its bounds, the upper one excluded', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1000, max: 1000 }),
      fc.integer({ min: 1, max: 1000 }),
      fc.nat(),
      (start, width, seed) => {
        const call = `States.MathRandom(${start}, ${start + width}, ${seed})`;
        const value = Number(valueOf(call, {}));
        expect(value).toBe(valueOf(call, {}));
        expect(value >= start && value < start + width).toBe(true);
      },
    ),
    { numRuns: examples(50) },
  );
});

test('StringToJson undoes JsonToString', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>, (value) => {
      const input = JSON.parse(JSON.stringify({ value })) as { value: Json };
      expect(valueOf('States.StringToJson(States.JsonToString($.value))', input)).toEqual(input.value);
    }),
    { numRuns: examples(100) },
  );
});

test('Base64Decode undoes Base64Encode', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(valueOf('States.Base64Decode(States.Base64Encode($.text))', { text })).toBe(text);
    }),
    { numRuns: examples(50) },
  );
});

test('text of more than 10,000 characters is neither encoded nor hashed', () => {
  const text = 'x'.repeat(10_001);
  for (const call of ['States.Base64Encode($.text)', 'States.Base64Decode($.text)', "States.Hash($.text, 'MD5')"]) {
    expect(valueOf(call, { text })).toBe('States.IntrinsicFailure');
  }
});
