import { parseJsonFile } from '../../src/json';
import { itemsInText } from '../../src/settings/lists';
import { conflictIn } from '../../src/text/lines';
import { environmentList } from '../../src/settings/environments/columns';

const problem = 'a conflict marker of git; resolve the merge, and remove the lines with markers';

/** A text with two sides, as git leaves it. */
const conflict = (before: string, one: string, other: string): string =>
  `${before}<<<<<<< HEAD\n${one}=======\n${other}>>>>>>> of-others\n`;

describe('the first marker is found', () => {
  test.each([
    ['at the start', conflict('', 'a\n', 'b\n'), 1],
    ['after other lines', conflict('a\nb\n', 'c\n', 'd\n'), 3],
    ['with the ends of lines of Windows', conflict('a\n', 'b\n', 'c\n').replaceAll('\n', '\r\n'), 2],
    ['with the ancestor, of which the first marker was removed', 'a\n||||||| 1234567\nb\n=======\nc\n>>>>>>> d\n', 2],
    ['between two sides, of which the first marker was removed', 'a\n=======\nb\n>>>>>>> c\n', 2],
    ['at the end, the only one that was not removed', 'a\n>>>>>>> b', 2],
  ])('%s', (_, text, line) => {
    expect(conflictIn(text)).toEqual({ line, problem });
  });
});

test.each([
  '',
  'a\n',
  ' <<<<<<< HEAD\n',
  '<<<<<<<< a\n',
  '<<<<<<<a\n',
  '========\n',
  '======= a\n',
  '"<<<<<<< HEAD"\n',
])('no marker: %j', (text) => {
  expect(conflictIn(text)).toBeUndefined();
});

test('JSON with a conflict has one line', () => {
  const text = conflict('{\n', '  "a": 1\n', '  "a": 2\n') + '}\n';
  expect(() => parseJsonFile(text, 'cdktf.json')).toThrow(`cdktf.json: line 2: ${problem}`);
});

test('valid JSON with the text of a marker is read', () => {
  expect(parseJsonFile('{\n"a": "<<<<<<< HEAD"\n}', 'cdktf.json')).toEqual({ a: '<<<<<<< HEAD' });
});

test.each([
  ['environments.csv', conflict('name,accountId\n', 'a,111122223333\n', 'a,444455556666\n')],
  ['environments.yaml', conflict('- name: a\n', '  accountId: "111122223333"\n', '  accountId: "444455556666"\n')],
])('%s with a conflict has one line', (file, text) => {
  expect(itemsInText(text, file, environmentList).problems).toEqual([`${file} line 2: ${problem}`]);
});
