import { byCodePoint } from '../by-code-point';
import type { Value, ValueObject } from '../../model';

/** Lists that represent sets: without repetitions, in order. */
const sets = new WeakSet<readonly Value[]>();

/** Whether a list came from `toset`. */
export function isSet(value: readonly Value[]): boolean {
  return sets.has(value);
}

/** A list as a set of texts. https://developer.hashicorp.com/terraform/language/functions/toset */
export function setOf(items: readonly Value[]): readonly Value[] | undefined {
  if (!items.every((item) => typeof item === 'string')) return undefined;
  const set = [...new Set(items)].sort(byCodePoint);
  sets.add(set);
  return set;
}

/** Lists that can be sets: as texts and lists they have one order, but the keys of their items differ. */
const listsOrSets = new WeakSet<readonly Value[]>();

export const isListOrSet = (value: readonly Value[]): boolean => listsOrSets.has(value);

/** A list that has the type of an argument, which can be a set; undefined if the order of a set would be another one. */
export function listOrSet(items: readonly Value[]): readonly Value[] | undefined {
  const set = setOf(items);
  if (set === undefined || JSON.stringify(set) !== JSON.stringify(items)) return undefined;
  const copy = [...items];
  listsOrSets.add(copy);
  return copy;
}

/** Objects that can be maps, whose values have one type. */
const maps = new WeakSet<ValueObject>();

/** An object that can be a map. */
export function mapOf(members: ValueObject): ValueObject {
  const map = { ...members };
  maps.add(map);
  return map;
}

/** Whether an object can be a map: the types of its values are one. */
export function isMap(value: ValueObject): boolean {
  return maps.has(value);
}
