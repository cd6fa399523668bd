import { parseJsonFile } from '../../json';
import type { ListKind, WrittenItems } from './item';
import { itemsOfList } from './list-items';

/** Reads a list. Throws an InputError if the text is not JSON. */
export function itemsOfJson(text: string, file: string, kind: ListKind): WrittenItems {
  return itemsOfList(parseJsonFile(text, file), linesOfItems(text), file, kind);
}

/** The line in which each item of a list begins. The text is valid JSON. */
function linesOfItems(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  let isNext = false;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},\n]|[^\s[\]{},"]+/g)) {
    if (token === '\n') {
      line += 1;
      continue;
    }
    const closes = token === ']' || token === '}';
    if (depth === 1 && isNext && !closes) lines.push(line);
    isNext = depth === 1 ? token === ',' : depth === 0;
    if (token === '[' || token === '{') depth += 1;
    if (closes) depth -= 1;
  }
  return lines;
}
