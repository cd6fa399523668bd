import { endOfString } from './written';

/** JavaScript keeps 15 digits of every fraction, and each exponent of two digits. */
const long = /-?(?=[\d.]{17}|[\d.]+[eE][+-]?\d{3})\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** The shortest number that it finds: 1e400. */
const shortest = 5;

/** The problem with a number in a JSON text that JavaScript can change; undefined if there is none. */
export function longNumberProblem(json: string): string | undefined {
  const found = longNumber(json);
  return found === undefined ? undefined : `the number ${found} has more digits than are compared`;
}

/** A number in a JSON text whose value JavaScript can change. A long integer is known by its size, without this. */
export function longNumber(json: string): string | undefined {
  for (let from = 0; from < json.length;) {
    const quote = json.indexOf('"', from);
    const end = quote < 0 ? json.length : quote;
    // Between two texts is a colon or a comma in most cases.
    const numbers = end - from < shortest ? null : json.slice(from, end).match(long);
    const found = numbers?.find((number) => /[.eE]/.test(number));
    if (found !== undefined || quote < 0) return found;
    from = endOfString(json, quote);
  }
  return undefined;
}
