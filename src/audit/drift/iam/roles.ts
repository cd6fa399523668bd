import { isObject, memberOf, type Json } from '../../../json';
import { textOf, type Model } from '../../../model';
import type { Compare, Difference, Thing } from '../difference';
import { documentIn, isNamed } from './export';
import { itemsOf, known, policyDifference, textOfMember } from '../values';

/**
 * The role with its policies in the export of the account. The check judges what the policies allow; this is about their texts, so that rights that
 * are missing show, too. https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html
 */
export const roleDifferences: Compare = ({ values }, { made, replies }) => {
  const name = known(textOf(values, 'name'));
  const thing: Thing = { noun: 'role', name };
  const reply = replies.of('identities');
  if (reply.kind !== 'answered') return 'not-known';
  const role = itemsOf(reply.value, 'RoleDetailList').find((one) => isNamed(memberOf(one, 'RoleName'), name));
  if (role === undefined) return [{ kind: 'missing', thing }];
  const wanted = new Map(
    made.resources.flatMap((one) =>
      one.type === 'aws_iam_role_policy' && isNamed(known(textOf(one.values, 'role')), name)
        ? [[known(textOf(one.values, 'name')), textOf(one.values, 'policy')] as const]
        : [],
    ),
  );
  const found = new Map(
    itemsOf(role, 'RolePolicyList').map((one) => [
      textOfMember(one, 'PolicyName'),
      documentIn(memberOf(one, 'PolicyDocument')),
    ]),
  );
  const trust = documentIn(memberOf(role, 'AssumeRolePolicyDocument'));
  return [
    ...policyDifference(thing, 'the trust policy', textOf(values, 'assume_role_policy'), trust),
    ...[...new Set([...wanted.keys(), ...found.keys()])].flatMap((policy) =>
      policyDifference(thing, `the policy ${policy}`, wanted.get(policy), found.get(policy)),
    ),
    ...attachedDifferences(thing, made, role),
    ...(isObject(memberOf(role, 'PermissionsBoundary')) && textOf(values, 'permissions_boundary') === undefined
      ? [{ kind: 'document-extra', thing, document: 'a permissions boundary' } as const]
      : []),
  ];
};

/** The managed policies that are attached to a role, against those that the settings attach. */
function attachedDifferences(thing: Thing, made: Model, role: Json): Difference[] {
  const wanted = made.resources.flatMap(({ type, values }) =>
    type === 'aws_iam_role_policy_attachment' && isNamed(known(textOf(values, 'role')), thing.name)
      ? [known(textOf(values, 'policy_arn'))]
      : [],
  );
  const found = itemsOf(role, 'AttachedManagedPolicies').map((one) => textOfMember(one, 'PolicyArn'));
  const document = (arn: string): string => `the attached policy ${arn}`;
  return [
    ...wanted
      .filter((arn) => !found.includes(arn))
      .map((arn): Difference => ({ kind: 'document-missing', thing, document: document(arn) })),
    ...found
      .filter((arn) => !wanted.includes(arn))
      .map((arn): Difference => ({ kind: 'document-extra', thing, document: document(arn) })),
  ];
}
