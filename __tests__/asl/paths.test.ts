import fc from '../fast-check';
import type { Json } from '../../src/json';
import { valueOf } from '../simulator/support';
import { examples } from '../effort';

const keys = {
  name: 'ci',
  list: [
    { id: 'A', age: 3, status: 'Active' },
    { id: 'B', age: 1, status: 'Inactive' },
    { id: 'C', age: 2, status: 'Active', tags: { id: 'T' } },
  ],
  empty: [],
  nothing: null,
  'odd name': { 'a.b': 1, "it's": 2 },
  numbers: [1, 2, 3, 4],
};

const runtime = 'States.Runtime';

const cases: [name: string, path: string, expected: Json][] = [
  ['the whole input', '$', keys],
  ['a member', '$.name', 'ci'],
  ['a member that is null', '$.nothing', null],
  ['a member in brackets', "$['name']", 'ci'],
  ['a member in brackets with double quotes', '$["name"]', 'ci'],
  ['a member with a space in its name', "$['odd name']['a.b']", 1],
  ['a member with a quote in its name', "$['odd name']['it\\'s']", 2],
  ['an index gives the element itself, not a list', '$.list[0].id', 'A'],
  ['a negative index counts from the end', '$.list[-1].id', 'C'],
  ['a missing member', '$.missing', runtime],
  ['a member of a text', '$.name.length', runtime],
  ['a member of null', '$.nothing.x', runtime],
  ['an index out of range', '$.list[3]', runtime],
  ['an index of what is not a list', '$.name[0]', runtime],
  ['an inherited member is none', '$.constructor', runtime],
  ['a wildcard over a list', '$.list[*].id', ['A', 'B', 'C']],
  ['a wildcard over the members of an object', "$['odd name'].*", [1, 2]],
  ['a wildcard over an empty list', '$.empty[*]', []],
  ['a wildcard over a text', '$.name[*]', []],
  ['a member that only some elements have', '$.list[*].tags.id', ['T']],
  ['a wildcard behind a missing member', '$.missing[*]', runtime],
  ['an index behind a wildcard picks from each element', '$.list[*][0]', []],
  ['a slice', '$.numbers[1:3]', [2, 3]],
  ['a slice from the start', '$.numbers[:2]', [1, 2]],
  ['a slice to the end', '$.numbers[2:]', [3, 4]],
  ['a slice from the end', '$.numbers[-1:]', [4]],
  ['a slice of what is not a list', '$.name[0:1]', runtime],
  ['several indices', '$.numbers[0,2]', [1, 3]],
  ['several indices, some out of range', '$.numbers[0,9]', [1]],
  ['several names', "$.list[0]['id','age']", ['A', 3]],
  ['recursive descent to a member', '$..id', ['A', 'B', 'C', 'T']],
  ['recursive descent to what is nowhere', '$..nowhere', []],
  ['recursive descent to an index', '$..[0]', [keys.list[0] ?? null, 1]],
  ['a filter on a text', "$.list[?(@.status=='Active')].id", ['A', 'C']],
  ['a filter with double quotes and spaces', '$.list[?( @.status == "Inactive" )].id', ['B']],
  ['a filter for what differs', "$.list[?(@.id!='A')].id", ['B', 'C']],
  ['a filter on a number', '$.list[?(@.age>1)].id', ['A', 'C']],
  ['a filter with a bound from the input', '$.list[?(@.age<=$.numbers[1])].id', ['B', 'C']],
  ['a filter on existence', '$.list[?(@.tags)].id', ['C']],
  ['a filter on absence', '$.list[?(!@.tags)].id', ['A', 'B']],
  ['a filter with and', "$.list[?(@.status=='Active' && @.age<3)].id", ['C']],
  ['a filter with or and brackets', "$.list[?((@.id=='A' || @.id=='B') && @.age<2)].id", ['B']],
  ['a filter that nothing passes gives an empty list', "$.list[?(@.id=='Z')]", []],
  ['an index behind a filter picks from each match, not from the matches', "$.list[?(@.id=='A')][0]", []],
  ['a filter over an object judges the object', "$.list[0][?(@.id=='A')].age", [3]],
  ['a filter over a text', "$.name[?(@.id=='A')]", runtime],
  ['a filter that compares a text with a number', '$.list[?(@.id>1)]', []],
  ['a filter over plain values', '$.numbers[?(@ >= 3)]', [3, 4]],
];

test.each(cases)('%s: %s', (_, path, expected) => {
  expect(valueOf(path, keys)).toEqual(expected);
});

test('the context object is read with $$', () => {
  expect(valueOf('$$.State.Name', {})).toBe('Only');
  expect(valueOf('$$.Execution.Input.a', { a: 1 })).toBe(1);
  expect(valueOf('$$.Task.Token', {})).toBe('States.Runtime');
});

test('every member of every object is found under its quoted name', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<Json>, { minKeys: 1, noNullPrototype: true }),
      (data) => {
        const input = JSON.parse(JSON.stringify(data)) as { [name: string]: Json };
        for (const [name, value] of Object.entries(input)) {
          expect(valueOf(`$['${name.replace(/[\\']/g, '\\$&')}']`, input)).toEqual(value);
        }
      },
    ),
    { numRuns: examples(50) },
  );
});
