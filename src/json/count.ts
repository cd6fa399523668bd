import type { Json } from './types';
import { isArray } from './value';

/** Deeper nesting is refused: nothing needs it, and it only serves to exhaust the stack of recursive readers. */
export const maximumDepth = 512;

/**
 * Counts the keys of all objects in a JSON value, and its depth. Anything deeper than the maximum is not read. A plan has millions of keys, so no
 * object is made for a key.
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
    // Objects made by JSON.parse have only own keys.
    for (const name in value) {
      count += 1;
      walk(value[name] ?? null, depth + 1);
    }
  };
  walk(root, 1);
  return { count, isTooDeep };
}
