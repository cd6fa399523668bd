/**
 * How much the tests do. `npm test` runs a sample of each kind within a minute; `npm run test:all` runs every case. jest.config.js decides
 * which, by the variable KEYTURN_TESTS, and also leaves the files named `*.slow.test.ts` to `npm run test:all`.
 */
export const runsAll = (globalThis as { readonly runsAll?: boolean }).runsAll === true;

/** The number of examples of a property: all that are asked for, or a tenth of them in `npm test`. */
export const examples = (all: number): number => (runsAll ? all : Math.ceil(all / 10));

/** All cases, or the first case of each kind in `npm test`. */
export function oneOfEach<Case>(all: readonly Case[], kindOf: (one: Case) => string): readonly Case[] {
  if (runsAll) return all;
  const kinds = new Set<string>();
  return all.filter((one) => {
    const kind = kindOf(one);
    return !kinds.has(kind) && kinds.add(kind);
  });
}

/** All rows of a table, or every eighth in `npm test`. */
export const someOf = <Row>(all: readonly Row[]): readonly Row[] =>
  runsAll ? all : all.filter((_, index) => index % 8 === 0);

/** A test that `npm test` leaves to `npm run test:all`. */
export function slowTest(name: string, run: jest.ProvidesCallback): void {
  if (runsAll) test(name, run);
}

/** `test.each` of all rows of a table, or of every eighth in `npm test`. */
export const testSome =
  <Row extends readonly [unknown, ...unknown[]]>(rows: readonly Row[]) =>
  (name: string, run: (...row: Row) => unknown): void =>
    test.each(someOf(rows).map((row): [...Row] => [...row]))(name, run);
