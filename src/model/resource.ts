import type { Resource } from './model';

/** Default members, shared by thousands of resources that do not have them. */
const none: ReadonlySet<string> = new Set();
const noReferences: ReadonlyMap<string, readonly string[]> = new Map();

type Always = 'address' | 'type' | 'name' | 'values' | 'pointer';

/** The facts about a resource that a reader of an input knows. */
type KnownOfResource = Pick<Resource, Always> & {
  readonly [member in keyof Resource]?: Resource[member] | undefined;
};

type Building = { -readonly [member in keyof Resource]: Resource[member] };

/** A resource with its known facts. By default it is managed, and has no provider, references or action. */
export function resourceFrom(known: KnownOfResource): Resource {
  // A plan has thousands of resources. All have the same shape and are not copied, so that reading them is fast.
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

/**
 * Whether the destroy of a resource of this type leaves its grants in AWS: the attachments of a role stay.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive
 */
export function outlivesItsDestroy(type: string): boolean {
  return type === 'aws_iam_role_policy_attachments_exclusive';
}
