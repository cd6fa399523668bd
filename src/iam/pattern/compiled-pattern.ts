/**
 * Patterns in the form that `pattern.ts` needs. `*` matches any characters, also none; `?` matches exactly one; a character is a UTF-16 code unit.
 */

/** `?` in a sequence of symbols; every other symbol is the code unit of a literal character. */
export const anyCharacter = -1;

const star = 0x2a;
const questionMark = 0x3f;

/**
 * A pattern, or a plain text, as the sequence that is matched: its symbols without the stars, and where the stars were.
 * A star "at boundary i" stands before symbol i; at boundary `symbols.length` it stands at the end.
 */
export interface CompiledPattern {
  readonly symbols: Int32Array;
  readonly hasStar: Uint8Array;
  /** For every boundary, the first one from there on that has a star; past the end if there is none. */
  readonly nextStar: Int32Array;
}

/**
 * A pattern as the matcher: `head`, then gaps and chunks in turn, then `tail`. A gap is a star with the `?` next to it, so it takes any run
 * of at least `gaps[i]` characters (`?*`, `*?` and `*?*` are one and the same). So the chunks between gaps begin and end with a literal
 * character, the head ends with one, and the tail begins with one. Without a star there are no gaps, and the head is the whole pattern.
 */
export interface Matcher {
  readonly head: Int32Array;
  readonly gaps: readonly number[];
  readonly chunks: readonly Int32Array[];
  readonly tail: Int32Array;
}

/** Whether a symbol of a matcher matches a symbol of a subject. */
export type Takes = (wanted: number, given: number) => boolean;

/** Reads `*` and `?` in the pattern as wildcards. */
export function subjectOfPattern(pattern: string): CompiledPattern {
  return subject(pattern, true);
}

/** Reads every character literally. */
export function subjectOfText(text: string): CompiledPattern {
  return subject(text, false);
}

function subject(text: string, wildcards: boolean): CompiledPattern {
  const symbols = new Int32Array(text.length);
  const hasStar = new Uint8Array(text.length + 1);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (wildcards && code === star) hasStar[length] = 1;
    else symbols[length++] = wildcards && code === questionMark ? anyCharacter : code;
  }
  const nextStar = new Int32Array(length + 2).fill(length + 1);
  for (let boundary = length; boundary >= 0; boundary--) {
    nextStar[boundary] = hasStar[boundary] === 1 ? boundary : at(nextStar, boundary + 1);
  }
  return { symbols: symbols.subarray(0, length), hasStar: hasStar.subarray(0, length + 1), nextStar };
}

export function matcherOf(pattern: string): Matcher {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  const none = new Int32Array(0);
  if (last === undefined) return { head: symbolsOf(first), gaps: [], chunks: [], tail: none };

  const head = symbolsOf(first);
  const headEnd = endWithoutAny(head);
  const gaps: number[] = [];
  const chunks: Int32Array[] = [];
  let gap = head.length - headEnd;
  for (const piece of rest) {
    const chunk = symbolsOf(piece);
    const start = startWithoutAny(chunk);
    gap += start;
    if (start === chunk.length) continue;
    const end = endWithoutAny(chunk);
    gaps.push(gap);
    chunks.push(chunk.subarray(start, end));
    gap = chunk.length - end;
  }
  const tail = symbolsOf(last);
  const tailStart = startWithoutAny(tail);
  gaps.push(gap + tailStart);
  return { head: head.subarray(0, headEnd), gaps, chunks, tail: tail.subarray(tailStart) };
}

function symbolsOf(piece: string): Int32Array {
  return subject(piece, true).symbols;
}

function startWithoutAny(symbols: Int32Array): number {
  let start = 0;
  while (start < symbols.length && symbols[start] === anyCharacter) start++;
  return start;
}

function endWithoutAny(symbols: Int32Array): number {
  let end = symbols.length;
  while (end > 0 && symbols[end - 1] === anyCharacter) end--;
  return end;
}

function at(numbers: Int32Array, index: number): number {
  return numbers[index] ?? 0;
}
