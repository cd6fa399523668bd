import { anyCharacter, type CompiledPattern, type Takes } from './compiled-pattern';

/** Chunks up to this length are compared at each place; a longer one would cost its length at every place. */
const shortChunk = 32;

/**
 * The first place from `earliest` on where a chunk fits symbol by symbol without a star inside it. A star at either end of it belongs to
 * the gap next to it.
 */
export function firstPlace(
  chunk: Int32Array,
  subject: CompiledPattern,
  earliest: number,
  takes: Takes,
): number | undefined {
  const search = chunk.length <= shortChunk ? placeByPlace : allPlacesAtOnce;
  return search(chunk, subject, earliest, takes);
}

function placeByPlace(chunk: Int32Array, subject: CompiledPattern, earliest: number, takes: Takes): number | undefined {
  const { symbols, nextStar } = subject;
  for (let start = earliest; start + chunk.length <= symbols.length; start++) {
    if (!takesAt(chunk, symbols, start, takes)) continue;
    const starInside = nextStar[start + 1] ?? Infinity;
    if (starInside >= start + chunk.length) return start;
    // No place before that star can hold the chunk.
    start = starInside - 1;
  }
  return undefined;
}

/**
 * Shift-And (Baeza-Yates and Gonnet, 1992): bit j means that the last j + 1 symbols match the first j + 1 of the chunk. The cost is the length of the
 * subject times that of the chunk, divided by 32, for any symbols.
 */
function allPlacesAtOnce(
  chunk: Int32Array,
  subject: CompiledPattern,
  earliest: number,
  takes: Takes,
): number | undefined {
  const { symbols, hasStar } = subject;
  const masks = masksOf(chunk, takes);
  const words = masks.others.length;
  const last = chunk.length - 1;
  const fitting = new Uint32Array(words);
  for (let i = earliest; i < symbols.length; i++) {
    if (hasStar[i] === 1) fitting.fill(0);
    const mask = masks.of.get(symbols[i] ?? 0) ?? masks.others;
    let carry = 1;
    for (let word = 0; word < words; word++) {
      const bits = fitting[word] ?? 0;
      fitting[word] = ((bits << 1) | carry) & (mask[word] ?? 0);
      carry = bits >>> 31;
    }
    if (hasBit(fitting, last)) return i - last;
  }
  return undefined;
}

/** For a symbol of the subject, the bits of the symbols in the chunk that match it; `others` for symbols that the chunk does not contain. */
function masksOf(chunk: Int32Array, takes: Takes): { of: Map<number, Uint32Array>; others: Uint32Array } {
  const others = new Uint32Array(Math.ceil(chunk.length / 32));
  const open = new Uint32Array(others.length);
  chunk.forEach((wanted, index) => {
    if (wanted === anyCharacter) setBit(others, index);
    if (takes(wanted, anyCharacter)) setBit(open, index);
  });
  const of = new Map<number, Uint32Array>();
  chunk.forEach((wanted, index) => {
    if (wanted === anyCharacter) return;
    const mask = of.get(wanted) ?? others.slice();
    setBit(mask, index);
    of.set(wanted, mask);
  });
  return { of: of.set(anyCharacter, open), others };
}

export function takesAt(wanted: Int32Array, given: Int32Array, start: number, takes: Takes): boolean {
  for (let i = 0; i < wanted.length; i++) {
    if (!takes(wanted[i] ?? 0, given[start + i] ?? 0)) return false;
  }
  return true;
}

function setBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
}

function hasBit(bits: Uint32Array, index: number): boolean {
  return (((bits[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
}
