/** Lower case for ASCII text; other text is unchanged. Outside ASCII two different names can fold to one: the Kelvin sign becomes a plain k. */
export function foldAscii(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text.toLowerCase() : text;
}
