import { bounded, cutLine, wrapLine } from '../../src/text/wrap';
import { examples } from '../effort';
import fc from '../fast-check';

const lengths = (text: string): number[] => text.split('\n').map((line) => line.length);

describe('wrapLine', () => {
  test('cuts at spaces, and indents what follows', () => {
    expect(wrapLine(`  remedy: ${'word '.repeat(10)}end`, 40).split('\n')).toEqual([
      '  remedy: word word word word word word',
      '    word word word word end',
    ]);
  });

  test('lets a word that is longer than a line stay whole', () => {
    const arn = `arn:aws:iam::111122223333:user/${'x'.repeat(60)}`;
    expect(wrapLine(`    on ${arn} as well`, 50).split('\n')).toEqual(['    on', `      ${arn}`, '      as well']);
  });

  test('counts colours as nothing', () => {
    const line = `\u001b[31m${'a'.repeat(30)}\u001b[39m ${'b'.repeat(9)}`;
    expect(wrapLine(line, 40)).toBe(line);
  });

  test.each([0, 20, 39])('leaves a terminal of %d columns to itself', (width) => {
    expect(wrapLine('word '.repeat(40), width)).toBe('word '.repeat(40));
  });

  test('loses no word, and is no wider unless one word is', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom('a', 'b', '/') }));
    fc.assert(
      fc.property(words, fc.integer({ min: 40, max: 120 }), fc.integer({ min: 0, max: 6 }), (all, width, indent) => {
        const line = ' '.repeat(indent) + all.join(' ');
        const wrapped = wrapLine(line, width);
        expect(wrapped.split(/\s+/).filter((word) => word !== '')).toEqual(all);
        expect(Math.max(...lengths(wrapped))).toBeLessThanOrEqual(width);
      }),
      { numRuns: examples(500) },
    );
  });
});

test('cutLine shows that something is left out', () => {
  expect(cutLine('x'.repeat(60), 50)).toBe(`${'x'.repeat(49)}…`);
  expect(cutLine('x'.repeat(50), 50)).toBe('x'.repeat(50));
});

test('bounded counts what it leaves out', () => {
  expect(bounded('abcdef', 4)).toBe('abcd… (2 more characters)');
  expect(bounded('abcd', 4)).toBe('abcd');
});
