import type { PolicyDocument } from '../../iam';
import { attribute, isList, isListedByIam, textOf, Unknown, type Model, type Resource, type Value } from '../../model';
import { isSameName, modulePrefix, names, valueNames } from '../grants/ownership';
import { identityPolicyIn } from '../policy-index';

/** Something that gives a user rights: a document, a managed policy whose document is not in the input, or what is not known of either. */
export type UserRight = { readonly resource: Resource } & (
  { readonly document: PolicyDocument } | { readonly arn: string } | { readonly problem: string }
);

/** What the input shows of a user's rights: the user's own policies, and those of the user's groups. */
export function rightsOfUser(model: Model, user: string): UserRight[] {
  const groups = groupsOf(model, user);
  const isForUser = (resource: Resource, attributeName = 'user'): boolean =>
    names(model, { resource, attribute: attributeName }, { type: 'aws_iam_user', name: user }) !== 'no';
  const isForGroup = ({ values }: Resource, name = 'group'): boolean => {
    const group = textOf(values, name);
    return typeof group === 'string' ? groups.has(group) : groups.isSome;
  };
  const isFor: { readonly [type in keyof typeof rightsIn]: (resource: Resource) => boolean } = {
    aws_iam_user_policy: (resource) => isForUser(resource),
    aws_iam_group_policy: (resource) => isForGroup(resource),
    aws_iam_user_policy_attachment: (resource) => isForUser(resource),
    aws_iam_group_policy_attachment: (resource) => isForGroup(resource),
    aws_iam_user_policy_attachments_exclusive: (resource) => isForUser(resource, 'user_name'),
    aws_iam_group_policy_attachments_exclusive: (resource) => isForGroup(resource, 'group_name'),
    aws_iam_policy_attachment: (resource) =>
      lists(model, resource, 'users', { type: 'aws_iam_user', name: user }) || listsGroup(resource, groups),
  };
  const rights = model.resources.flatMap((resource): UserRight[] => {
    const { mode, type } = resource;
    if (mode === 'data' || !givesRights(type) || !isFor[type](resource)) return [];
    return rightsIn[type](model, resource);
  });
  return [...groups.questions, ...rights];
}

type RightsReader = (model: Model, resource: Resource) => UserRight[];

const attachedOne: RightsReader = (model, resource) => attached(model, resource, 'policy_arn');
const attachedAll: RightsReader = (model, resource) => attached(model, resource, 'policy_arns');

/** What each type of resource gives to a user or a group that it is for. */
const rightsIn = {
  aws_iam_user_policy: (_, resource) => documentOf(resource),
  aws_iam_group_policy: (_, resource) => documentOf(resource),
  aws_iam_user_policy_attachment: attachedOne,
  aws_iam_group_policy_attachment: attachedOne,
  aws_iam_user_policy_attachments_exclusive: attachedAll,
  aws_iam_group_policy_attachments_exclusive: attachedAll,
  aws_iam_policy_attachment: attachedOne,
} satisfies { readonly [type: string]: RightsReader };

function givesRights(type: string): type is keyof typeof rightsIn {
  return Object.hasOwn(rightsIn, type);
}

function documentOf(resource: Resource): UserRight[] {
  const reading = identityPolicyIn(resource.values, 'policy');
  switch (reading.kind) {
    case 'document':
      return [{ resource, document: reading.document }];
    case 'absent':
      return [];
    case 'unknown':
      return [{ resource, problem: reading.unknown.reason }];
    case 'refused':
      return [{ resource, problem: resource.sensitive.has('policy') ? 'it cannot be read' : reading.problem }];
  }
}

/** Managed policies, one or a list of them. */
function attached(model: Model, resource: Resource, name: string): UserRight[] {
  const value = attribute(resource.values, name);
  return (isList(value) ? value : [value ?? null]).flatMap((arn) => managed(model, resource, name, arn));
}

function managed(model: Model, resource: Resource, name: string, arn: Value): UserRight[] {
  const policies = model.resources.filter(({ type, mode }) => type === 'aws_iam_policy' && mode === 'managed');
  if (typeof arn === 'string') {
    const policy = policies.find((one) => isArnOf(one, arn));
    return policy === undefined ? [{ resource, arn }] : documentOf(policy);
  }
  const unknown = arn instanceof Unknown ? arn : new Unknown('it is no ARN');
  const references = unknown.references.length > 0 ? unknown.references : (resource.references.get(name) ?? []);
  const referred = policies.filter(
    (one) =>
      modulePrefix(one) === modulePrefix(resource) &&
      references.some((reference) => reference.startsWith(`aws_iam_policy.${one.name}.`)),
  );
  return referred.length === 0 ? [{ resource, problem: unknown.reason }] : referred.flatMap(documentOf);
}

/** The ARN as AWS gave it, or as it will: from the path and the name. */
function isArnOf({ values }: Resource, arn: string): boolean {
  const own = textOf(values, 'arn');
  if (typeof own === 'string') return own === arn;
  const [path, name] = [textOf(values, 'path') ?? '/', textOf(values, 'name')];
  if (typeof path !== 'string' || typeof name !== 'string') return false;
  return /^arn:[\w-]+:iam::\d{12}:policy\//.test(arn) && arn.endsWith(`:policy${path}${name}`);
}

function listsGroup({ values }: Resource, groups: Groups): boolean {
  const listed = attribute(values, 'groups');
  if (listed instanceof Unknown) return groups.isSome;
  return isList(listed) && listed.some((group) => (typeof group === 'string' ? groups.has(group) : groups.isSome));
}

interface Groups {
  readonly has: (group: string) => boolean;
  /** The user is in some group. */
  readonly isSome: boolean;
  readonly questions: readonly UserRight[];
}

/** The groups of a user. A membership is written from the user's side or from the group's. */
function groupsOf(model: Model, user: string): Groups {
  const ofUser = model.resources.filter(
    (resource) =>
      resource.type === 'aws_iam_user_group_membership' &&
      names(model, { resource, attribute: 'user' }, { type: 'aws_iam_user', name: user }) !== 'no',
  );
  const ofGroups = model.resources.filter(
    (resource) =>
      resource.type === 'aws_iam_group_membership' &&
      lists(model, resource, 'users', { type: 'aws_iam_user', name: user }),
  );
  return {
    has: (group) =>
      ofUser.some((resource) => lists(model, resource, 'groups', { type: 'aws_iam_group', name: group })) ||
      ofGroups.some(
        (resource) => names(model, { resource, attribute: 'group' }, { type: 'aws_iam_group', name: group }) !== 'no',
      ),
    isSome: ofUser.length + ofGroups.length > 0,
    questions: [
      ...[...ofUser.map((one) => [one, 'groups'] as const), ...ofGroups.map((one) => [one, 'users'] as const)]
        .filter(([resource, name]) => attribute(resource.values, name) instanceof Unknown)
        .map(([resource, name]) => ({ resource, problem: `its ${name} are known only after the apply` })),
      ...ofUser.flatMap((resource) => absentGroups(model, resource)),
    ],
  };
}

/** An export that is whole has every group that a user of it is in; a stack need not. */
function absentGroups({ kind, resources }: Model, resource: Resource): UserRight[] {
  const listed = attribute(resource.values, 'groups');
  if (!isListedByIam(kind) || !isList(listed)) return [];
  const isThere = (group: string): boolean =>
    resources.some(({ type, values }) => {
      const name = type === 'aws_iam_group' ? textOf(values, 'name') : undefined;
      return typeof name === 'string' && isSameName(name, group);
    });
  return listed
    .filter((group) => typeof group === 'string')
    .filter((group) => !isThere(group))
    .map((group) => ({ resource, problem: `group "${group}" is not in this export` }));
}

/** What is not known may be the name. */
function lists(
  model: Model,
  resource: Resource,
  attributeName: string,
  identity: Parameters<typeof names>[2],
): boolean {
  const value = attribute(resource.values, attributeName);
  if (value instanceof Unknown) return true;
  const naming = { resource, attribute: attributeName };
  return isList(value) && value.some((item) => valueNames(model, item, naming, identity) !== 'no');
}
