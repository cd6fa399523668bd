import {
  attribute,
  isList,
  isObject,
  resourceFrom,
  textOf,
  Unknown,
  type Resource,
  type Value,
  type ValueObject,
} from '../../model';
import { withDocument } from './documents';
import {
  namedIn,
  notUnderstood,
  pathOf,
  undecoded,
  type ExportEntry,
  type NamedEntry,
  type Oddity,
  type EntryShape,
} from './entry';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html, API_UserDetail.html and API_GroupDetail.html */
const shapes = {
  RoleDetailList: {
    kind: 'role',
    name: 'RoleName',
    inline: 'RolePolicyList',
    lists: ['AttachedManagedPolicies', 'InstanceProfileList'],
    harmless: ['RoleId', 'CreateDate', 'Tags', 'RoleLastUsed', 'Description', 'MaxSessionDuration'],
  },
  UserDetailList: {
    kind: 'user',
    name: 'UserName',
    inline: 'UserPolicyList',
    lists: ['AttachedManagedPolicies', 'GroupList'],
    harmless: ['UserId', 'CreateDate', 'Tags', 'PasswordLastUsed'],
  },
  GroupDetailList: {
    kind: 'group',
    name: 'GroupName',
    inline: 'GroupPolicyList',
    lists: ['AttachedManagedPolicies'],
    harmless: ['GroupId', 'CreateDate'],
  },
} as const satisfies { readonly [list: string]: EntryShape };

/** A role, a user or a group with all that it has. */
export function readPrincipal(value: Value, list: keyof typeof shapes, pointer: string): ExportEntry {
  const shape: EntryShape = shapes[list];
  const named = namedIn(value, shape, pointer);
  if (named === undefined) return notUnderstood(value, shape, pointer);
  const { entry, name, arn } = named;
  const parts = [
    ...inlinePolicies(named),
    ...(shape.kind === 'role' ? [roleOf(named), ...instanceProfiles(named)] : memberships(named)),
  ];
  return {
    arn,
    key: `${shape.kind} ${arn.split(':')[4] ?? ''} ${name.toLowerCase()}`,
    resources: parts,
    constructs: undecoded(parts),
    oddities: [...absentLists(entry, shape, arn, pointer), ...unknownMembers(entry, shape, arn, pointer)],
  };
}

function roleOf({ entry, name, arn, pointer }: NamedEntry): Resource {
  const attached = attribute(entry, 'AttachedManagedPolicies');
  const bare = {
    name,
    path: pathOf(entry),
    arn,
    unique_id: attribute(entry, 'RoleId') ?? null,
    // Inline policies are resources of their own, so that each has its place.
    inline_policy: isList(attribute(entry, 'RolePolicyList')) ? [] : new Unknown('the export does not list them'),
    managed_policy_arns: isList(attached) ? attached.map(arnOfAttached) : new Unknown('the export does not list them'),
    permissions_boundary: boundaryOf(entry),
  };
  const values = withDocument(bare, 'assume_role_policy', attribute(entry, 'AssumeRolePolicyDocument'));
  return resourceFrom({
    type: 'aws_iam_role',
    address: arn,
    name,
    values,
    pointer,
    pointers: new Map([
      ['assume_role_policy', `${pointer}/AssumeRolePolicyDocument`],
      ['inline_policy', `${pointer}/RolePolicyList`],
      ['managed_policy_arns', `${pointer}/AttachedManagedPolicies`],
      ['permissions_boundary', `${pointer}/PermissionsBoundary`],
    ]),
  });
}

function arnOfAttached(attached: Value): Value {
  return (isObject(attached) ? textOf(attached, 'PolicyArn') : undefined) ?? new Unknown('it has no PolicyArn');
}

function boundaryOf(entry: ValueObject): Value {
  const boundary = attribute(entry, 'PermissionsBoundary');
  if (boundary === undefined || boundary === null) return null;
  const arn = isObject(boundary) ? textOf(boundary, 'PermissionsBoundaryArn') : undefined;
  return arn ?? new Unknown('it has no PermissionsBoundaryArn');
}

function inlinePolicies({ shape, entry, name, arn, pointer }: NamedEntry): Resource[] {
  const policies = attribute(entry, shape.inline);
  if (!isList(policies)) return [];
  return policies.map((item, index) => {
    const policyName = isObject(item) ? textOf(item, 'PolicyName') : undefined;
    const at = `${pointer}/${shape.inline}/${index}`;
    const bare = { [shape.kind]: name, name: policyName ?? new Unknown('it has no PolicyName') };
    const values = withDocument(bare, 'policy', isObject(item) ? attribute(item, 'PolicyDocument') : undefined);
    const address = `${arn} policy ${typeof policyName === 'string' ? JSON.stringify(policyName) : String(index)}`;
    return resourceFrom({
      type: `aws_iam_${shape.kind}_policy`,
      address,
      name,
      values,
      pointer: at,
      pointers: new Map([['policy', `${at}/PolicyDocument`]]),
    });
  });
}

function instanceProfiles({ entry, name, arn, pointer }: NamedEntry): Resource[] {
  const profiles = attribute(entry, 'InstanceProfileList');
  if (!isList(profiles)) return [];
  return profiles.map((profile, index) => {
    const own = isObject(profile) ? textOf(profile, 'Arn') : undefined;
    const address = typeof own === 'string' ? own : `${arn} instance profile ${index}`;
    const values = { role: name, arn: typeof own === 'string' ? own : null };
    return resourceFrom({
      type: 'aws_iam_instance_profile',
      address,
      name,
      values,
      pointer: `${pointer}/InstanceProfileList/${index}`,
    });
  });
}

/** The user or group itself, what is attached to it, and the groups that a user is in. */
function memberships({ shape, entry, name, arn, pointer }: NamedEntry): Resource[] {
  const attached = attribute(entry, 'AttachedManagedPolicies');
  const groups = attribute(entry, 'GroupList');
  const self = { name, path: pathOf(entry), arn, permissions_boundary: boundaryOf(entry) };
  return [
    resourceFrom({ type: `aws_iam_${shape.kind}`, address: arn, name, values: self, pointer }),
    ...(isList(attached) ? attached : []).map((item, index) => {
      const values = { [shape.kind]: name, policy_arn: arnOfAttached(item) };
      const at = `${pointer}/AttachedManagedPolicies/${index}`;
      return resourceFrom({ type: `aws_iam_${shape.kind}_policy_attachment`, address: arn, name, values, pointer: at });
    }),
    ...(isList(groups) && groups.length > 0
      ? [
          resourceFrom({
            type: 'aws_iam_user_group_membership',
            address: arn,
            name,
            values: { user: name, groups },
            pointer: `${pointer}/GroupList`,
          }),
        ]
      : []),
  ];
}

/**
 * Absent is not empty: a list that every role has was cut. Of users and groups it is said and no more, as their rights are not what is
 * judged.
 */
function absentLists(entry: ValueObject, shape: EntryShape, address: string, pointer: string): Oddity[] {
  return [shape.inline, ...shape.lists]
    .filter((name) => !isList(attribute(entry, name)))
    .map((name) => ({
      what: `has no ${name}, not even an empty one`,
      address,
      pointer,
      matters: shape.kind === 'role' || attribute(entry, name) !== undefined,
    }));
}

const everywhere = ['Arn', 'Path', 'PermissionsBoundary', 'AssumeRolePolicyDocument'];

/** Unknown members of a role: a later version of IAM could use them to give it rights. */
function unknownMembers(entry: ValueObject, shape: EntryShape, address: string, pointer: string): Oddity[] {
  const isKnown = (name: string): boolean =>
    everywhere.includes(name) ||
    name === shape.name ||
    name === shape.inline ||
    shape.lists.includes(name) ||
    shape.harmless.includes(name);
  return Object.keys(entry)
    .filter((name) => !isKnown(name))
    .map((name) => ({
      what: `has a member ${JSON.stringify(name)} that is not understood`,
      address,
      pointer,
      matters: shape.kind === 'role',
    }));
}
