import type { Json } from './types';
import { isArray } from './value';

/** Deeper nesting is refused: nothing needs it, and it only serves to exhaust the stack of what reads the value by recursion. */
export const maximumDepth = 512;

/**
 * How many keys all objects of a JSON value have together, and how deep it nests; what nests deeper than the maximum is not looked at any
 * more. A plan has millions of keys, so nothing is made for any of them.
 */
export function countKeys(root: Json): { readonly count: number; readonly isTooDeep: boolean } {
  let count = 0;
  let isTooDeep = false;
  const walk = (value: Json, depth: number): void => {
    if (typeof value !== 'object' || value === null) return;
    if (depth > maximumDepth) {
      isTooDeep = true;
      return;
    }
    if (isArray(value)) {
      for (const item of value) walk(item, depth + 1);
      return;
    }
    // What JSON.parse made has own keys alone.
    for (const name in value) {
      count += 1;
      walk(value[name] ?? null, depth + 1);
    }
  };
  walk(root, 1);
  return { count, isTooDeep };
}
