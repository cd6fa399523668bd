/** The lines of a text that are not empty, in one order: files that differ only in the order of their lines have the same text. */
export function sortedLines(text: string): string {
  return text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .sort()
    .join('\n');
}
