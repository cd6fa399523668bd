import { attribute, isList, textOf, Unknown, type Model, type Resource } from '../../model';
import { ofType } from '../of-type';
import { names, referredTo, type NamedIdentity } from '../naming/ownership';

/** A resource that lists all allowed policies of one kind for a role. */
export interface Exclusive {
  /** The role's own attribute with these policies. */
  readonly roleAttribute: 'inline_policy' | 'managed_policy_arns';
  readonly type: string;
  readonly listAttribute: string;
  readonly policyType: 'aws_iam_role_policy' | 'aws_iam_policy';
}

export const inlinePolicies: Exclusive = {
  roleAttribute: 'inline_policy',
  type: 'aws_iam_role_policies_exclusive',
  listAttribute: 'policy_names',
  policyType: 'aws_iam_role_policy',
};

export const attachments: Exclusive = {
  roleAttribute: 'managed_policy_arns',
  type: 'aws_iam_role_policy_attachments_exclusive',
  listAttribute: 'policy_arns',
  policyType: 'aws_iam_policy',
};

/** The exclusive resources of one kind that name a role, or may name it. */
export function exclusivesOf(model: Model, { type }: Exclusive, identity: NamedIdentity): Resource[] {
  return ofType(model, type).filter(
    (resource) => resource.managed && names(model, { resource, attribute: 'role_name' }, identity) !== 'no',
  );
}

/**
 * The policies that an exclusive resource lists. A value that is made from policies of the input, and from nothing else, is one of them; a list
 * that is made so has at most these: the grants of each are judged, and a list without one is narrower.
 */
export function listedIn(
  model: Model,
  exclusive: Resource,
  { listAttribute, policyType }: Exclusive,
): string[] | Unknown {
  const value = attribute(exclusive.values, listAttribute);
  const items = isList(value) ? value : value === undefined || value === null ? [] : [value];
  const listed: string[] = [];
  for (const item of items) {
    if (typeof item === 'string') listed.push(item);
    else {
      const made =
        item instanceof Unknown
          ? referredTo(model, item, { resource: exclusive, attribute: listAttribute }, policyType)
          : undefined;
      const names = (made ?? []).map((policy) => nameIn(policy, policyType));
      if (made === undefined || made.length === 0)
        return item instanceof Unknown ? item : new Unknown(`${listAttribute} is not a list of texts`);
      listed.push(...names);
    }
  }
  return listed;
}

/** The form in which the policies of the role have it: an inline policy by its name, if that is known. */
function nameIn(policy: Resource, policyType: Exclusive['policyType']): string {
  const name = policyType === 'aws_iam_role_policy' ? textOf(policy.values, 'name') : textOf(policy.values, 'arn');
  return typeof name === 'string' ? name : `<${policy.address}>`;
}
