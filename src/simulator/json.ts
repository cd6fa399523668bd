import type { Json, JsonObject } from '../workflow/asl';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Array.isArray does not narrow a readonly array.
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** No data of a state machine is nested deeper; the recursions over them rely on it. */
const deepest = 500;

/** Reads JSON text; throws SyntaxError, also where it is nested too deep. */
export function parseJson(text: string): Json {
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

interface Measure {
  readonly bytes: number;
  readonly depth: number;
}

// Values are never changed in place, so what is once measured stays true; parts shared with the state before are not measured again.
const measures = new WeakMap<object, Measure>();

/** The bytes of a value's JSON text in UTF-8. */
export function byteSize(value: Json): number {
  return measure(value).bytes;
}

/** Is a value nested deeper than the recursions over data allow? */
export function isTooDeep(value: Json): boolean {
  return measure(value).depth > deepest;
}

function measure(value: Json): Measure {
  if (value === null || typeof value !== 'object') return { bytes: Buffer.byteLength(JSON.stringify(value)), depth: 0 };
  const known = measures.get(value);
  if (known !== undefined) return known;
  const names = isArray(value) ? [] : Object.keys(value);
  const parts = Object.values(value).map(measure);
  // Brackets, the commas between the parts, and each name with its quotes and colon.
  const frame = 2 + Math.max(0, parts.length - 1) + names.reduce((sum, name) => sum + measure(name).bytes + 1, 0);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, frame);
  const depth = 1 + parts.reduce((most, part) => Math.max(most, part.depth), 0);
  measures.set(value, { bytes, depth });
  return { bytes, depth };
}
