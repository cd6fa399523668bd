import { isArray, maximumDepth, type Json, type JsonObject } from '../../json';

/** The largest number of bytes of a value's JSON text, and the depth of its nesting. */
interface Measure {
  readonly bytes: number;
  readonly depth: number;
}

// Values never change in place, so a measure stays valid; parts shared with the previous state are not measured again.
const measures = new WeakMap<object, Measure>();

/** Whether a value is certainly within a number of bytes, and not nested too deep. If not, the two functions below decide exactly. */
export function isSurelyWithin(value: Json, bytes: number): boolean {
  if (value === null || typeof value !== 'object') return bytesAtMost(value) <= bytes;
  const measured = measure(value);
  return measured.bytes <= bytes && measured.depth <= maximumDepth;
}

/** Whether a value's JSON text has more bytes in UTF-8 than allowed. */
export function isLargerThan(value: Json, bytes: number): boolean {
  return bytesAtMost(value) > bytes && Buffer.byteLength(JSON.stringify(value)) > bytes;
}

/** Whether a value is nested deeper than the recursions over data allow. */
export function isTooDeep(value: Json): boolean {
  return value !== null && typeof value === 'object' && measure(value).depth > maximumDepth;
}

/** An upper bound of the bytes: a character takes at most six, as an escape. A value far from a limit need not be written out to be counted. */
function bytesAtMost(value: Json): number {
  if (typeof value === 'string') return 6 * value.length + 2;
  return value !== null && typeof value === 'object' ? measure(value).bytes : longestScalar;
}

/** The length of the longest number: `-1.2345678901234567e-308`. */
const longestScalar = 24;

function measure(value: JsonObject | readonly Json[]): Measure {
  const known = measures.get(value);
  if (known !== undefined) return known;
  const measured = isArray(value) ? measureParts(value, 0) : measureParts(Object.values(value), bytesOfNames(value));
  measures.set(value, measured);
  return measured;
}

// Uses loops, because every step of every execution calls this function.
function measureParts(parts: readonly Json[], named: number): Measure {
  let bytes = 2 + named + parts.length;
  let depth = 0;
  for (const part of parts) {
    bytes += bytesAtMost(part);
    if (part !== null && typeof part === 'object') depth = Math.max(depth, measure(part).depth);
  }
  return { bytes, depth: depth + 1 };
}

/** The bytes of the members' names, each with its quotes and colon. */
function bytesOfNames(value: JsonObject): number {
  let bytes = 0;
  for (const name of Object.keys(value)) bytes += 6 * name.length + 3;
  return bytes;
}
