import { firstPlace, takesAt } from './search';
import { anyCharacter, type Matcher, type CompiledPattern, type Takes } from './compiled-pattern';

/** `?` matches every character, also an open one of the subject; a literal matches only itself. */
export const takesAll: Takes = (wanted, given) => wanted === anyCharacter || wanted === given;

/** The same, but an open character of the subject can be chosen to match. */
export const canTake: Takes = (wanted, given) => wanted === anyCharacter || given === anyCharacter || wanted === given;

interface Alignment {
  readonly fits: boolean;
  /**
   * For every star of the subject (by its boundary) 1 where it must be long, and 0 where it must be empty, to bring out a failure:
   * with the stars filled so, the subject becomes a text that the matcher does not match.
   */
  readonly longStars: Uint8Array;
}

/**
 * Lays a matcher over a subject from left to right, each chunk at the first place where it fits. A star of the subject is in a gap of the matcher and never in the head, a chunk or the tail; a gap counts only symbols towards its minimum, because every star may be empty. Taking the first place is never wrong: what follows a chunk begins with a gap, and a
 * gap that can take a run can also take a longer one.
 *
 * Worst case: the length of the matcher times that of the subject, divided by 32.
 */
export function align(matcher: Matcher, subject: CompiledPattern, takes: Takes): Alignment {
  const { head, gaps, chunks, tail } = matcher;
  const { symbols } = subject;
  const longStars = new Uint8Array(symbols.length + 1).fill(1);
  const failure = { fits: false, longStars };

  if (!headFits(head, subject, takes)) return failure;
  if (gaps.length === 0) {
    return { fits: head.length === symbols.length && !starsWithin(subject, 0, symbols.length), longStars };
  }

  let position = head.length;
  for (const [index, chunk] of chunks.entries()) {
    const earliest = position + (gaps[index] ?? 0);
    longStars.fill(0, position, Math.min(earliest, longStars.length));
    const start = firstPlace(chunk, subject, earliest, takes);
    if (start === undefined) return failure;
    position = start + chunk.length;
  }

  const tailStart = symbols.length - tail.length;
  if (position + (gaps[chunks.length] ?? 0) > tailStart) {
    longStars.fill(0, Math.min(position, longStars.length));
    return failure;
  }
  const fits = !starsWithin(subject, tailStart + 1, symbols.length) && takesAt(tail, symbols, tailStart, takes);
  return { fits, longStars };
}

function headFits(head: Int32Array, subject: CompiledPattern, takes: Takes): boolean {
  if (head.length > subject.symbols.length) return false;
  return !starsWithin(subject, 0, head.length - 1) && takesAt(head, subject.symbols, 0, takes);
}

/** Whether a star stands at a boundary from `first` to `last`, both included. */
function starsWithin(subject: CompiledPattern, first: number, last: number): boolean {
  return first <= last && (subject.nextStar[first] ?? Infinity) <= last;
}
