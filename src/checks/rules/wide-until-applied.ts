import type { Context, FoundBefore } from '../context';
import type { Found, Rule } from '../rule';

export const wideUntilApplied: Rule = {
  id: 'wide-until-applied',
  severity: 'medium',
  claim: 'Rights that this apply narrows or removes are reported: the role has them until the apply.',
  rationale:
    'A plan is judged by its result. What it updates, replaces or deletes stays in AWS until the apply, and longer if ' +
    'the plan is never applied. https://developer.hashicorp.com/terraform/internals/json-format#change-representation',
  remedy: 'Apply the plan soon, and review what the role did until then.',
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
    return context.foundBefore()?.map((one) => untilApplied(context, one));
  },
};

/** A failure before the apply is a note: the verdict is about the result of the apply. */
function untilApplied({ model }: Context, { role, found }: FoundBefore): Found {
  const { place, request } = found;
  const isSensitive = (model.before ?? []).some(
    ({ address, sensitive }) => address === place.address && sensitive.size > 0,
  );
  const message = isSensitive ? `role "${role.roleName}" has what its contract does not allow` : found.message;
  return {
    verdict: 'note',
    place,
    message: `wide until applied: ${place.address ?? place.input} is changed by this plan, and until then ${message}`,
    ...(request === undefined || isSensitive ? {} : { request }),
    remedy: wideUntilApplied.remedy,
  };
}
