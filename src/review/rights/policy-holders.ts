import { roleNameOf } from '../../checks/naming/identity-names';
import { textOf, type Model, type Resource } from '../../model';
import { append } from '../../text/grouped';

/** The types that give a role policies, each with the argument that names the role. */
const naming: ReadonlyMap<string, string> = new Map([
  ['aws_iam_role_policy', 'role'],
  ['aws_iam_role_policy_attachment', 'role'],
  ['aws_iam_role_policies_exclusive', 'role_name'],
  ['aws_iam_role_policy_attachments_exclusive', 'role_name'],
]);

/** Types that every role needs: policies that are attached by their ARN, and lists of roles. */
const shared: ReadonlySet<string> = new Set(['aws_iam_policy', 'aws_iam_policy_attachment']);

/**
 * Narrows a model to the resources that can give one role policies. A plan with thousands of roles is searched once for all of them, and not once for
 * each.
 */
export function policyHoldersOf(model: Model): (role: Resource, roleName: string) => Model {
  const resources = indexed(model.resources);
  const before = model.before === undefined ? undefined : indexed(model.before);
  return (role, roleName) => ({
    ...model,
    resources: [role, ...resources(roleName)],
    ...(before === undefined ? {} : { before: before(roleName) }),
  });
}

function indexed(resources: readonly Resource[]): (roleName: string) => readonly Resource[] {
  const byRole = new Map<string, Resource[]>();
  const others: Resource[] = [];
  for (const resource of resources) {
    const argument = naming.get(resource.type);
    const named = argument === undefined ? undefined : textOf(resource.values, argument);
    if (typeof named === 'string') append(byRole, roleNameOf(named).toLowerCase(), resource);
    else if (argument !== undefined || shared.has(resource.type)) others.push(resource);
  }
  return (roleName) => [...(byRole.get(roleName.toLowerCase()) ?? []), ...others];
}
