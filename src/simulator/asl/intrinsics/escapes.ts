/** The text that a quoted literal stands for: `\'`, `\{`, `\}` and `\\` lose their backslash, any other backslash stays. */
export function unescape(literal: string): string {
  return literal.replace(/\\(['{}\\])/g, '$1');
}
