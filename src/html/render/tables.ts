import { counted } from '../../text/duration';
import type { Cell, TableBlock } from '../page/block';
import type { Phrase } from '../page/phrase';
import { markMarkup } from '../markup/marks';
import { element, raw, write, type Markup } from '../markup/markup';
import { phrase, plainText } from '../markup/phrases';
import type { Room } from './room';

/** The lines of a cell that are open; a reader unfolds the others. */
const openLines = 12;

/** A cell with a longer line is not narrow on a phone: the table scrolls, and stays short. Prose is short enough up to twice that. */
const longLine = 40;

/** A word of an ARN is longer; one of prose is not. */
const longWord = 24;

/** A table in a region of its own that a reader can scroll, also with the keyboard. */
export function tableMarkup(block: TableBlock, room: Room): Markup {
  const { title, columns, rows, isFolded } = block;
  const region = element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': plainText(title) },
    element('table', {}, head(columns), bodyOf(rows, columns.length, room)),
  );
  if (isFolded !== true) return element('div', {}, element('h3', {}, ...phrase(title)), region);
  return element('details', {}, element('summary', {}, ...phrase(title)), region);
}

function head(columns: readonly string[]): Markup {
  return element('thead', {}, element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column))));
}

/** The rows that fit, and a row that counts the others. */
function bodyOf(rows: TableBlock['rows'], columns: number, room: Room): Markup {
  const written: string[] = [];
  for (const row of rows) {
    const text = write(element('tr', {}, ...row.map(cellMarkup)));
    if (!room.take(text)) break;
    written.push(text);
  }
  const left = rows.length - written.length;
  const words = `and ${counted(left, 'more row')}, because the page would be too large`;
  const rest = left === 0 ? [] : [element('tr', {}, element('td', { colspan: columns }, words))];
  return element('tbody', {}, raw(written.join('')), ...rest);
}

function cellMarkup({ mark, lines }: Cell): Markup {
  const marked = mark === undefined ? [] : [element('div', {}, markMarkup(mark))];
  const isLong = lines.some((line) => isLongLine(plainText(line)));
  return element(
    'td',
    isLong ? { class: 'long' } : {},
    ...marked,
    ...linesMarkup(lines.slice(0, openLines)),
    ...folded(lines.slice(openLines)),
  );
}

function isLongLine(text: string): boolean {
  const hasLongWord = text.split(' ').some((word) => word.length > longWord);
  return text.length > (hasLongWord ? longLine : 2 * longLine);
}

/** The other lines, written short: there can be thousands. */
function folded(lines: Cell['lines']): Markup[] {
  if (lines.length === 0) return [];
  const summary = element('summary', {}, `and ${lines.length} more`);
  return [element('details', {}, summary, ...lines.flatMap((line) => [element('br', {}), ...whole(line)]))];
}

function whole(line: Phrase): Markup[] {
  return line.map((part) => (typeof part === 'string' ? part : element('code', {}, part.name)));
}

/** Each line in a box of its own: a line that is broken is indented, so that it does not look like two. A single line needs no box. */
function linesMarkup(lines: Cell['lines']): Markup[] {
  const [only = [], ...others] = lines;
  return others.length === 0 ? phrase(only) : lines.map((line) => element('div', {}, ...phrase(line)));
}
