import { plainText, type Model, type Resource } from '../../model';
import type { JudgedRole } from '../context';
import { policiesOf } from '../grants/grants';
import { isSameName, sameAccount } from '../naming/identity-names';

/** An input in its state before the apply, with the judged roles. */
interface Before {
  readonly model: Model;
  readonly judged: readonly JudgedRole[];
}

/** The state before an apply of everything that it changes or removes; undefined if the input does not show it. */
export function beforeApply(model: Model, judged: readonly JudgedRole[]): Before | undefined {
  if (model.before === undefined || judged.length === 0) return undefined;
  const earlier: Model = { ...model, resources: model.before, before: [] };
  return { model: earlier, judged: judged.map((role) => asItWas(earlier, role)) };
}

/** The role with the policies before the apply, as far as the apply changes them. */
function asItWas(model: Model, role: JudgedRole): JudgedRole {
  const [owner] = role.roles;
  const roles = model.resources.filter((resource) => isRole(model, resource, role, owner));
  const [, partition = '', , , accountId = ''] = role.roleArn.split(':');
  const { roleName, contract } = role;
  const policies = policiesOf(model, { roles, roleName, partition, accountId, elsewhere: contract.elsewhere });
  // Other rules judge values that were read back; here only separate resources count.
  return {
    ...role,
    roles,
    policies: policies.filter(({ document, arn }) => document !== undefined || arn !== undefined),
  };
}

function isRole(model: Model, resource: Resource, { roleName }: JudgedRole, owner: Resource | undefined): boolean {
  return (
    resource.type === 'aws_iam_role' &&
    isSameName(plainText(resource.values, 'name'), roleName) &&
    (owner === undefined || sameAccount(model, resource, owner) === 'yes')
  );
}
