import { attribute, isListedByIam, textOf, type Resource } from '../../model';
import { placeOf, type Context, type JudgedRole } from '../context';
import type { Contract } from '../contract/contract';
import { acceptedPolicy } from '../identities/accepted-policies';
import type { Found, Rule } from '../rule';

export const noManagedPolicies: Rule = {
  id: 'no-managed-policies',
  severity: 'critical',
  claim:
    'The role has no managed policy whose document is not in the input, or that AWS can change, unless the contract accepts that policy of AWS.',
  rationale:
    'AWS can change its managed policies at any time, and other managed policies can be changed outside this input: their grants cannot be ' +
    'proved here. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
  remedy:
    'Detach it, and write what the role needs into its inline policy; or accept a policy of AWS under "managedPolicies" in the contract.',
  needs: 'identities',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_iam_role_policy_attachment: {
          more: { role: 'keyturn-staging-execution', policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
        },
      },
    },
  },
  judgesBefore: true,
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return context.judged.flatMap((role) => [...unprovable(context, role), ...missingBoundaries(context, role)]);
  },
};

/** AWS can change its policies at any time. */
const ofAws = /^arn:[\w-]+:iam::aws:policy\//;

function unprovable(context: Context, { policies, roleName, contract }: JudgedRole): Found[] {
  return policies
    .filter(
      ({ kind, arn, document }) =>
        kind === 'managed' &&
        arn !== undefined &&
        (document === undefined || ofAws.test(arn)) &&
        acceptedPolicy(context, contract, arn)?.holds !== true,
    )
    .map(({ resource, attribute, arn, isSensitive }) =>
      isListedByIam(context.model.kind) && !ofAws.test(arn ?? '')
        ? cutOff(context, resource, attribute, `role "${roleName}" has the managed policy ${arn ?? ''}`)
        : {
            verdict: 'fail',
            place: { ...placeOf(context, resource, attribute), contract: contract.name, contractPointer: '/identity' },
            message: isSensitive
              ? `a managed policy is attached to role "${roleName}"`
              : `role "${roleName}" has the managed policy ${arn ?? ''} and so everything that the policy grants, today and later`,
            why: `contract "${contract.name}" limits the role, and a policy that is not in this input cannot be compared with it`,
            remedy: remedyOf(context, contract, resource, isSensitive ? undefined : arn),
          },
    );
}

function remedyOf(context: Context, contract: Contract, { address }: Resource, arn: string | undefined): string {
  const remove = `Remove the policy from ${address}, and write what the role needs into its inline policy.`;
  if (arn === undefined || !ofAws.test(arn)) return remove;
  const accepted = acceptedPolicy(context, contract, arn);
  if (accepted?.why === 'administers')
    return `${remove} No contract can accept it: with it the role can change its own rights.`;
  if (accepted !== undefined)
    return `${remove} The contract accepted it only until ${accepted.entry.expires}: ask ${accepted.entry.owner} to renew the entry under "managedPolicies".`;
  const entry = `{ "arn": ${JSON.stringify(arn)}, "reason": "TODO", "owner": "TODO", "expires": "YEAR-MM-DD" }`;
  return `${remove} Or accept it, with everything that AWS will write into it, under "managedPolicies" in the contract: ${entry}`;
}

/** A boundary grants nothing, but an export without its document may also lack other parts. */
function missingBoundaries(context: Context, { roles, roleName }: JudgedRole): Found[] {
  if (!isListedByIam(context.model.kind)) return [];
  return roles.flatMap((role): Found[] => {
    const boundary = textOf(role.values, 'permissions_boundary');
    if (boundary === undefined) return [];
    const what = `role "${roleName}" has the boundary ${typeof boundary === 'string' ? boundary : 'of an unknown name'}`;
    const isThere = context.model.resources.some(
      ({ type, values }) => type === 'aws_iam_policy' && attribute(values, 'arn') === boundary,
    );
    return isThere ? [] : [cutOff(context, role, 'permissions_boundary', what)];
  });
}

function cutOff(context: Context, resource: Resource, name: string, what: string): Found {
  return {
    verdict: 'undecided',
    place: placeOf(context, resource, name),
    message: `${what}, and the export does not show its document`,
    remedy: 'Export the complete account, without --filter and --query: aws iam get-account-authorization-details.',
  };
}
