const colon = 0x3a;
const comma = 0x2c;
const quote = 0x22;
const backslash = 0x5c;

/** A quote with an even number of backslashes before it. */
const closingQuote = /(?<!\\)(?:\\\\)*?"/g;

/** The offset after the closing quote of the string that starts here; the end of the text if there is none. */
export function endOfString(text: string, start: number): number {
  const end = text.indexOf('"', start + 1);
  if (end < 0) return text.length;
  if (text.charCodeAt(end - 1) !== backslash) return end + 1;
  // A policy or a definition is a string with thousands of escaped quotes.
  closingQuote.lastIndex = start + 1;
  return closingQuote.test(text) ? closingQuote.lastIndex : text.length;
}

/** The offset of the first character from here that is not white space. */
export function afterSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The number of keys that a text writes, which must be JSON: a string is a key if a colon comes after it. */
export function countWrittenKeys(text: string): number {
  let keys = 0;
  let at = text.indexOf('"');
  while (at >= 0) {
    const end = endOfString(text, at);
    const after = text.charCodeAt(end);
    const isKey = after === colon || text.charCodeAt(afterSpace(text, end)) === colon;
    if (isKey) keys++;
    // In a text without white space, most strings begin right after a colon or a comma.
    const isNext = (after === colon || after === comma) && text.charCodeAt(end + 1) === quote;
    at = isNext ? end + 1 : text.indexOf('"', end);
  }
  return keys;
}
