import type { SettingPath } from './path';
import type { RawSettings } from './schema/schema';

type Partly<T> = T extends readonly (infer Item)[]
  ? readonly (Partly<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partly<T[Key]> | undefined }
    : T;

/**
 * The settings without the values that the schema refused, so that the rules between settings can check the rest in the same run. Lists
 * keep their indexes.
 */
export type Draft = Partly<RawSettings>;

/** Removes everything at the faulty paths. */
export function draftOf(input: unknown, faulty: readonly SettingPath[]): Draft {
  const kept = without(input, [], new Set(faulty.map(keyOf)));
  // A value that the schema accepts has the schema's type.
  return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? kept : {};
}

function without(value: unknown, path: SettingPath, faulty: ReadonlySet<string>): unknown {
  if (faulty.has(keyOf(path))) return undefined;
  if (Array.isArray(value)) return value.map((item, index) => without(item, [...path, index], faulty));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, without(member, [...path, key], faulty)]),
  );
}

function keyOf(path: SettingPath): string {
  return JSON.stringify(path.map(String));
}
