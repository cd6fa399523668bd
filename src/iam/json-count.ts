/** Deeper nesting is refused: no policy and no plan needs it, and it only serves to exhaust a reader's stack. */
export const maximumDepth = 512;

/** How many keys all objects of a JSON value have together, and how deep it nests; without recursion. */
export function countKeys(root: unknown): { count: number; depth: number } {
  let count = 0;
  let depth = 0;
  let level: object[] = isContainer(root) ? [root] : [];
  while (level.length > 0 && depth <= maximumDepth) {
    depth++;
    const next: object[] = [];
    for (const container of level) {
      if (Array.isArray(container)) {
        for (const item of container) if (isContainer(item)) next.push(item);
        continue;
      }
      const values: unknown[] = Object.values(container);
      count += values.length;
      for (const value of values) if (isContainer(value)) next.push(value);
    }
    level = next;
  }
  return { count, depth };
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
