// An expression that is written into a function is a new object for each call.
const ascii = /^[\0-\x7f]*$/;

export function isAscii(text: string): boolean {
  return ascii.test(text);
}

/** Lower case for ASCII text; other text is unchanged. Outside ASCII two different names can fold to one: the Kelvin sign becomes a plain k. */
export function foldAscii(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text;
}
