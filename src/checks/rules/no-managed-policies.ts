import { placeOf } from '../context';
import type { Rule } from '../rule';

export const noManagedPolicies: Rule = {
  id: 'no-managed-policies',
  severity: 'critical',
  claim: 'No managed policy is attached to the role whose document is not in the input.',
  rationale:
    'AWS changes its managed policies at any time, and a policy that lives elsewhere is changed elsewhere: what they grant cannot be ' +
    'proved here. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
  remedy: 'Detach it, and write what the role needs into its inline policy.',
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return context.judged.flatMap(({ policies, roleName, contract }) =>
      policies
        .filter((source) => source.kind === 'managed' && source.arn !== undefined && source.document === undefined)
        .map(({ resource, attribute, arn, isSensitive }) => ({
          verdict: 'fail',
          place: { ...placeOf(context, resource, attribute), contract: contract.name, contractPointer: '/identity' },
          message: isSensitive
            ? `a managed policy is attached to role "${roleName}"`
            : `role "${roleName}" has the managed policy ${arn ?? ''} and so whatever that grants, today and later`,
          why: `contract "${contract.name}" lists what the role may do, and a policy that is not in this input cannot be held against it`,
          remedy: `Remove the policy from ${resource.address}, and write what the role needs into its inline policy.`,
        })),
    );
  },
};
