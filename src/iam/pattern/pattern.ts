import { align, canTake, takesAll } from './lay-pattern';
import {
  matcherOf as readMatcher,
  subjectOfPattern as readPattern,
  subjectOfText as readText,
} from './compiled-pattern';

/**
 * Patterns as IAM reads them: `*` is any run of characters, also none and also across `:` and `/`; `?` is exactly one character.
 * Everything else is itself, with its case. All answers are exact, at a cost far below the product of the two lengths.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */

/** The cache of compiled patterns. A contract's patterns, and the common actions, are compared again and again. */
function keeping<T>(most: number, take: (text: string) => T): (text: string) => T {
  const taken = new Map<string, T>();
  return (text) => {
    const known = taken.get(text);
    if (known !== undefined) return known;
    const made = take(text);
    if (taken.size >= most) taken.clear();
    taken.set(text, made);
    return made;
  };
}

const matcherOf = keeping(1000, readMatcher);
const subjectOfText = keeping(50, readText);
const subjectOfPattern = keeping(50, readPattern);

/** Whether the pattern matches the text; `*` and `?` in the text are plain characters. */
export function matches(pattern: string, text: string): boolean {
  if (differAtStart(pattern, text) || differAtEnd(pattern, text)) return false;
  return align(matcherOf(pattern), subjectOfText(text), takesAll).fits;
}

/**
 * Whether every text that `inner` matches is matched by `outer` too. Decided by laying `outer` over `inner` itself, read as a
 * sequence in which a `?` of `inner` is taken only by a wildcard of `outer`, and a `*` of `inner` only by a `*`.
 *
 * Why a yes is right: the same layout serves every text of `inner`. Every text for a `?` or a `*` is under a wildcard that
 * takes any characters, and gaps have their minimum from symbols that are in every such text.
 *
 * Why a no is right: there is then a text of `inner` that `outer` does not match. Take a character f that `outer` does not name (one
 * always exists: there are 65,536) and put f for each `?`. Go through the layout until it fails. Of the stars inside a gap,
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
 * Whether one text is matched by both. If both have a star, the parts between their first and last stars never conflict: the middle of one can follow the middle of the other; so the ends decide. If only one has a star, it is laid over the other, whose `?` can be chosen to match.
 */
export function overlaps(a: string, b: string): boolean {
  if (a.includes('*') && b.includes('*')) {
    return agree(a, b, fromStart) && agree(a, b, fromEnd);
  }
  if (clashAtStart(a, b)) return false;
  const [matcher, fixed] = b.includes('*') ? [b, a] : [a, b];
  return align(matcherOf(matcher), subjectOfPattern(fixed), canTake).fits;
}

/** Whether the characters before the first star of `outer` already rule out `inner`. This is the common case, and needs no compiled pattern. */
function differAtStart(outer: string, inner: string): boolean {
  for (let i = 0; i < outer.length; i++) {
    const code = outer.charCodeAt(i);
    if (code === 0x2a || code === 0x3f) return false;
    if (code !== inner.charCodeAt(i)) return true;
  }
  return false;
}

/** Whether the characters of both before the first wildcard of either are already different. */
function clashAtStart(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const one = a.charCodeAt(i);
    const other = b.charCodeAt(i);
    if (one === 0x2a || one === 0x3f || other === 0x2a || other === 0x3f) return false;
    if (one !== other) return true;
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

/** Whether the parts before the first star of both can be equal, read from the same end. */
function agree(a: string, b: string, characterAt: (text: string, index: number) => string): boolean {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const one = characterAt(a, i);
    const other = characterAt(b, i);
    if (one === '*' || other === '*') return true;
    if (one !== other && one !== '?' && other !== '?') return false;
  }
  return true;
}

const fromStart = (text: string, index: number): string => text.charAt(index);
const fromEnd = (text: string, index: number): string => text.charAt(text.length - 1 - index);
