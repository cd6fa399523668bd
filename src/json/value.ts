import type { Json, JsonObject } from '../asl/types';

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

/** Bytes that a value's JSON text takes at most, and how deep it is nested. */
interface Measure {
  readonly bytes: number;
  readonly depth: number;
}

// Values are never changed in place, so what is once measured stays true; parts shared with the state before are not measured again.
const measures = new WeakMap<object, Measure>();

/** Is a value surely within a number of bytes, and nested no deeper than allowed? If not, the two functions below know exactly. */
export function isSurelyWithin(value: Json, bytes: number): boolean {
  if (value === null || typeof value !== 'object') return bytesAtMost(value) <= bytes;
  const measured = measure(value);
  return measured.bytes <= bytes && measured.depth <= deepest;
}

/** Does a value's JSON text take more bytes in UTF-8? */
export function isLargerThan(value: Json, bytes: number): boolean {
  return bytesAtMost(value) > bytes && Buffer.byteLength(JSON.stringify(value)) > bytes;
}

/** Is a value nested deeper than the recursions over data allow? */
export function isTooDeep(value: Json): boolean {
  return value !== null && typeof value === 'object' && measure(value).depth > deepest;
}

/** A character takes six bytes at most, as an escape; what is far from a limit need not be written out to be counted. */
function bytesAtMost(value: Json): number {
  if (typeof value === 'string') return 6 * value.length + 2;
  return value !== null && typeof value === 'object' ? measure(value).bytes : longestScalar;
}

/** A number has no longer text: `-1.2345678901234567e-308`. */
const longestScalar = 24;

function measure(value: JsonObject | readonly Json[]): Measure {
  const known = measures.get(value);
  if (known !== undefined) return known;
  const measured = isArray(value) ? measureParts(value, 0) : measureParts(Object.values(value), bytesOfNames(value));
  measures.set(value, measured);
  return measured;
}

// Loops, for every step of every execution comes by here.
function measureParts(parts: readonly Json[], named: number): Measure {
  let bytes = 2 + named + parts.length;
  let depth = 0;
  for (const part of parts) {
    bytes += bytesAtMost(part);
    if (part !== null && typeof part === 'object') depth = Math.max(depth, measure(part).depth);
  }
  return { bytes, depth: depth + 1 };
}

/** The names of the members, each with its quotes and colon. */
function bytesOfNames(value: JsonObject): number {
  let bytes = 0;
  for (const name of Object.keys(value)) bytes += 6 * name.length + 3;
  return bytes;
}
