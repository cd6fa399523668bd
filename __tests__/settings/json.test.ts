import fc from 'fast-check';
import { findJsonFault } from '../../src/settings/json';

describe('a fault in JSON is found at its line and column', () => {
  test.each<[string, string, number, number, string]>([
    ['nothing', '', 1, 1, 'the file ends where a value belongs'],
    ['a comma too many', '{\n  "a": 1,\n}', 3, 1, '"}" stands where a key in double quotes belongs'],
    ['a comma too few', '[1\n 2]', 2, 2, '"2" stands where "," or "]" belongs'],
    ['a comment', '{\n  // why\n  "a": 1\n}', 2, 3, '"/" stands where a key in double quotes belongs'],
    ['single quotes', "{'a': 1}", 1, 2, '"\'" stands where a key in double quotes belongs'],
    ['no colon', '{"a" 1}', 1, 6, '"1" stands where ":" belongs'],
    ['an end that is missing', '{"a": [1, 2', 1, 12, 'the file ends where "," or "]" belongs'],
    [
      'a string without an end',
      '{"a": "b\n}',
      1,
      7,
      'a string that begins here has no end on its line, or a wrong escape in it',
    ],
    ['a wrong escape', '["\\x"]', 1, 2, 'a string that begins here has no end on its line, or a wrong escape in it'],
    ['a leading zero', '[012]', 1, 3, '"1" stands where "," or "]" belongs'],
    ['a word', 'yes', 1, 1, '"y" stands where a value belongs'],
    ['something after the end', '{}\r\n{}', 2, 1, '"{" stands where the end of the file belongs'],
    ['a key twice', '{"a": {"b": 1,\n "b": 2}}', 2, 2, 'this key stands twice in one object'],
    ['a key twice, once escaped', '{"a": 1, "\\u0061": 2}', 1, 10, 'this key stands twice in one object'],
    ['a key that is none', '{"__proto__": 1}', 1, 2, 'the key "__proto__" is no setting'],
    ['too much nesting', '['.repeat(5000), 1, 102, 'lists and objects are nested deeper than 100'],
  ])('%s', (_, text, line, column, problem) => {
    expect(findJsonFault(text)).toEqual({ line, column, problem });
  });

  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  test('wherever JSON.parse finds one, and nowhere else', () => {
    const cut = fc.tuple(
      fc.json({ maxDepth: 3 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', '\\', '1', ' '),
    );
    const property = fc.property(cut, ([json, from, length, instead]) => {
      const start = from % (json.length + 1);
      const text = json.slice(0, start) + instead + json.slice(start + (length % 3));
      const fault = findJsonFault(text);
      if (/twice|__proto__/.test(fault?.problem ?? '')) return;
      expect(fault === undefined).toBe(isJson(text));
    });
    fc.assert(property, { numRuns: 500 });
  });
});
