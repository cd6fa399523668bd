// An expression that is written into a function is a new object for each call.
const ascii = /^[\0-\x7f]*$/;

export function isAscii(text: string): boolean {
  return ascii.test(text);
}

/** Whether a text has a letter or a digit of any script. */
export function hasLetterOrDigit(text: string): boolean {
  // Almost every text has one of ASCII, and V8 needs long for the first use of a class of Unicode.
  return /[A-Za-z0-9]/.test(text) || /[\p{L}\p{N}]/u.test(text);
}

/** Lower case for ASCII text; other text is unchanged. Outside ASCII two different names can fold to one: the Kelvin sign becomes a plain k. */
export function foldAscii(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text;
}
