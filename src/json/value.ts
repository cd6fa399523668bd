import type { Json, JsonObject } from './types';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Array.isArray does not narrow a readonly array.
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** No data of a state machine is nested deeper; the recursions over them rely on it. */
export const deepest = 500;

/** Reads JSON text; throws SyntaxError, also where it is nested too deep. */
export function parseNestedJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  let depth = 0;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[{\]}]/g)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > deepest) throw new SyntaxError(`nested more than ${deepest} deep`);
  }
  return value;
}

/** Equal as JSON: members in any order, elements in theirs. */
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
