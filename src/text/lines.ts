/** The lines of a text that are not empty, in one order: files that differ only in the order of their lines have the same text. */
export function sortedLines(text: string): string {
  return text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .sort()
    .join('\n');
}

/**
 * The problem of a text that git left with an undecided merge, with its line; undefined if there is none. To be asked of a text that is not what it
 * should be: in another, a line can look so by chance.
 * https://git-scm.com/docs/git-merge#_how_conflicts_are_presented
 */
export function conflictIn(text: string): { readonly line: number; readonly problem: string } | undefined {
  const marker = /^(?:(?:<{7}|\|{7}|>{7})(?: .*)?|={7})\r?$/m.exec(text);
  if (marker === null) return undefined;
  const line = text.slice(0, marker.index).split('\n').length;
  return { line, problem: 'a conflict marker of git; resolve the merge, and remove the lines with markers' };
}
