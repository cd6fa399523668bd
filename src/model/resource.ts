import type { Resource } from './model';

/** Thousands of resources share what none of them has. */
const none: ReadonlySet<string> = new Set();
const noReferences: ReadonlyMap<string, readonly string[]> = new Map();

type Always = 'address' | 'type' | 'name' | 'values' | 'pointer';

/** What a reader of an input knows of a resource. */
type KnownOfResource = Pick<Resource, Always> & {
  readonly [member in keyof Resource]?: Resource[member] | undefined;
};

type Building = { -readonly [member in keyof Resource]: Resource[member] };

/** A resource with what is known of it: managed, and without a provider, references or an action, unless they are given. */
export function resourceFrom(known: KnownOfResource): Resource {
  // A plan has thousands of resources: they are built alike, and without copies, so that reading them is fast.
  const resource: Building = {
    address: known.address,
    type: known.type,
    name: known.name,
    mode: known.mode ?? 'managed',
    providerKey: known.providerKey ?? '',
    provider: known.provider,
    values: known.values,
    pointer: known.pointer,
    sensitive: known.sensitive ?? none,
    references: known.references ?? noReferences,
    configured: known.configured,
    action: known.action,
    managed: known.managed ?? true,
    remark: known.remark,
  };
  if (known.file !== undefined) resource.file = known.file;
  if (known.pointers !== undefined) resource.pointers = known.pointers;
  if (known.literal !== undefined) resource.literal = known.literal;
  if (known.written !== undefined) resource.written = known.written;
  return resource;
}
