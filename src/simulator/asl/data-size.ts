import { isArray, maximumDepth, type Json, type JsonObject } from '../../json';

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
  return measured.bytes <= bytes && measured.depth <= maximumDepth;
}

/** Does a value's JSON text take more bytes in UTF-8? */
export function isLargerThan(value: Json, bytes: number): boolean {
  return bytesAtMost(value) > bytes && Buffer.byteLength(JSON.stringify(value)) > bytes;
}

/** Is a value nested deeper than the recursions over data allow? */
export function isTooDeep(value: Json): boolean {
  return value !== null && typeof value === 'object' && measure(value).depth > maximumDepth;
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
