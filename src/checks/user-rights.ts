import { attribute, isList, textOf, type Model, type Resource, type Unknown } from '../terraform';
import { names, valueNames } from './ownership';

/** Something that gives a user rights: a document, or a managed policy whose document is not in the input. */
export type UserRight = { readonly resource: Resource } & (
  { readonly document: string | Unknown } | { readonly arn: string }
);

/** What the input shows of a user's rights: the user's own policies, and those of the user's groups. */
export function rightsOfUser(model: Model, user: string): UserRight[] {
  const isMember = membershipsOf(model, user);
  const isForGroup = ({ values }: Resource): boolean => {
    const group = textOf(values, 'group');
    return typeof group === 'string' && isMember(group);
  };
  return model.resources.flatMap((resource): UserRight[] => {
    if (resource.mode === 'data') return [];
    switch (resource.type) {
      case 'aws_iam_user_policy':
        return isForUser(model, resource, user) ? documentOf(resource) : [];
      case 'aws_iam_group_policy':
        return isForGroup(resource) ? documentOf(resource) : [];
      case 'aws_iam_user_policy_attachment':
        return isForUser(model, resource, user) ? attached(model, resource) : [];
      case 'aws_iam_group_policy_attachment':
        return isForGroup(resource) ? attached(model, resource) : [];
      case 'aws_iam_policy_attachment':
        return lists(model, resource, 'users', 'aws_iam_user', user) || listsGroup(resource, isMember)
          ? attached(model, resource)
          : [];
      default:
        return [];
    }
  });
}

function documentOf(resource: Resource): UserRight[] {
  const document = textOf(resource.values, 'policy');
  return document === undefined ? [] : [{ resource, document }];
}

function attached(model: Model, resource: Resource): UserRight[] {
  const arn = textOf(resource.values, 'policy_arn');
  if (typeof arn !== 'string') return [];
  const policy = model.resources.find(
    ({ type, values }) => type === 'aws_iam_policy' && attribute(values, 'arn') === arn,
  );
  return policy === undefined ? [{ resource, arn }] : documentOf(policy);
}

function isForUser(model: Model, resource: Resource, user: string): boolean {
  return names(model, resource, 'user', 'aws_iam_user', user) !== 'no';
}

function listsGroup({ values }: Resource, isMember: (group: string) => boolean): boolean {
  const groups = attribute(values, 'groups');
  return isList(groups) && groups.some((group) => typeof group === 'string' && isMember(group));
}

/** Tells whether the user is in a group. A membership is written from the user's side or from the group's. */
function membershipsOf(model: Model, user: string): (group: string) => boolean {
  const ofUser = model.resources.filter(
    (resource) => resource.type === 'aws_iam_user_group_membership' && isForUser(model, resource, user),
  );
  const ofGroups = model.resources.filter(
    (resource) => resource.type === 'aws_iam_group_membership' && lists(model, resource, 'users', 'aws_iam_user', user),
  );
  return (group) =>
    ofUser.some((resource) => lists(model, resource, 'groups', 'aws_iam_group', group)) ||
    ofGroups.some((resource) => names(model, resource, 'group', 'aws_iam_group', group) !== 'no');
}

function lists(model: Model, resource: Resource, attributeName: string, type: string, name: string): boolean {
  const value = attribute(resource.values, attributeName);
  return isList(value) && value.some((item) => valueNames(model, resource, item, attributeName, type, name) === 'yes');
}
