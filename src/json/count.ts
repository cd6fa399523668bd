/** Deeper nesting is refused: no policy and no plan needs it, and it only serves to exhaust a reader's stack. */
export const maximumDepth = 512;

/**
 * How many keys all objects of a JSON value have together, and how deep it nests; what nests deeper than the maximum is not looked at any
 * more. A plan has millions of keys, so nothing is made for any of them.
 */
export function countKeys(root: unknown): { count: number; depth: number } {
  let count = 0;
  let deepest = 0;
  const walk = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null) return;
    if (depth > deepest) deepest = depth;
    if (depth > maximumDepth) return;
    if (Array.isArray(value)) {
      for (const item of value) walk(item, depth + 1);
      return;
    }
    // What JSON.parse made has own keys alone.
    for (const name in value) {
      count += 1;
      walk((value as Readonly<Record<string, unknown>>)[name], depth + 1);
    }
  };
  walk(root, 1);
  return { count, depth: deepest };
}
