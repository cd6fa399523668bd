import { isListOrSet, isSet } from '../expressions/collections';
import { within, type Reference } from '../expressions/reference';
import { isList, isObject, type Unknown, type Value } from '../../model';

/** A key with its value, as `each` or the iterator of a dynamic block names them. */
export interface Each {
  readonly key: string | number | Unknown;
  readonly value: Value;
}

/** Names that an expression can refer to in addition to the whole configuration. */
export interface Surrounding {
  readonly each?: Each;
  readonly index?: number | Unknown;
  /** Iterators of dynamic blocks, by name. */
  readonly iterators?: ReadonlyMap<string, Each>;
}

/** The meaning of a reference in its place: in one of several instances, in a dynamic block, in a module. */
export function surroundingValue(reference: Reference, { each, index, iterators }: Surrounding): Value | undefined {
  const first = reference[0] ?? '';
  // An iterator can have the name "each"; inside of its block, it is the nearer one.
  const iterator = iterators?.get(first) ?? (first === 'each' ? each : undefined);
  if (iterator && reference[1] === 'key' && reference.length === 2) return iterator.key;
  if (iterator && reference[1] === 'value') return within(iterator.value, reference.slice(2), reference.join('.'));
  if (first !== 'count' && first !== 'path') return undefined;
  const text = reference.join('.');
  if (text === 'count.index') return index;
  return text === 'path.module' || text === 'path.root' ? '.' : undefined;
}

/** One instance of a resource. */
export interface Instance {
  /** The suffix of the address: `["ci-deployer"]`, `[0]` or nothing. */
  readonly suffix: string;
  /** The same as a step of a reference: `ci-deployer`, `0`; undefined if the resource has one instance. */
  readonly key: string | undefined;
  readonly surrounding: Surrounding;
}

export const single: Instance = { suffix: '', key: undefined, surrounding: {} };

/** The instances of a `for_each`: a map with known keys, or a set; undefined if it is neither. */
export function instancesOfEach(elements: Value): Instance[] | undefined {
  if (isList(elements) && !isSet(elements)) return undefined;
  return elementsOf(elements)?.map(({ key, value }) => ({
    suffix: `[${JSON.stringify(key)}]`,
    key: String(key),
    surrounding: { each: { key, value } },
  }));
}

/** The instances of a `count`; undefined if it is not a known number. */
export function instancesOfCount(count: Value): Instance[] | undefined {
  const number = typeof count === 'string' && /^\d{1,5}$/.test(count) ? Number(count) : count;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number > most) return undefined;
  return Array.from({ length: number }, (_, index) => ({
    suffix: `[${index}]`,
    key: String(index),
    surrounding: { index },
  }));
}

const most = 10_000;

/** The entries of a map, a set or a list; undefined for anything else. */
export function elementsOf(value: Value): (Each & { readonly key: string | number })[] | undefined {
  if (isObject(value)) return Object.entries(value).map(([key, item]) => ({ key, value: item }));
  if (!isList(value) || isListOrSet(value)) return undefined;
  return value.map((item, index) => ({ key: isSet(value) && typeof item === 'string' ? item : index, value: item }));
}
