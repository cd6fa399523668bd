import type { Excerpt } from '../../checks';
import { parseLenientJson } from '../../json';
import { locate, type Span } from './locate';
import { positionsOf } from './lines';

const widest = 120;
/** Lines that are shown before and after the one that is meant. */
const around = 3;
/** A larger statement is pointed at, and not shown. */
const largest = 64 * 1024;

/** The statement, or the state, in which a value stands; undefined where it is in neither. */
export function partAround(pointer: string): string | undefined {
  return (/^\/Statement\/\d+/.exec(pointer) ?? /^.*\/States\/[^/]+/.exec(pointer))?.[0];
}

/** Excerpts of a part of a document, which is laid out anew: documents are mostly written in one line. One for each pointer. */
export function excerptsOf(document: string, span: Span, part: string, pointers: readonly string[]): Excerpt[] {
  const lines = span.end - span.start > largest ? undefined : laidOut(document.slice(span.start, span.end));
  if (lines === undefined) return [];
  const inside = pointers.map((pointer) => pointer.slice(part.length));
  const places = locate(lines, inside);
  const asLines = lines.split('\n');
  return inside.map((pointer) => excerptOf(lines, asLines, pointer === '' ? undefined : places.get(pointer)));
}

function laidOut(part: string): string | undefined {
  try {
    return JSON.stringify(parseLenientJson(part), undefined, 2);
  } catch {
    return undefined;
  }
}

function excerptOf(text: string, lines: readonly string[], meant: Span | undefined): Excerpt {
  const [start, end] = meant === undefined ? [] : positionsOf(text, [meant.start, meant.end]);
  const line = (start?.line ?? 1) - 1;
  const first = Math.max(0, Math.min(line - around, lines.length - 2 * around - 1));
  const window = lines.slice(first, first + 2 * around + 1);
  // What goes over several lines needs no caret: it is what is shown.
  if (start === undefined || start.line !== end?.line || start.column === 1)
    return { lines: window.map((one) => cut(one, 0)) };
  const shift = Math.max(0, start.column + Math.min(20, end.column - start.column) - widest);
  const column = start.column - shift + (shift > 0 ? 1 : 0);
  const shown = window.map((one, index) => (index === line - first ? cut(one, shift) : cut(one, 0)));
  const length = Math.max(1, Math.min(end.column - start.column, widest - column));
  return { lines: shown, caret: { line: line - first, column, length } };
}

/** At most 120 characters of a line, with `…` for what is left out. */
function cut(line: string, from: number): string {
  const rest = from > 0 ? `…${line.slice(from)}` : line;
  return rest.length > widest ? `${rest.slice(0, widest - 1)}…` : rest;
}
