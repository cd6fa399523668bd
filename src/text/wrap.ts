import { stripVTControlCharacters } from 'node:util';

/** The narrowest width that is wrapped; shorter lines cannot be read. */
const narrowest = 40;

/**
 * A line, cut at spaces into lines of at most `width` characters. All but the first are indented by the indentation of the first and by `hanging`. A
 * word that is longer than a line, such as an ARN, stays whole, so that it can be copied. Colours have no width.
 */
export function wrapLine(line: string, width: number, hanging = 2): string {
  if (width < narrowest || lengthOf(line) <= width) return line;
  const [indent = ''] = /^ */.exec(line) ?? [];
  const lines: string[] = [];
  let current = '';
  for (const word of line.slice(indent.length).split(' ')) {
    const start = lines.length === 0 ? indent : indent + ' '.repeat(hanging);
    const longer = current === '' ? start + word : `${current} ${word}`;
    if (current === '' || lengthOf(longer) <= width) {
      current = longer;
      continue;
    }
    lines.push(current);
    current = indent + ' '.repeat(hanging) + word;
  }
  return [...lines, current].join('\n');
}

/** Truncates a line that must not be wrapped, because the lines below it share its columns. */
export function cutLine(line: string, width: number): string {
  return width < narrowest || line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/** Truncates a text to a bound, and adds the number of characters that are left out. */
export function bounded(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length - most} more characters)`;
}

function lengthOf(line: string): number {
  return stripVTControlCharacters(line).length;
}
