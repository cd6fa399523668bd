import type { Block } from './blocks';
import { attribute, isList, isObject, type Value, type ValueObject } from '../../model';

/** Blocks that an override file merges into a block of the same labels. */
export const mergedTypes: ReadonlySet<string> = new Set([
  'resource',
  'data',
  'provider',
  'variable',
  'output',
  'module',
]);

/** Parts of a body that an override adds to, as far as Keyturn reads them: each is a finding in any place. */
const added = ['lifecycle', 'provisioner', 'connection'];

/**
 * Merges a body over another: each argument, and all nested blocks of a type, replace those of the same name. Undefined if the result is
 * not certain. https://developer.hashicorp.com/terraform/language/files/override
 */
export function overridden(base: ValueObject, over: ValueObject): ValueObject | undefined {
  const names = Object.keys(over);
  const repeats = (one: string, other: string) => names.includes(one) && attribute(base, other) !== undefined;
  if (names.includes('dynamic') || attribute(base, 'dynamic') !== undefined) return undefined;
  // Terraform converts a default to the first type and then to the second.
  if (names.includes('type') && attribute(base, 'type') !== undefined && attribute(base, 'default') !== undefined)
    return undefined;
  if (repeats('count', 'for_each') || repeats('for_each', 'count')) return undefined;
  // Without a block, an override of blocks leaves the earlier ones; an argument is gone. Only the provider's schema says which one a name is.
  if (names.some((name) => isEmpty(over[name]) && holdsBlocks(attribute(base, name)))) return undefined;
  const members = new Map<string, Value>(Object.entries(base));
  for (const [name, value] of Object.entries(over)) {
    if (name === '//') continue;
    members.set(name, added.includes(name) ? [...asList(members.get(name)), ...asList(value)] : value);
  }
  return Object.fromEntries(members);
}

function isEmpty(value: Value | undefined): boolean {
  return value === null || (isList(value) && value.every(isEmpty));
}

function holdsBlocks(value: Value | undefined): boolean {
  return isObject(value) || (isList(value) && value.some(holdsBlocks));
}

function asList(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

/** The identity that an override and its block share. A provider is also identified by its alias. */
export function blockIdentityOf(type: string, { labels, body }: Block): string {
  const alias = type === 'provider' ? (attribute(body, 'alias') ?? null) : null;
  return JSON.stringify([labels, alias]);
}
