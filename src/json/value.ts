import type { Json, JsonObject } from './types';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Array.isArray does not narrow a readonly array.
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** An own member of an object; undefined if the value is not an object or does not have it. */
export function memberOf(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Compares two values as JSON: members in any order, elements in their order. */
export function equal(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (isArray(a) && isArray(b)) return a.length === b.length && a.every((each, index) => equal(each, b[index] ?? null));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equal(a[name] ?? null, b[name] ?? null))
  );
}

/**
 * Whether two values are one JSON text: their members are in the same order too.
 * @param isSame whether two members with this name count as the same, although they may not be
 */
export function isWrittenAs(
  a: Json,
  b: Json,
  isSame: (name: string, a: Json, b: Json) => boolean = () => false,
): boolean {
  if (a === b) return true;
  if (isArray(a) && isArray(b))
    return a.length === b.length && a.every((each, index) => isWrittenAs(each, b[index] ?? null, isSame));
  if (!isObject(a) || !isObject(b)) return false;
  const [names, others] = [Object.keys(a), Object.keys(b)];
  return (
    names.length === others.length &&
    names.every((name, index) => {
      const [one, other] = [a[name] ?? null, b[name] ?? null];
      return name === others[index] && (isSame(name, one, other) || isWrittenAs(one, other, isSame));
    })
  );
}
