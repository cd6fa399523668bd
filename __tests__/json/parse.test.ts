import * as fc from '../fast-check';
import { InputError } from '../../src/input-error';
import {
  JsonSyntaxError,
  parseJson,
  parseJsonFile,
  parseJsonString,
  parseLenientJson,
  plainJson,
  positionAt,
} from '../../src/json';
import { findFault } from '../../src/json/scan';
import { examples, slowTest } from '../effort';

describe('parseJson', () => {
  test.each([
    ['an empty text', '', 'The text ends where a value should follow (line 1, column 1)'],
    [
      'a byte order mark',
      '\ufeff{}',
      'The text begins with a byte order mark; save it as UTF-8 without one (line 1, column 1)',
    ],
    [
      'a comma before the end of an object',
      '{"a": 1,\n}',
      'Found "}" where a key in double quotes should be (line 2, column 1)',
    ],
    ['a comma before the end of a list', '[1, ]', 'Found "]" where a value should be (line 1, column 5)'],
    ['a comment', '{ // no\n}', 'Found a comment where a key in double quotes or "}" should be (line 1, column 3)'],
    ['single quotes', "{'a': 1}", 'Found "\'" where a key in double quotes or "}" should be (line 1, column 2)'],
    ['a second document', '{}\n{}', 'Found "{" where the end of the text should be (line 2, column 1)'],
    ['an object without its end', '{"a": [1', 'The text ends where a comma or "]" should follow (line 1, column 9)'],
    ['a missing colon', '{"a" 1}', 'Found "1" where a colon should be (line 1, column 6)'],
    [
      'a blank that JSON does not know',
      '{\u00a0}',
      'Found the character U+00A0 where a key in double quotes or "}" should be (line 1, column 2)',
    ],
    [
      'a line end within a string',
      '["a\nb"]',
      'A string has no end on its line, or holds a control character or an escape that JSON does not know (line 1, column 2)',
    ],
    ['a repeated key', '{"a": 1,\r\n "b": 2,\r\n "a": 3}', 'The key "a" is repeated in one object (line 3, column 2)'],
    [
      'a repeated key deep inside',
      '[{"x": {"k": 1, "k": 1}}]',
      'The key "k" is repeated in one object (line 1, column 17)',
    ],
    [
      'a repeated key behind an escape',
      '{"a": 1, "\\u0061": 2}',
      'The key "a" is repeated in one object (line 1, column 10)',
    ],
    [
      'a repeated __proto__',
      '{"__proto__": 1, "__proto__": 2}',
      'The key "__proto__" is repeated in one object (line 1, column 18)',
    ],
    ['a number with a leading zero', '[01]', 'Found "1" where a comma or "]" should be (line 1, column 3)'],
  ])('refuses %s', (_name, text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  test.each<[JsonSyntaxError['kind'], string]>([
    ['byte-order-mark', '\ufeff{}'],
    ['syntax', '{"a": 1,}'],
    ['syntax', '["a\nb"]'],
    ['syntax', '{"a": 1'],
    ['repeated-key', '{"a": 1, "a": 2}'],
    ['too-deep', '['.repeat(513)],
  ])('names the kind of fault: %s', (kind, text) => {
    expect(faultIn(text)?.kind).toBe(kind);
  });

  test('accepts one key in two objects, and colons, quotes and backslashes in strings', () => {
    const text = '{"a": {"a": ": \\": \\\\"}, "b:\\"": [{"a": "::"}, {"a": ":"}]}';
    expect(parseJson(text)).toEqual({ a: { a: ': ": \\' }, 'b:"': [{ a: '::' }, { a: ':' }] });
  });

  test('keeps __proto__ as an own key and touches no prototype', () => {
    const value = parseJson('{"__proto__": {"polluted": true}}');
    expect(Object.hasOwn(Object(value), '__proto__')).toBe(true);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('accepts 512 levels and refuses 513', () => {
    expect(() => parseJson('['.repeat(512) + ']'.repeat(512))).not.toThrow();
    expect(messageOf('['.repeat(513) + ']'.repeat(513))).toBe(
      'The text nests deeper than 512 levels (line 1, column 513)',
    );
  });

  slowTest('says where a fault is in a text that nests a million levels deep', () => {
    expect(messageOf('['.repeat(1_000_000))).toBe('The text nests deeper than 512 levels (line 1, column 513)');
  });

  slowTest('reads a string of millions of characters', () => {
    const text = JSON.stringify({ a: 'x\\"'.repeat(1_000_000) });
    expect(messageOf(`${text}x`)).toContain('Found "x" where the end of the text should be');
  });

  test('agrees with JSON.parse on every text that is nearly JSON', () => {
    const nearly = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ']', ':', '\\', '0', '-', 'e', '\n', 'null'),
      )
      .map(
        ([json, at, extra]) =>
          json.slice(0, at % (json.length + 1)) + extra + json.slice((at % (json.length + 1)) + (at % 2)),
      );
    fc.assert(
      fc.property(nearly, (text) => {
        const fault = findFault(text);
        if (isJson(text)) expect(fault?.kind ?? 'repeated-key').toBe('repeated-key');
        else expect(fault).toBeDefined();
      }),
      { numRuns: examples(3000) },
    );
  });

  test('sees a repeated key wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', ':', '"'), { maxLength: 5 }), (keys) => {
        const text = `[{${keys.map((key) => `${JSON.stringify(key)}: {":": 1}`).join(', ')}}]`;
        const repeated = new Set(keys).size < keys.length;
        expect(faultIn(text)?.kind).toBe(repeated ? 'repeated-key' : undefined);
        expect(findFault(text) !== undefined).toBe(repeated);
      }),
    );
  });
});

describe('parseLenientJson', () => {
  test('takes the last of repeated keys, as Step Functions does', () => {
    expect(parseLenientJson('{"a": 1, "a": 2}')).toEqual({ a: 2 });
  });

  test('refuses what parseJson refuses as too deep', () => {
    expect(() => parseLenientJson('['.repeat(512) + ']'.repeat(512))).not.toThrow();
    expect(() => parseLenientJson('['.repeat(513) + ']'.repeat(513))).toThrow(SyntaxError);
  });
});

describe('parseJsonFile', () => {
  test.each([
    ['{"a": 1,}', 'x.json: line 1, column 9: Found "}" where a key in double quotes should be'],
    ['{"a": 1, "a": 2}', 'x.json: line 1, column 10: The key "a" is repeated in one object'],
  ])('says where %s is not JSON', (text, line) => {
    expect(() => parseJsonFile(text, 'x.json')).toThrow(InputError.of(line));
  });
});

test.each([
  [String.raw`"a\u0062"`, 'ab'],
  ['"a', undefined],
  ['1', undefined],
])('parseJsonString reads %s', (literal, text) => {
  expect(parseJsonString(literal)).toBe(text);
});

test('plainJson leaves out what JSON cannot hold', () => {
  expect(plainJson({ a: undefined, b: [new Date(0)] })).toEqual({ b: ['1970-01-01T00:00:00.000Z'] });
});

test.each([
  ['the start', 'ab', 0, { line: 1, column: 1 }],
  ['a place after an LF', 'a\nb', 2, { line: 2, column: 1 }],
  ['a place after a CR LF', 'a\r\nbc', 4, { line: 2, column: 2 }],
  ['a place after a CR', 'a\rb', 2, { line: 2, column: 1 }],
  ['the end', 'ab', 2, { line: 1, column: 3 }],
])('positionAt names %s', (_name, text, offset, expected) => {
  expect(positionAt(text, offset)).toEqual(expected);
});

function faultIn(text: string): JsonSyntaxError | undefined {
  try {
    parseJson(text);
    return undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
    throw error;
  }
}

function messageOf(text: string): string | undefined {
  return faultIn(text)?.message;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
