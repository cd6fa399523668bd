import {
  attribute,
  isList,
  isObject,
  nestedBlocks,
  textOf,
  Unknown,
  type Construct,
  type Resource,
  type Value,
  type ValueObject,
} from '../terraform';
import { whyUnreadable, withDocument } from './documents';
import type { Entry, Oddity } from './export';

/** How the entries of a list are called in it, and in Terraform. */
interface Shape {
  readonly kind: 'role' | 'user' | 'group' | 'policy';
  readonly name: string;
  readonly inline: string;
  /** Further lists that every entry has. */
  readonly lists: readonly string[];
  /** Members that say nothing of rights. */
  readonly harmless: readonly string[];
}

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
} as const satisfies { readonly [list: string]: Shape };

const policyShape: Shape = { kind: 'policy', name: 'PolicyName', inline: '', lists: [], harmless: [] };

/** An entry whose name is known, on the way to resources. */
interface Named {
  readonly shape: Shape;
  readonly entry: ValueObject;
  readonly name: string;
  readonly arn: string;
  readonly pointer: string;
}

/** A role, a user or a group with all that it has. */
export function readPrincipal(value: Value, list: keyof typeof shapes, pointer: string): Entry {
  const shape: Shape = shapes[list];
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

/**
 * A managed policy with its default version, which is the one that counts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
 */
export function readManagedPolicy(value: Value, pointer: string): Entry {
  const named = namedIn(value, policyShape, pointer);
  if (named === undefined) return notUnderstood(value, policyShape, pointer);
  const { entry, name, arn } = named;
  const id = textOf(entry, 'DefaultVersionId');
  const versions = nestedBlocks(entry, 'PolicyVersionList').flatMap((version, index) =>
    version instanceof Unknown ? [] : [{ version, at: `${pointer}/PolicyVersionList/${index}/Document` }],
  );
  const current = versions.filter(({ version }) => attribute(version, 'IsDefaultVersion') === true);
  const [one] = current;
  const isClear =
    typeof id === 'string' && current.length === 1 && one !== undefined && attribute(one.version, 'VersionId') === id;
  const bare = { name, path: pathOf(entry), arn };
  const values = isClear
    ? withDocument(bare, 'policy', attribute(one.version, 'Document'))
    : { ...bare, policy: new Unknown(withoutDefault) };
  const resource = resourceOf('aws_iam_policy', arn, name, values, pointer, [['policy', one?.at ?? pointer]]);
  return {
    arn,
    key: `policy ${arn.toLowerCase()}`,
    resources: [resource],
    constructs: undecoded([resource]),
    oddities: [],
  };
}

const withoutDefault =
  'it has not exactly one default version, of which DefaultVersionId and IsDefaultVersion both speak';

/** The name, path and ARN of an entry; undefined where they are not there, or do not belong together. */
function namedIn(entry: Value, shape: Shape, pointer: string): Named | undefined {
  if (!isObject(entry)) return undefined;
  const arn = textOf(entry, 'Arn');
  if (typeof arn !== 'string') return undefined;
  const [, account, resource] = /^arn:[\w-]+:iam::(\d{12}|aws):(.+)$/.exec(arn) ?? [];
  const given = textOf(entry, shape.name);
  // A policy's name is the end of its ARN, and not every program that serves IAM's API tells it again.
  const name = shape.kind === 'policy' ? (given ?? resource?.split('/').at(-1)) : given;
  if (typeof name !== 'string' || name === '' || (account === 'aws' && shape.kind !== 'policy')) return undefined;
  return resource === `${shape.kind}${pathOf(entry)}${name}` ? { shape, entry, name, arn, pointer } : undefined;
}

function pathOf(entry: ValueObject): string {
  const path = textOf(entry, 'Path');
  return typeof path === 'string' ? path : '/';
}

function notUnderstood(value: Value, shape: Shape, pointer: string): Entry {
  const arn = isObject(value) ? textOf(value, 'Arn') : undefined;
  const description = `an entry has no Arn, Path and ${shape.name} that belong together, so it is not known which ${shape.kind} it is`;
  return {
    arn: typeof arn === 'string' ? arn : undefined,
    key: pointer,
    resources: [],
    constructs: [{ kind: 'export', description, pointer }],
    oddities: [],
  };
}

function roleOf({ entry, name, arn, pointer }: Named): Resource {
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
  return resourceOf('aws_iam_role', arn, name, values, pointer, [
    ['assume_role_policy', `${pointer}/AssumeRolePolicyDocument`],
    ['inline_policy', `${pointer}/RolePolicyList`],
    ['managed_policy_arns', `${pointer}/AttachedManagedPolicies`],
    ['permissions_boundary', `${pointer}/PermissionsBoundary`],
  ]);
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

function inlinePolicies({ shape, entry, name, arn, pointer }: Named): Resource[] {
  const policies = attribute(entry, shape.inline);
  if (!isList(policies)) return [];
  return policies.map((item, index) => {
    const policyName = isObject(item) ? textOf(item, 'PolicyName') : undefined;
    const at = `${pointer}/${shape.inline}/${index}`;
    const bare = { [shape.kind]: name, name: policyName ?? new Unknown('it has no PolicyName') };
    const values = withDocument(bare, 'policy', isObject(item) ? attribute(item, 'PolicyDocument') : undefined);
    const address = `${arn} policy ${typeof policyName === 'string' ? JSON.stringify(policyName) : String(index)}`;
    return resourceOf(`aws_iam_${shape.kind}_policy`, address, name, values, at, [['policy', `${at}/PolicyDocument`]]);
  });
}

function instanceProfiles({ entry, name, arn, pointer }: Named): Resource[] {
  const profiles = attribute(entry, 'InstanceProfileList');
  if (!isList(profiles)) return [];
  return profiles.map((profile, index) => {
    const own = isObject(profile) ? textOf(profile, 'Arn') : undefined;
    const address = typeof own === 'string' ? own : `${arn} instance profile ${index}`;
    const values = { role: name, arn: typeof own === 'string' ? own : null };
    return resourceOf('aws_iam_instance_profile', address, name, values, `${pointer}/InstanceProfileList/${index}`, []);
  });
}

/** The user or group itself, what is attached to it, and the groups that a user is in. */
function memberships({ shape, entry, name, arn, pointer }: Named): Resource[] {
  const attached = attribute(entry, 'AttachedManagedPolicies');
  const groups = attribute(entry, 'GroupList');
  const self = { name, path: pathOf(entry), arn, permissions_boundary: boundaryOf(entry) };
  return [
    resourceOf(`aws_iam_${shape.kind}`, arn, name, self, pointer, []),
    ...(isList(attached) ? attached : []).map((item, index) => {
      const values = { [shape.kind]: name, policy_arn: arnOfAttached(item) };
      const at = `${pointer}/AttachedManagedPolicies/${index}`;
      return resourceOf(`aws_iam_${shape.kind}_policy_attachment`, arn, name, values, at, []);
    }),
    ...(isList(groups) && groups.length > 0
      ? [resourceOf('aws_iam_user_group_membership', arn, name, { user: name, groups }, `${pointer}/GroupList`, [])]
      : []),
  ];
}

/** Thousands of resources share what none of them has. */
const none: ReadonlySet<string> = new Set();
const noPointers: ReadonlyMap<string, string> = new Map();
const noReferences: ReadonlyMap<string, readonly string[]> = new Map();

function resourceOf(
  type: string,
  address: string,
  name: string,
  values: ValueObject,
  pointer: string,
  pointers: readonly (readonly [attribute: string, pointer: string])[],
): Resource {
  return {
    address,
    type,
    name,
    mode: 'managed',
    providerKey: '',
    provider: undefined,
    values,
    pointer,
    pointers: pointers.length === 0 ? noPointers : new Map(pointers),
    sensitive: none,
    references: noReferences,
    configured: undefined,
    action: undefined,
    managed: true,
    remark: undefined,
  };
}

/** Documents that could not be read: anything may stand in them. */
function undecoded(resources: readonly Resource[]): Construct[] {
  return resources.flatMap(({ values, address, pointer, pointers }) =>
    ['policy', 'assume_role_policy'].flatMap((name): Construct[] => {
      const reason = pointers?.has(name) === true ? whyUnreadable(values, name) : undefined;
      if (reason === undefined) return [];
      const description = `${address}: what its document says is not known: ${reason}`;
      return [{ kind: 'export', description, address, pointer: pointers?.get(name) ?? pointer }];
    }),
  );
}

/**
 * Absent is not empty: a list that every role has was cut. Of users and groups it is said and no more, as their rights are not what is
 * judged.
 */
function absentLists(entry: ValueObject, shape: Shape, address: string, pointer: string): Oddity[] {
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

/** What a later version of IAM may add to a role could give it rights. */
function unknownMembers(entry: ValueObject, shape: Shape, address: string, pointer: string): Oddity[] {
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
