import type { Excerpt } from '../../checks';
import { parseLenientJson } from '../../json';
import { locate, type Span } from './locate';
import { positionsOf } from './lines';

const widest = 120;
/** The number of lines shown before and after the reported one. */
const around = 3;
/** A larger statement is reported by its place only. */
const largest = 64 * 1024;

/** The statement or the state that contains a value; undefined if it is in neither. */
export function partAround(pointer: string): string | undefined {
  return (/^\/Statement\/\d+/.exec(pointer) ?? /^.*\/States\/[^/]+/.exec(pointer))?.[0];
}

/** Excerpts of a part of a document, one for each pointer. The part is formatted again, because most documents are written in one line. */
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
  // A value of several lines needs no caret: the excerpt shows only this value.
  if (start === undefined || start.line !== end?.line || start.column === 1)
    return { lines: window.map((one) => cut(one, 0)) };
  const shift = Math.max(0, start.column + Math.min(20, end.column - start.column) - widest);
  const column = start.column - shift + (shift > 0 ? 1 : 0);
  const shown = window.map((one, index) => (index === line - first ? cut(one, shift) : cut(one, 0)));
  const length = Math.max(1, Math.min(end.column - start.column, widest - column));
  return { lines: shown, caret: { line: line - first, column, length } };
}

/** At most 120 characters of a line, with `…` for each part that is left out. */
function cut(line: string, from: number): string {
  const rest = from > 0 ? `…${line.slice(from)}` : line;
  return rest.length > widest ? `${rest.slice(0, widest - 1)}…` : rest;
}
