import { align, canTake, takesAll } from './align';
import { matcherOf as readMatcher, subjectOfPattern, subjectOfText, type Matcher } from './shape';

/**
 * Patterns as IAM reads them: `*` is any run of characters, also none and also across `:` and `/`; `?` is exactly one character.
 * Everything else is itself, with its case. All answers are exact, at a cost far below the product of the two lengths.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */

/** A contract's patterns are asked again and again, so the last ones that were taken apart are kept. */
const matchers = new Map<string, Matcher>();
const mostMatchers = 1000;

function matcherOf(pattern: string): Matcher {
  const known = matchers.get(pattern);
  if (known !== undefined) return known;
  const matcher = readMatcher(pattern);
  if (matchers.size >= mostMatchers) matchers.clear();
  matchers.set(pattern, matcher);
  return matcher;
}

/** Whether the pattern matches the text; `*` and `?` in the text are plain characters. */
export function matches(pattern: string, text: string): boolean {
  if (differAtStart(pattern, text) || differAtEnd(pattern, text)) return false;
  return align(matcherOf(pattern), subjectOfText(text), takesAll).fits;
}

/**
 * Whether every text that `inner` matches is matched by `outer` too. Decided by laying `outer` over `inner` itself, read as a
 * sequence in which a `?` of `inner` is taken only by a wildcard of `outer`, and a `*` of `inner` only by a `*`.
 *
 * Why a yes is right: the same layout serves every text of `inner`. Whatever is put for a `?` or a `*` lies under a wildcard that
 * takes any characters, and gaps have their minimum from symbols that are in every such text.
 *
 * Why a no is right: there is then a text of `inner` that `outer` does not match. Take a character f that `outer` does not name (one
 * always exists: there are 65,536) and put f for each `?`. Go through the layout until it fails. Of the stars that lie in a gap,
 * let those before its minimum is reached be empty, and all others be a run of f longer than `outer`. A chunk then has no place
 * before the one that the layout found: it begins and ends with a literal, so it does not begin or end on an f, and it is
 * too short to span a run of them; nor can it begin before the minimum, as the stars there are empty. So the text is
 * laid out as the sequence was, and fails where it failed: no place for a chunk, a head or a tail with an f under a literal, or too few
 * characters for the last minimum when the remaining stars are empty. As each chunk took its first place, no other layout does
 * better. `witness` returns that text.
 */
export function contains(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true;
  if (differAtStart(outer, inner) || differAtEnd(outer, inner)) return false;
  return align(matcherOf(outer), subjectOfPattern(inner), takesAll).fits;
}

/**
 * Whether one text is matched by both. If both have a star, what lies between their first and last stars never conflicts: the one's
 * middle may be followed by the other's; so the ends decide. If only one has a star, it is laid over the other,
 * whose `?` may be chosen to suit.
 */
export function overlaps(a: string, b: string): boolean {
  if (a.includes('*') && b.includes('*')) {
    return agreeAtStart(a, b) && agreeAtStart(reversed(a), reversed(b));
  }
  const [matcher, fixed] = b.includes('*') ? [b, a] : [a, b];
  return align(matcherOf(matcher), subjectOfPattern(fixed), canTake).fits;
}

/** Whether the characters before the first star of `outer` already rule out `inner`: the common case, told without taking either apart. */
function differAtStart(outer: string, inner: string): boolean {
  for (let i = 0; i < outer.length; i++) {
    const code = outer.charCodeAt(i);
    if (code === 0x2a || code === 0x3f) return false;
    if (code !== inner.charCodeAt(i)) return true;
  }
  return false;
}

/** The same for those after its last star. */
function differAtEnd(outer: string, inner: string): boolean {
  for (let i = 1; i <= outer.length; i++) {
    const code = outer.charCodeAt(outer.length - i);
    if (code === 0x2a || code === 0x3f) return false;
    if (code !== inner.charCodeAt(inner.length - i)) return true;
  }
  return outer.length !== inner.length;
}

function agreeAtStart(a: string, b: string): boolean {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [one, other] = [a.charAt(i), b.charAt(i)];
    if (one === '*' || other === '*') return true;
    if (one !== other && one !== '?' && other !== '?') return false;
  }
  return true;
}

function reversed(text: string): string {
  return Array.from({ length: text.length }, (_, i) => text.charAt(text.length - 1 - i)).join('');
}
