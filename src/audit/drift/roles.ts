import { isObject, memberOf, type Json } from '../../json';
import { textOf } from '../../model';
import type { Compare, Difference, Thing } from './difference';
import { itemsOf, known, policyDifference } from './values';

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
    ...itemsOf(role, 'AttachedManagedPolicies').map((one): Difference => ({
      kind: 'document-extra',
      thing,
      document: `the attached policy ${textOfMember(one, 'PolicyArn')}`,
    })),
    ...(isObject(memberOf(role, 'PermissionsBoundary')) && textOf(values, 'permissions_boundary') === undefined
      ? [{ kind: 'document-extra', thing, document: 'a permissions boundary' } as const]
      : []),
  ];
};

/** Names of IAM ignore case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function isNamed(found: Json | undefined, name: string): boolean {
  return typeof found === 'string' && found.toLowerCase() === name.toLowerCase();
}

/** The AWS CLI decodes a document; the API encodes it as in a URL. */
function documentIn(value: Json | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : JSON.stringify(value);
  try {
    return value.startsWith('%7B') ? decodeURIComponent(value) : value;
  } catch {
    return value;
  }
}

function textOfMember(value: Json, name: string): string {
  const text = memberOf(value, name);
  return typeof text === 'string' ? text : '';
}
