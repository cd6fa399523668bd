import * as fc from '../../fast-check';
import { contains, matches, overlaps } from '../../../src/iam/pattern/pattern';
import { witness } from '../../../src/iam/pattern/witness';
import { examples, testSome } from '../../effort';

const pattern = fc
  .array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 7 })
  .map((characters) => characters.join(''));

/** Every text of up to seven of the letters; `f` stands for a letter that no pattern names. */
const texts = textsUpTo(7, ['a', 'b', 'f']);

describe('matches', () => {
  test.each([
    ['a star matches nothing at all', '*', '', true],
    ['a star matches across colons and slashes', 'arn:aws:s3:*', 'arn:aws:s3:::bucket/a/b', true],
    ['a question mark matches exactly one character', 'a?c', 'abc', true],
    ['a question mark does not match an absent character', 'ac?', 'ac', false],
    ['case matters', 'user/Deploy', 'user/deploy', false],
    ['six question marks match the suffix of a secret', 's:app-??????', 's:app-AbCdEf', true],
    ['six question marks match no longer suffix', 's:app-??????', 's:app-prod-AbCdEf', false],
    ['characters of regular expressions are plain', 'a.c+[x]', 'a.c+[x]', true],
    ['a dot matches only a dot', 'a.c', 'abc', false],
    ['an empty pattern matches the empty text', '', '', true],
    ['an empty pattern matches no other text', '', 'a', false],
    ['head and tail do not share characters', 'aba*aba', 'ababa', false],
    ['a star in the text is a plain character', 'a', '*', false],
    ['line ends are characters too', 'a*c', 'a\nb\nc', true],
  ])('%s', (_name, given, text, expected) => {
    expect(matches(given, text)).toBe(expected);
  });

  test('agrees with a regular expression', () => {
    fc.assert(
      fc.property(
        pattern,
        fc.array(fc.constantFrom('a', 'b', 'f', '*', '?'), { maxLength: 9 }),
        (given, characters) => {
          const text = characters.join('');
          expect(matches(given, text)).toBe(asRegExp(given).test(text));
        },
      ),
      { numRuns: examples(2000) },
    );
  });
});

describe('contains', () => {
  test.each([
    ['everything contains any pattern', '*', 'a*b?', true],
    ['a path prefix contains a user', 'user/ci/*', 'user/ci/deployer', true],
    ['an exact user does not contain a wildcard', 'user/deployer', 'user/deploye?', false],
    ['question marks and stars commute', '?*', '*?', true],
    ['question marks and stars commute within a run', '*??', '?*?*', true],
    ['a star does not lie in question marks', '??????', '*', false],
    ['any suffix contains six characters', 's-*', 's-??????', true],
    ['six characters do not contain any suffix', 's-??????', 's-*', false],
    ['two stars are one', 'a*', 'a**', true],
    ['a minimum counts characters that stay when stars are empty', '?*', '*a*', true],
    ['a chunk must not be spread over a star', '*ab*', '*a*b*', false],
    ['a later chunk serves where an early one is too near', '?*a*', '*a*a*', true],
  ])('%s', (_name, outer, inner, expected) => {
    expect(contains(outer, inner)).toBe(expected);
  });

  test('agrees with trying every short text', () => {
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        const [wide, narrow] = [asRegExp(outer), asRegExp(inner)];
        const within = texts.every((text) => !narrow.test(text) || wide.test(text));
        if (contains(outer, inner)) expect(within).toBe(true);
        else expect(witnessHolds(outer, inner)).toBe(true);
        if (!within) expect(contains(outer, inner)).toBe(false);
      }),
      { numRuns: examples(500) },
    );
  });

  test('a long chunk is found as a short one is', () => {
    const letters = fc.array(fc.constantFrom('a', 'a', 'a', '?'), { minLength: 30, maxLength: 40 });
    const around = fc.array(fc.constantFrom('a', 'a', 'a', 'a', 'b', '*', '?'), { maxLength: 80 });
    fc.assert(
      fc.property(letters, around, (chunk, subject) => {
        const [outer, text] = [`*b${chunk.join('')}a*`, `b${'a'.repeat(20)}${subject.join('')}`];
        expect(matches(outer, text)).toBe(asRegExp(outer).test(text));
        expect(contains(outer, text)).toBe(witness(text, outer) === undefined);
        expect(contains(outer, `*${outer}b${subject.join('')}`)).toBe(true);
      }),
      { numRuns: examples(500) },
    );
  });

  test('is reflexive', () => {
    fc.assert(fc.property(pattern, (given) => contains(given, given)));
  });

  test('is transitive', () => {
    fc.assert(
      fc.property(pattern, pattern, pattern, (a, b, c) => !contains(a, b) || !contains(b, c) || contains(a, c)),
      { numRuns: examples(2000) },
    );
  });
});

describe('overlaps', () => {
  test.each([
    ['two prefixes of which one begins the other', 'a*', 'ab*', true],
    ['two prefixes that differ', 'a*', 'b*', false],
    ['a prefix and a suffix', 'a*', '*b', true],
    ['two suffixes that differ', '*a', '*b', false],
    ['a text that is too short for the other', 'a', 'a?*', false],
    ['a question mark against a letter', 'a?', 'ab', true],
    ['an open character that would have to be two letters', '*ab*', '?', false],
  ])('%s', (_name, a, b, expected) => {
    expect(overlaps(a, b)).toBe(expected);
    expect(overlaps(b, a)).toBe(expected);
  });

  test('agrees with trying every short text', () => {
    const short = fc
      .array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 4 })
      .map((characters) => characters.join(''));
    fc.assert(
      fc.property(short, short, (a, b) => {
        const [one, other] = [asRegExp(a), asRegExp(b)];
        expect(overlaps(a, b)).toBe(texts.some((text) => one.test(text) && other.test(text)));
      }),
      { numRuns: examples(500) },
    );
  });
});

describe('speed', () => {
  const size = 6144;
  testSome([
    ['hundreds of stars between equal letters', 'a*'.repeat(size / 2), 'a'.repeat(size)],
    ['a star before half a text of equal letters', `*${'a'.repeat(size / 2)}b*`, 'a'.repeat(size)],
    ['a star before half a text with question marks', `*a${'?a'.repeat(size / 4)}b*`, 'a'.repeat(size)],
    ['question marks among the stars', '*?a'.repeat(size / 3), '?a*'.repeat(size / 3)],
    ['a star in the middle of everything', `${'?'.repeat(size / 2)}*${'?'.repeat(size / 2)}`, '?*'.repeat(size / 2)],
    ['chunks that nearly fit', '*aaaaaaab'.repeat(size / 9), 'a'.repeat(size)],
    ['the same pattern with its runs in another order', '*?'.repeat(size / 2), '?*'.repeat(size / 2)],
  ])('%s are judged in milliseconds', (_name, outer, inner) => {
    for (const judge of [contains, matches, overlaps]) {
      expect(quickestOfFive(() => judge(outer, inner))).toBeLessThan(50);
    }
  });
});

/** In milliseconds; the quickest, as other processes share the machine. */
function quickestOfFive(run: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}

function witnessHolds(outer: string, inner: string): boolean {
  const text = witness(inner, outer);
  return text !== undefined && asRegExp(inner).test(text) && !asRegExp(outer).test(text);
}

function asRegExp(given: string): RegExp {
  const source = given.replace(/[^*?]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source.replaceAll('\\a', 'a').replaceAll('\\b', 'b').replaceAll('\\f', 'f')}$`, 's');
}

function textsUpTo(length: number, letters: readonly string[]): string[] {
  const all = [''];
  for (let i = 0; i < all.length && (all[i] ?? '').length < length; i++) {
    letters.forEach((letter) => all.push((all[i] ?? '') + letter));
  }
  return all;
}
