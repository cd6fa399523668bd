/** An object of a list in a file, with the line where it begins. */
interface Lined {
  readonly line: number;
}

/** Compares by the written names, then by the lines: the order of the file changes nothing. */
export function byName<Item extends Lined>(membersOf: (item: Item) => Readonly<Record<string, unknown>>) {
  const nameOf = (item: Item): string => {
    const { name } = membersOf(item);
    return typeof name === 'string' ? name : '';
  };
  return (one: Item, other: Item): number => {
    const [first, second] = [nameOf(one), nameOf(other)];
    if (first === second) return one.line - other.line;
    return first < second ? -1 : 1;
  };
}
