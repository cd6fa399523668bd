import { plainText, type Model, type Resource } from '../../model';
import type { Context, JudgedRole } from '../context';
import { policiesOf } from '../grants/grants';
import { isSameName, sameAccount } from '../grants/ownership';
import type { Found, Rule } from '../rule';
import { grantsInsideContract } from './grants-inside-contract';
import { noManagedPolicies } from './no-managed-policies';
import { trust } from './trust';

/** The rules that say what a grant of yesterday is too wide for. */
const judges: readonly Rule[] = [grantsInsideContract, noManagedPolicies, trust];

export const wideUntilApplied: Rule = {
  id: 'wide-until-applied',
  severity: 'medium',
  claim: 'What this apply narrows or takes away is told: until then the role has it.',
  rationale:
    'A plan is judged by what is there once it is applied. What it updates, replaces or deletes is in AWS until that moment, and longer if ' +
    'the plan is never applied. https://developer.hashicorp.com/terraform/internals/json-format#change-representation',
  remedy: 'Apply the plan soon, and look at what the role did until then.',
  example: {
    of: 'change',
    change: {
      'aws_iam_role_policy.execution': {
        actions: ['update'],
        before: {
          name: 'execution',
          role: 'keyturn-staging-execution',
          policy: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}',
        },
      },
    },
  },
  judge(context) {
    const { before } = context.model;
    if (before === undefined || context.judged.length === 0) return undefined;
    return context.judged.flatMap((role) => untilApplied(context, role, before));
  },
};

/** The same rules on what is there before, each failure as a note. */
function untilApplied(context: Context, role: JudgedRole, before: readonly Resource[]): Found[] {
  const earlier = { ...context.model, resources: before, before: [] };
  const yesterday: Context = { ...context, model: earlier, judged: [asItWas(earlier, role)] };
  return judges
    .flatMap((rule) => rule.judge(yesterday) ?? [])
    .filter(({ verdict }) => verdict === 'fail')
    .map((found): Found => {
      const { place } = found;
      const isSensitive = before.some(({ address, sensitive }) => address === place.address && sensitive.size > 0);
      const message = isSensitive ? `role "${role.roleName}" has what its contract does not allow` : found.message;
      return {
        verdict: 'note',
        place,
        message: `wide until applied: ${place.address ?? place.input} is changed by this plan, and until then ${message}`,
        ...(found.request === undefined || isSensitive ? {} : { request: found.request }),
        remedy: wideUntilApplied.remedy,
      };
    });
}

/** The role with what is on it until the apply, as far as the apply changes that. */
function asItWas(model: Model, role: JudgedRole): JudgedRole {
  const [owner] = role.roles;
  const roles = model.resources.filter(
    (resource) =>
      resource.type === 'aws_iam_role' &&
      isSameName(plainText(resource.values, 'name'), role.roleName) &&
      (owner === undefined || sameAccount(model, resource, owner) === 'yes'),
  );
  const { accountId, partition } = ownerOf(role.roleArn);
  const policies = policiesOf(model, roles, role.roleName, `arn:${partition}:iam::${accountId}:policy`);
  // What another rule says of what was read back, it says already; here speaks what has a resource of its own.
  return {
    ...role,
    roles,
    policies: policies.filter(({ document, arn }) => document !== undefined || arn !== undefined),
  };
}

function ownerOf(arn: string): { readonly accountId: string; readonly partition: string } {
  const [, partition = '', , , accountId = ''] = arn.split(':');
  return { accountId, partition };
}
