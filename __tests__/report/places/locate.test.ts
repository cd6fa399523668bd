import fc from '../../fast-check';
import { positionAt } from '../../../src/json';
import { ofTemplate, unquoted } from '../../../src/report/places/layers';
import { positionsOf } from '../../../src/report/places/lines';
import { locate } from '../../../src/report/places/locate';

function at(text: string, pointer: string): string {
  const found = locate(text, [pointer]).get(pointer);
  return found === undefined ? '' : text.slice(found.start, found.end);
}

describe('a pointer is located', () => {
  test.each([
    ['the whole', ' {"a": 1} ', '', '{"a": 1}'],
    ['a member', '{"a": 1, "b" : [1, "x"]}', '/b', '[1, "x"]'],
    ['an item', '{"b": [1, {"c": null} , true]}', '/b/1', '{"c": null}'],
    ['a number at the end of a list', '[1,22]', '/1', '22'],
    ['a literal before a space', '{"a": true }', '/a', 'true'],
    ['a key with escapes', '{"a\\/b\\u007ec": 2}', '/a~1b~0c', '2'],
    ['a key that is empty', '{"": 3}', '/', '3'],
    ['past strings that look like structure', '{"x": "}]\\"{[", "a": 4}', '/a', '4'],
    ['past containers', '{"x": [[{"a": 1}], "]"], "a": 5}', '/a', '5'],
    ['the last of a repeated key', '{"a": {"b": 1}, "a": {"b": 2}}', '/a/b', '2'],
    ['nothing that only an earlier twin has', '{"a": {"b": 1}, "a": {"c": 2}}', '/a/b', '{"c": 2}'],
    ['the nearest around what is absent', '{"a": {"b": [7]}}', '/a/b/3/c', '[7]'],
    ['the root where the first step is absent', '{"a": 1}', '/z/y', '{"a": 1}'],
    ['a single value as the first of a list', '{"Statement": {"Action": "s3:*"}}', '/Statement/0/Action/0', '"s3:*"'],
    ['a key 0 rather than that', '{"a": {"0": 1}}', '/a/0', '1'],
    ['a name that every object inherits', '{"__proto__": {"constructor": 6}}', '/__proto__/constructor', '6'],
  ])('%s', (_, text, pointer, found) => {
    expect(at(text, pointer)).toBe(found);
  });

  test.each(['', '{', '[', '{"a"', '{"a":', '{"a":"', '[1', ']', '{"a":}', '"\\', '{"a":1]]]', '[}'])(
    'in no JSON (%j) without end or error',
    (text) => {
      const found = locate(text, ['/a/0', '/0', '']).get('/a/0');
      expect(found?.start).toBeLessThanOrEqual(text.length);
    },
  );

  test('wherever it leads in any value, in any layout', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const all = pointersOf(value);
        const located = locate(text, all.keys());
        for (const [pointer, one] of all) {
          const { start = 0, end = 0, exact } = located.get(pointer) ?? {};
          expect([exact, JSON.parse(text.slice(start, end))]).toEqual([true, JSON.parse(JSON.stringify(one))]);
        }
      }),
    );
  });
});

function pointersOf(value: unknown, pointer = ''): Map<string, unknown> {
  const all = new Map([[pointer, value]]);
  if (typeof value !== 'object' || value === null) return all;
  for (const [name, item] of Object.entries(value)) {
    const inner = pointersOf(item, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    for (const [at, one] of inner) all.set(at, one);
  }
  return all;
}

/** Any text, halves of pairs included. */
const anyText = fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units));

describe('a decoded offset leads back', () => {
  test('through the escapes of JSON, whatever the text', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, ascii) => {
        const literal = ascii ? asciiLiteral(text) : JSON.stringify(text);
        const layer = unquoted(literal);
        const offsets = Array.from({ length: text.length + 1 }, (__, index) => index);
        const origins = layer?.origins(offsets) ?? [];
        expect(layer?.text).toBe(text);
        expect(origins[text.length]).toBe(literal.length - 1);
        offsets.slice(1).forEach((end, start) => {
          expect(JSON.parse(`"${literal.slice(origins[start], origins[end])}"`)).toBe(text[start]);
        });
      }),
    );
  });

  test.each([
    ['plain', 'plain'],
    ['a $${b} c %%{d}', 'a ${b} c %{d}'],
    ['$ % $$ {}', '$ % $$ {}'],
    ['x ${local.names["a"]} y', "x ${local.names['a']} y"],
    ['${jsonencode({a = "}"})}-$${b}', "${jsonencode({a = '}'})}-${b}"],
    ['${never closed', '${never closed'],
  ])("through Terraform's escapes: %s", (template, text) => {
    const layer = ofTemplate(template);
    expect(layer.text).toBe(text);
    const offsets = Array.from({ length: text.length + 1 }, (_, index) => index);
    const origins = layer.origins(offsets);
    expect(origins.at(-1)).toBe(template.length);
    offsets.slice(0, -1).forEach((offset) => {
      if (!`"'`.includes(text[offset] ?? '')) expect(template[origins[offset] ?? -1]).toBe(text[offset]);
    });
  });
});

/** Every character as an escape: what a careful writer of JSON may do. */
function asciiLiteral(text: string): string {
  return `"${Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`;
}

test('lines and columns are those of the reader of JSON, whatever ends the lines', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', '🙂') }), (text) => {
      const offsets = Array.from({ length: text.length + 1 }, (_, index) => index);
      const inside = offsets.filter((offset) => text.slice(offset - 1, offset + 1) !== '\r\n');
      expect(positionsOf(text, inside)).toEqual(inside.map((offset) => positionAt(text, offset)));
    }),
  );
});
