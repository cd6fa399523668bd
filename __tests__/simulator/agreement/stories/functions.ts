import type { Json } from '../../../../src/json';
import { story, type Story } from '../story';
import { pass } from './states';

const input = {
  a: [1, 2, 3, 2],
  o: { x: 1, y: [2] },
  p: { x: 9, z: null },
  s: "it's",
  n: 7,
  text: '{"b":[1,null]}',
  braces: '{}',
};
const failure = 'States.IntrinsicFailure';

const calls: readonly (readonly [call: string, expected: Json])[] = [
  ["States.Format('Hello {}!', $.s)", "Hello it's!"],
  ["States.Format('{} {} {}', 1.5, true, null)", '1.5 true null'],
  ["States.Format('{}', $.o)", '{"x":1,"y":[2]}'],
  ["States.Format('{}', $.a)", '[1,2,3,2]'],
  [String.raw`States.Format('\{{}\}', $.n)`, '{7}'],
  [String.raw`States.Format('it\'s {}', 1)`, "it's 1"],
  [String.raw`States.Format('a \\ {}', 1)`, String.raw`a \ 1`],
  ["States.Format('{}', $.braces)", '{}'],
  ['States.Format($.braces, 5)', '5'],
  ["States.Format('a, (b) {}', 1)", 'a, (b) 1'],
  ["States.Format('{} {}', 1)", failure],
  ['States.JsonToString($.o)', '{"x":1,"y":[2]}'],
  ['States.JsonToString($.s)', '"it\'s"'],
  ['States.StringToJson($.text)', { b: [1, null] }],
  ['States.StringToJson($.s)', failure],
  ["States.Array($.n, 'x', null, $.a)", [7, 'x', null, [1, 2, 3, 2]]],
  ['States.Array()', []],
  ['States.ArrayPartition($.a, 3)', [[1, 2, 3], [2]]],
  ['States.ArrayPartition($.a, 0)', failure],
  ['States.ArrayContains($.a, 3)', true],
  ["States.ArrayContains($.a, '3')", false],
  ['States.ArrayContains(States.Array($.o), $.o)', true],
  ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
  ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
  ['States.ArrayRange(1, 2, 0)', failure],
  ['States.ArrayRange(0, 1000, 1)', failure],
  ['States.ArrayGetItem($.a, 2)', 3],
  ['States.ArrayGetItem($.a, 4)', failure],
  ['States.ArrayLength($.a)', 4],
  ['States.ArrayLength($.o)', failure],
  ['States.ArrayUnique(States.Array(1, 2, 1, 2))', [1, 2]],
  ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
  ["States.Base64Decode('RGVjb2RlZCBkYXRh')", 'Decoded data'],
  ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
  ["States.Hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
  ["States.Hash('a', 'SHA-256')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
  ["States.ArrayLength(States.Array(States.Hash('a', 'SHA-384'), States.Hash('a', 'SHA-512')))", 2],
  ["States.Hash('a', 'SHA-3')", failure],
  ['States.JsonMerge($.o, $.p, false)', { x: 9, y: [2], z: null }],
  ['States.JsonMerge($.o, $.p, true)', failure],
  ['States.MathAdd($.n, -10)', -3],
  ['States.MathAdd(1.5, 0)', 2],
  ["States.MathAdd('1', 0)", failure],
  ["States.StringSplit('1,2,,3', ',')", ['1', '2', '3']],
  ["States.StringSplit('This.is+a,test=string', '.+,=')", ['This', 'is', 'a', 'test', 'string']],
  ["States.ArrayLength(States.StringSplit(States.UUID(), '-'))", 5],
  ["States.Format('{}', States.ArrayGetItem(States.Array($.a[0], 'z'), 1))", 'z'],
  ["States.Format('{}', $$.Execution.Name)", 'told'],
  ['States.Format($.missing, 1)', 'States.Runtime'],
];

export const functions: readonly Story[] = [
  ...calls.map(([call, expected]) => {
    const failed = expected === failure || expected === 'States.Runtime';
    const ends = failed ? { error: expected } : { output: { x: expected } };
    return story(call, { Shape: pass({ Parameters: { 'x.$': call } }) }, ends, { input });
  }),
  story(
    'States.MathRandom with the same seed',
    {
      Draw: pass({
        Parameters: { 'a.$': 'States.MathRandom(1, 999, 42)', 'b.$': 'States.MathRandom(1, 999, 42)' },
        Next: 'Same',
      }),
      Same: {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.a', NumericEqualsPath: '$.b' },
              { Variable: '$.a', NumericGreaterThanEquals: 1 },
              { Variable: '$.a', NumericLessThan: 1000 },
            ],
            Next: 'Yes',
          },
        ],
      },
      Yes: pass({ Result: 'yes' }),
    },
    { output: 'yes' },
  ),
];
