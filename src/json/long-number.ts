const text = /"(?:[^"\\]|\\.)*"/g;
/** JavaScript keeps 15 digits of every fraction, and each exponent of two digits. */
const long = /-?(?=[\d.]{17}|[\d.]+[eE][+-]?\d{3})\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A number in a JSON text whose value JavaScript can change. A long integer is known by its size, without this. */
export function longNumber(json: string): string | undefined {
  // Most texts need no second look. A text in quotes can contain such a number.
  if (json.search(long) < 0) return undefined;
  return json
    .replace(text, '')
    .match(long)
    ?.find((number) => /[.eE]/.test(number));
}
