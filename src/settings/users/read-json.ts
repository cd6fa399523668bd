import { parseJsonFile } from '../../json';
import type { WrittenUsers } from './item';
import { usersOfList } from './list-items';

/** Reads a list of users. Throws an InputError if the text is not JSON. */
export function usersOfJson(text: string, file: string): WrittenUsers {
  return usersOfList(parseJsonFile(text, file), linesOfItems(text), file);
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
