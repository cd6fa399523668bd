/** What a version of a provider takes, as far as a configuration can be compared with it. */
export interface ProviderSchema {
  readonly version: string;
  readonly provider: Block;
  /** Undefined where the provider has no such type. */
  resource(kind: Kind, type: string): Block | undefined;
}

export type Kind = 'resource' | 'data';

export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, Nested>>;
  readonly deprecated: boolean;
}

export interface Attribute {
  readonly type: Type;
  /** Else only the provider fills it in. */
  readonly settable: boolean;
  readonly required: boolean;
  readonly deprecated: boolean;
}

export interface Nested {
  readonly nesting: string;
  readonly min: number;
  /** Undefined where there is none, or where it is not known. */
  readonly max: number | undefined;
  readonly block: Block;
}

/** As Terraform writes types. https://developer.hashicorp.com/terraform/cli/commands/providers/schema */
export type Type =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list' | 'set' | 'map', Type]
  | readonly ['object', Readonly<Record<string, Type>>];

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function mapValues<From, To>(
  from: Readonly<Record<string, From>>,
  of: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, of(value, name)]));
}

/** Asks once for each type: a schema is large, and is compared with many stacks. */
export function asksOnce(resource: ProviderSchema['resource']): ProviderSchema['resource'] {
  const known = new Map<string, Block | undefined>();
  return (kind, type) => {
    const key = `${kind}.${type}`;
    if (!known.has(key)) known.set(key, resource(kind, type));
    return known.get(key);
  };
}
