import type { PolicySource } from '../../checks/grants/grants';
import { isSameName } from '../../checks/naming/identity-names';
import { textOf, textsOf, Unknown, type Model, type Resource } from '../../model';

/** The resource that closes a role against policies of this kind, and its list of those that stay. */
const exclusives = {
  inline: { type: 'aws_iam_role_policies_exclusive', list: 'policy_names' },
  managed: { type: 'aws_iam_role_policy_attachments_exclusive', list: 'policy_arns' },
} as const;

/**
 * Whether an apply removes a policy that the provider read back from the role: somebody added it by hand, and the exclusive resource of the role does
 * not list it. On the side before the apply, the exclusive resource lists it as well.
 */
export function isRemovedByExclusive(
  model: Model,
  role: Resource,
  roleName: string,
  { resource, kind, policyName, arn }: PolicySource,
): boolean {
  const policy = kind === 'inline' ? policyName : arn;
  if (model.kind !== 'plan' || resource !== role || policy === undefined) return false;
  const { type, list } = exclusives[kind];
  return model.resources.some((one) => {
    const [name, listed] = [textOf(one.values, 'role_name'), textsOf(one.values, list)];
    const isOfRole = one.type === type && one.managed && typeof name === 'string' && isSameName(name, roleName);
    return isOfRole && listed !== undefined && !(listed instanceof Unknown) && !listed.includes(policy);
  });
}
