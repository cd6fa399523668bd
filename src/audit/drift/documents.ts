import { canonicalJson, isArray, isObject, parseJson, type Json } from '../../json';

/** Whether two policies mean the same: a list of one is its element, and a list has no order. Undefined if one is not JSON. */
export function samePolicy(one: string, other: string): boolean | undefined {
  const [first, second] = [policyOf(one), policyOf(other)];
  return first === undefined || second === undefined ? undefined : first === second;
}

function policyOf(text: string): string | undefined {
  const value = jsonIn(text);
  return value === undefined ? undefined : canonicalJson(settled(value));
}

function settled(value: Json): Json {
  if (isArray(value)) {
    const items = value.map(settled);
    const [only, ...more] = items;
    if (only !== undefined && more.length === 0) return only;
    return [...items].sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, settled(member)]));
}

/** The value of a JSON text; undefined if it is none. */
export function jsonIn(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
