import type { Resource } from './model';

/** Thousands of resources share what none of them has. */
const none: ReadonlySet<string> = new Set();
const noReferences: ReadonlyMap<string, readonly string[]> = new Map();

type Always = 'address' | 'type' | 'name' | 'values' | 'pointer';

/** What a reader of an input knows of a resource. */
type KnownOfResource = Pick<Resource, Always> & {
  readonly [member in keyof Resource]?: Resource[member] | undefined;
};

/** A resource with what is known of it: managed, and without a provider, references or an action, unless they are given. */
export function resourceFrom(known: KnownOfResource): Resource {
  return {
    address: known.address,
    type: known.type,
    name: known.name,
    mode: known.mode ?? 'managed',
    providerKey: known.providerKey ?? '',
    provider: known.provider,
    values: known.values,
    pointer: known.pointer,
    ...(known.file === undefined ? {} : { file: known.file }),
    ...(known.pointers === undefined ? {} : { pointers: known.pointers }),
    sensitive: known.sensitive ?? none,
    references: known.references ?? noReferences,
    configured: known.configured,
    ...(known.literal === undefined ? {} : { literal: known.literal }),
    ...(known.written === undefined ? {} : { written: known.written }),
    action: known.action,
    managed: known.managed ?? true,
    remark: known.remark,
  };
}
