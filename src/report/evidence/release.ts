/** Reports whether a release such as 0.1.0 is older than another one. A text that is not a release is not older. */
export function isOlder(one: string, other: string): boolean {
  const [before, after] = [numbersOf(one), numbersOf(other)];
  if (before === undefined || after === undefined) return false;
  const at = before.findIndex((number, index) => number !== after[index]);
  return at !== -1 && (before[at] ?? 0) < (after[at] ?? 0);
}

function numbersOf(release: string): readonly number[] | undefined {
  const [, ...numbers] = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:-[\w.]+)?$/.exec(release) ?? [];
  return numbers.length === 0 ? undefined : numbers.map(Number);
}
