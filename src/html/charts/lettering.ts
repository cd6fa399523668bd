import { element, type Markup } from '../markup/markup';

/** The widest advance of common fixed-width fonts, as a part of the size: DejaVu Sans Mono, Menlo and Courier New have 0.6. */
const advance = 0.615;
/** Room for a character that a font of another script shows. */
const wideAdvance = 1.3;
const lastPlain = 0x2ff;

function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) > lastPlain;
}

/** The width of a line in a fixed-width font, in pixels. */
export function widthOf(text: string, size: number): number {
  return Array.from(text).reduce((sum, one) => sum + (isWide(one) ? wideAdvance : advance) * size, 0);
}

/** A text in lines of at most this many pixels, broken between words where that is possible. */
export function wrapped(text: string, size: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer, size) <= most) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = broken(word, size, most);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** A word in pieces, each as long as a line. */
function broken(word: string, size: number, most: number): string[] {
  const pieces = [''];
  for (const character of Array.from(word)) {
    const piece = pieces.at(-1) ?? '';
    if (piece !== '' && widthOf(piece + character, size) > most) pieces.push(character);
    else pieces[pieces.length - 1] = piece + character;
  }
  return pieces;
}

/** The place of a line of text in a picture. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly class?: string;
  readonly anchor?: 'middle' | 'end';
}

/** A line of text in a picture. A text whose letters another font may show is fitted to the width that was reserved for it. */
export function lettering(text: string, { x, y, size, anchor, ...given }: Place): Markup {
  const isFitted = Array.from(text).some(isWide);
  return element(
    'text',
    {
      x: rounded(x),
      y: rounded(y),
      class: [`t${size}`, given.class].filter((one) => one !== undefined).join(' '),
      'text-anchor': anchor,
      ...(isFitted ? { textLength: rounded(widthOf(text, size)), lengthAdjust: 'spacingAndGlyphs' } : {}),
    },
    text,
  );
}

/** A coordinate with one digit, so that a page has the same text on every machine. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
