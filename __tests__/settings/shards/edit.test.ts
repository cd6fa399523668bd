import * as fc from '../../fast-check';
import { examples } from '../../effort';
import { csvWithShards } from '../../../src/settings/shards/edit-csv';
import { listWithShards } from '../../../src/settings/shards/edit-list';
import { usersInText } from '../../../src/settings/users/written';

/** The text of a file of users after shards were written into it: nothing else changes. */
const shards = (...all: readonly (readonly [number, string])[]) => new Map(all);

test.each([
  [
    'an empty cell',
    'userName,shard,secretName\na,,a/aws\nb,01,b/aws\n',
    'userName,shard,secretName\na,00,a/aws\nb,01,b/aws\n',
  ],
  [
    'the last cell, without a line ending',
    'userName,secretName,shard\na,a/aws,',
    'userName,secretName,shard\na,a/aws,00',
  ],
  [
    'quotation marks stay',
    'userName,shard,secretName\r\n"a","","a/aws"\r\n',
    'userName,shard,secretName\r\n"a","00","a/aws"\r\n',
  ],
  ['space stays', 'userName , shard, secretName\na, ,a/aws \n', 'userName , shard, secretName\na, 00,a/aws \n'],
  [
    'a line ending within a field',
    'userName,shard,recipients,secretName\na,,"x@example.com;\ny@example.com",a/aws\n',
    'userName,shard,recipients,secretName\na,00,"x@example.com;\ny@example.com",a/aws\n',
  ],
  [
    'empty lines and empty records do not count',
    '\nuserName,shard,secretName\n\n,,\na,,a/aws\n\n',
    '\nuserName,shard,secretName\n\n,,\na,00,a/aws\n\n',
  ],
  [
    'the column is added',
    'userName,secretName\r\na,a/aws\r\n"b","b/aws"\r\n',
    'userName,secretName,shard\r\na,a/aws,00\r\n"b","b/aws",\r\n',
  ],
])('CSV: %s', (_, text, expected) => {
  expect(csvWithShards(text, shards([0, '00']))).toBe(expected);
});

test.each([
  [
    'a block',
    '# users\n- userName: a # the first\n  secretName: a/aws # its secret\n- userName: b\n  secretName: b/aws\n',
    '# users\n- userName: a # the first\n  secretName: a/aws # its secret\n  shard: "00"\n- userName: b\n  secretName: b/aws\n',
  ],
  [
    'a last member of several lines',
    '- userName: a\n  secretName: a/aws\n  recipients:\n    - x@example.com\n',
    '- userName: a\n  secretName: a/aws\n  shard: "00"\n  recipients:\n    - x@example.com\n',
  ],
  [
    'an empty member',
    '- userName: a\n  shard: # later\n  secretName: a/aws\n',
    '- userName: a\n  shard: "00" # later\n  secretName: a/aws\n',
  ],
  [
    'null',
    '- userName: a\n  shard: null\n  secretName: a/aws\n',
    '- userName: a\n  shard: "00"\n  secretName: a/aws\n',
  ],
  ['in braces', '- {userName: a, secretName: a/aws}\r\n', '- {userName: a, secretName: a/aws, shard: "00"}\r\n'],
  ['without a line ending', '- userName: a\n  secretName: a/aws', '- userName: a\n  secretName: a/aws\n  shard: "00"'],
])('YAML: %s', (_, text, expected) => {
  expect(listWithShards(text, shards([0, '00']), false)).toBe(expected);
});

test.each([
  [
    'one line',
    '[{"userName": "a", "secretName": "a/aws"}]',
    '[{"userName": "a", "secretName": "a/aws", "shard": "00"}]',
  ],
  [
    'lines',
    '[\n  {\n    "userName": "a",\n    "secretName": "a/aws"\n  }\n]\n',
    '[\n  {\n    "userName": "a",\n    "secretName": "a/aws",\n    "shard": "00"\n  }\n]\n',
  ],
  [
    'null',
    '[{"shard":null,"userName":"a","secretName":"a/aws"}]',
    '[{"shard":"00","userName":"a","secretName":"a/aws"}]',
  ],
])('JSON: %s', (_, text, expected) => {
  expect(listWithShards(text, shards([0, '00']), true)).toBe(expected);
});

test('an alias is not edited', () => {
  expect(listWithShards('- &a {userName: a, secretName: a/aws}\n- *a\n', shards([1, '00']), false)).toBeUndefined();
});

const cell = fc.oneof(fc.stringMatching(/^[a-z]{1,5}$/), fc.stringMatching(/^"[a-z ,"]{0,5}"$/));
const written = (text: string) => (text.startsWith('"') ? `"${text.slice(1, -1).replaceAll('"', '""')}"` : text);

test('CSV: what is read again differs in the shards alone', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, fc.constantFrom('', ' ', '""', '07')), { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      fc.constantFrom('\n', '\r\n', '\r'),
      (cells, hasColumn, end) => {
        const rows = cells.map(([user, secret, shard], index) =>
          [`u${index}`, written(secret), ...(hasColumn ? [shard] : []), written(user)].join(','),
        );
        const text = [['userName', 'secretName', ...(hasColumn ? ['shard'] : []), 'path'].join(','), ...rows, ''].join(
          end,
        );
        const before = usersInText(text, 'users.csv').items;
        const empty = before.flatMap(({ members }, index) => (members['shard'] === undefined ? [index] : []));
        const after = csvWithShards(text, new Map(empty.map((index) => [index, '03'])));
        expect(usersInText(after, 'users.csv').items.map(({ members }) => members)).toEqual(
          before.map(({ members }, index) => (empty.includes(index) ? { ...members, shard: '03' } : members)),
        );
      },
    ),
    { numRuns: examples(500) },
  );
});
