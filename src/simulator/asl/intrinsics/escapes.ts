/** The text of a quoted literal: `\'`, `\{`, `\}` and `\\` lose their backslash, any other backslash stays. */
export function unescape(literal: string): string {
  return literal.replace(/\\(['{}\\])/g, '$1');
}
