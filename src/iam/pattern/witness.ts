import { align, takesAll } from './lay-pattern';
import { contains, matches } from './pattern';
import { matcherOf, subjectOfPattern } from './compiled-pattern';

/** The values for a star in an example, in this order: readable words before runs of letters. */
const readableFillings = ['example', 'anything', 'other', 'x', 'xx', 'xxx'];

/**
 * A text that `inner` matches and `outer` does not; undefined if there is none. It is readable if possible: `preferred` texts come first, then
 * `inner` with words for its stars.
 */
export function witness(inner: string, outer: string, preferred: readonly string[] = []): string | undefined {
  const isWitness = (text: string): boolean => matches(inner, text) && !matches(outer, text);
  const known = preferred.find(isWitness);
  if (known !== undefined) return known;
  if (contains(outer, inner)) return undefined;
  for (const candidate of readableCandidates(inner)) if (isWitness(candidate)) return candidate;
  return certainWitness(inner, outer, isWitness);
}

/** A few texts that `inner` matches, the best known first. */
export function* readableCandidates(inner: string): Generator<string, void> {
  for (const word of readableFillings) yield fill(inner, () => word, 'x');
  yield fill(inner, () => '', 'x');
}

/** The text from the proof at `contains`, with the shortest possible runs. */
function certainWitness(inner: string, outer: string, isWitness: (text: string) => boolean): string | undefined {
  const { longStars } = align(matcherOf(outer), subjectOfPattern(inner), takesAll);
  const filler = characterOutside(outer);
  for (let length = 1; ; length = Math.min(length * 4, outer.length + 1)) {
    const run = filler.repeat(length);
    const text = fill(inner, (boundary) => (longStars[boundary] === 1 ? run : ''), filler);
    if (isWitness(text)) return text;
    if (length > outer.length) return undefined;
  }
}

/** `inner` with each star and each `?` replaced; a star is named by the number of characters before it that are not stars. */
function fill(inner: string, star: (boundary: number) => string, questionMark: string): string {
  let boundary = 0;
  let text = '';
  let previous = '';
  for (const character of inner.split('')) {
    if (character !== '*') boundary++;
    if (character === '?') text += questionMark;
    else if (character !== '*') text += character;
    else if (previous !== '*') text += star(boundary);
    previous = character;
  }
  return text;
}

const readable = 'xzqjkvwyabcdefghilmnoprstuXZQJKVWYABCDEFGHILMNOPRSTU0123456789-_.';

/** A character that the pattern does not name: a readable one if possible. */
function characterOutside(pattern: string): string {
  const named = new Set(pattern);
  const letter = readable.split('').find((character) => !named.has(character));
  if (letter !== undefined) return letter;
  for (let code = 0xa1; code < 0xd800; code++) {
    const character = String.fromCharCode(code);
    if (!named.has(character)) return character;
  }
  return '';
}
