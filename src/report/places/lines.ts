import type { TextPosition } from '../../json';

/** Computes line and column, both from 1, of offsets in rising order, in one pass. CR LF is one line end; so is a CR or an LF alone. */
export function positionsOf(text: string, offsets: readonly number[]): TextPosition[] {
  let line = 1;
  let start = 0;
  let feed = next(text, '\n', 0);
  let carriage = next(text, '\r', 0);
  return offsets.map((offset) => {
    for (;;) {
      const end = Math.min(feed, carriage);
      const after = end === carriage && feed === carriage + 1 ? end + 2 : end + 1;
      if (after > offset) return { line, column: offset - start + 1 };
      line++;
      start = after;
      if (feed < after) feed = next(text, '\n', after);
      if (carriage < after) carriage = next(text, '\r', after);
    }
  });
}

function next(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? Infinity : at;
}
