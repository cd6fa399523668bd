import { attribute, isList, isObject, Unknown, type Value } from '../../model';
import { parseJson } from '../../json';

/**
 * Whether a planned value can come from a written one: defaults can be added, numbers become strings, sets have no order, and the provider
 * keeps an equivalent policy. Unknown values contradict nothing.
 */
export function agrees(planned: Value | undefined, written: Value | undefined): boolean {
  if (written === undefined || written === null) return true;
  if (planned instanceof Unknown || written instanceof Unknown) return true;
  return planned === undefined || planned === null ? isEmpty(written) : areAlike(planned, written);
}

function areAlike(planned: Exclude<Value, Unknown>, written: Exclude<Value, Unknown>): boolean {
  if (typeof planned === 'string' && typeof written === 'string') {
    return planned === written || normalised(parsed(planned)) === normalised(parsed(written));
  }
  if (isObject(planned) && isObject(written)) {
    return Object.entries(written).every(([name, item]) => agrees(attribute(planned, name), item));
  }
  if (isList(planned) || isList(written)) return sameItems(isList(planned) ? planned : [planned], written);
  if (isObject(planned) || isObject(written)) return false;
  return String(planned) === String(written);
}

/** Blocks are compared if there is one; several can have another order. */
function sameItems(planned: readonly Value[], written: Value): boolean {
  const items = isList(written) ? written : [written];
  const [one, another] = [planned[0], items[0]];
  if (isObject(one) || isObject(another)) return planned.length !== 1 || items.length !== 1 || agrees(one, another);
  if ([...planned, ...items].some((item) => item instanceof Unknown)) return true;
  return normalised([...planned]) === normalised([...items]);
}

function isEmpty(value: Value): boolean {
  if (isList(value) || isObject(value)) return Object.keys(value).length === 0;
  return value === '' || value === false || value === 0;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** A normal form of equivalent values: lists as sets, a list of one as its item, names in order. */
function normalised(value: unknown): string {
  if (Array.isArray(value)) {
    const items = [...new Set(value.map(normalised))].sort();
    return items.length === 1 ? (items[0] ?? '') : `[${items.join()}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${normalised(item)}`);
  return `{${members.sort().join()}}`;
}
