import type { Json } from '../../json';
import { instantOf } from './timestamps';

/** Whether a value and an operand have the operator's relation. A value of another type never has. */
export type Test = (value: Json, operand: Json) => boolean;

type Ordering = (a: number | string, b: number | string) => boolean;

const orders: Readonly<Record<string, Ordering>> = {
  Equals: (a, b) => a === b,
  LessThan: (a, b) => a < b,
  GreaterThan: (a, b) => a > b,
  LessThanEquals: (a, b) => a <= b,
  GreaterThanEquals: (a, b) => a >= b,
};

/** Converts a value for a family of operators; undefined if the value has another type. */
const readings: Readonly<Record<string, (value: Json) => number | string | undefined>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Timestamp: (value) => (typeof value === 'string' ? instantOf(value) : undefined),
};

const tests = new Map<string, Test>([
  ['BooleanEquals', (value, operand) => typeof value === 'boolean' && value === operand],
  ['BooleanEqualsPath', (value, operand) => typeof value === 'boolean' && value === operand],
  [
    'StringMatches',
    (value, operand) => typeof value === 'string' && typeof operand === 'string' && globMatches(operand, value),
  ],
  ['IsPresent', () => true],
  ['IsNull', is((value) => value === null)],
  ['IsNumeric', is((value) => typeof value === 'number')],
  ['IsString', is((value) => typeof value === 'string')],
  ['IsBoolean', is((value) => typeof value === 'boolean')],
  ['IsTimestamp', is((value) => typeof value === 'string' && instantOf(value) !== undefined)],
]);

for (const [family, read] of Object.entries(readings)) {
  for (const [relation, holds] of Object.entries(orders)) {
    const test: Test = (value, operand) => {
      const left = read(value);
      const right = read(operand);
      return left !== undefined && right !== undefined && holds(left, right);
    };
    tests.set(`${family}${relation}`, test).set(`${family}${relation}Path`, test);
  }
}

/** The comparison with the given name. https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export function comparisonOf(name: string): Test | undefined {
  return tests.get(name);
}

function is(holds: (value: Json) => boolean): Test {
  return (value, operand) => holds(value) === operand;
}

/**
 * `StringMatches`: `*` matches any characters, `\*` a star, `\\` a backslash. The running time is at most the product of the two lengths, for
 * every pattern.
 */
function globMatches(pattern: string, text: string): boolean {
  const pieces = [...pattern.matchAll(/\\([\\*])|(\*)|([^])/g)].map(([, escaped, star, plain]) =>
    star ? undefined : (escaped ?? plain),
  );
  let piece = 0;
  let star = -1;
  let restart = 0;
  let at = 0;
  while (at < text.length) {
    if (piece < pieces.length && pieces[piece] === undefined) {
      star = piece++;
      restart = at;
    } else if (piece < pieces.length && pieces[piece] === text[at]) {
      piece++;
      at++;
    } else if (star >= 0) {
      piece = star + 1;
      at = ++restart;
    } else return false;
  }
  return pieces.slice(piece).every((rest) => rest === undefined);
}
