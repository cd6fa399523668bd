import {
  attribute,
  inputKinds,
  isObject,
  nestedBlocks,
  showsAtLeast,
  textOf,
  textsOf,
  Unknown,
  type Model,
  type Resource,
  type Value,
} from '../../model';
import { names } from '../naming/ownership';

/**
 * Values that the provider read back from AWS into a role's own attributes. They show the state *before* this apply, even in the `after` of
 * a plan, so they include policies that the apply overwrites or removes.
 */
interface ReadBack {
  readonly model: Model;
  readonly role: Resource;
  readonly roleName: string;
}

/** Whether this apply replaces or deletes an inline policy that was read back. */
export function isInlineReplaced({ model, role, roleName }: ReadBack, block: Value): boolean {
  const name = isObject(block) ? textOf(block, 'name') : undefined;
  if (typeof name !== 'string' || !wasThere(model, role, 'inline_policy', block)) return false;
  return (model.before ?? []).some(
    (change) =>
      change.type === 'aws_iam_role_policy' &&
      textOf(change.values, 'name') === name &&
      names(model, { resource: change, attribute: 'role' }, { type: 'aws_iam_role', name: roleName, owner: role }) ===
        'yes',
  );
}

/** Whether this apply detaches a managed policy that was read back. */
export function isDetached({ model, role, roleName }: ReadBack, arn: Value): boolean {
  if (typeof arn !== 'string' || !wasThere(model, role, 'managed_policy_arns', arn)) return false;
  const isAttachment = (resource: Resource): boolean =>
    resource.type === 'aws_iam_role_policy_attachment' &&
    textOf(resource.values, 'policy_arn') === arn &&
    names(model, { resource, attribute: 'role' }, { type: 'aws_iam_role', name: roleName, owner: role }) === 'yes';
  return (model.before ?? []).some(isAttachment) && !model.resources.some(isAttachment);
}

/** A policy that is written in the role stays; only one that is not written can be removed. */
function wasThere(model: Model, role: Resource, name: string, item: Value): boolean {
  if (role.configured === undefined || role.configured.has(name)) return false;
  if (role.action === 'no-op') return true;
  const before = (model.before ?? []).find(({ address }) => address === role.address);
  if (role.action !== 'update' || before === undefined) return false;
  const items = name === 'inline_policy' ? nestedBlocks(before.values, name) : attribute(before.values, name);
  return Array.isArray(items) && items.some((one: unknown) => JSON.stringify(one) === JSON.stringify(item));
}

/** A resource that manages policies of a role, in addition to the values read back from the role. */
interface Says {
  readonly type: 'aws_iam_role_policies_exclusive' | 'aws_iam_role_policy_attachments_exclusive';
  readonly list: 'policy_names' | 'policy_arns';
}

const exclusives: Readonly<Record<'inline_policy' | 'managed_policy_arns', Says>> = {
  inline_policy: { type: 'aws_iam_role_policies_exclusive', list: 'policy_names' },
  managed_policy_arns: { type: 'aws_iam_role_policy_attachments_exclusive', list: 'policy_arns' },
};

/**
 * Whether a state has the inline policy as a separate resource. An apply reads the role before it writes the policy, and the state keeps
 * both: the resource is the current one.
 */
export function isWrittenInState({ model, role, roleName }: ReadBack, name: unknown): boolean {
  if (!isState(model) || typeof name !== 'string') return false;
  return onRole({ model, role, roleName }, 'aws_iam_role_policy', 'role').some(
    ({ values }) => textOf(values, 'name') === name,
  );
}

/**
 * The exclusive resource of a state that does not list this policy of the role, and so removed it: the state contradicts itself until
 * Terraform reads the role again. Undefined if there is none, or if its list is not completely known.
 */
export function contradictedBy(
  { model, role, roleName }: ReadBack,
  name: keyof typeof exclusives,
  policy: unknown,
): Resource | undefined {
  if (!isState(model) || typeof policy !== 'string') return undefined;
  const { type, list } = exclusives[name];
  return onRole({ model, role, roleName }, type, 'role_name').find(({ values }) => {
    const listed = textsOf(values, list);
    return !(listed instanceof Unknown) && listed?.includes(policy) === false;
  });
}

/** The values that AWS returned and Terraform keeps. */
function isState({ kind }: Model): boolean {
  return inputKinds[kind].stage === 'applied' && showsAtLeast(kind, 'resources');
}

function onRole({ model, role, roleName }: ReadBack, type: string, naming: string): Resource[] {
  return model.resources.filter(
    (resource) =>
      resource.type === type &&
      resource.managed &&
      names(model, { resource, attribute: naming }, { type: 'aws_iam_role', name: roleName, owner: role }) === 'yes',
  );
}
