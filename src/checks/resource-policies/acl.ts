import {
  attribute,
  isList,
  nestedBlocks,
  textOf,
  textsOf,
  Unknown,
  type Resource,
  type ValueObject,
} from '../../model';
import { isByDefault } from './defaults';
import { documentOfGrants, type GrantWithoutDocument } from './statements';

/**
 * The grants of the access control list of a bucket. An account in it is a delegation, as in a policy; only the two groups of everybody
 * include a role. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
export function aclGrants(resource: Resource): GrantWithoutDocument[] {
  const { values } = resource;
  const blocks = [
    ...nestedBlocks(values, 'grant').map((block) => ({ name: 'grant', block, grantee: block })),
    ...nestedBlocks(values, 'access_control_policy').flatMap((list) =>
      list instanceof Unknown
        ? [{ name: 'access_control_policy', block: list, grantee: list }]
        : nestedBlocks(list, 'grant').map((block) => ({
            name: 'access_control_policy',
            block,
            grantee:
              block instanceof Unknown ? block : (nestedBlocks(block, 'grantee')[0] ?? new Unknown('it names nobody')),
          })),
    ),
  ];
  return [
    ...canned(resource),
    ...blocks
      .filter(({ name }) => !isByDefault(resource, name, attribute(values, name)))
      .map(({ name, block, grantee }) => ({ attribute: name, ...grantOf(block, grantee) })),
  ];
}

const readBucket = ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'];
const everybody = [{ type: '*', value: '*' }] as const;

const cannedAcls: ReadonlyMap<string, readonly string[]> = new Map([
  ['private', []],
  ['aws-exec-read', []],
  ['bucket-owner-read', []],
  ['bucket-owner-full-control', []],
  ['log-delivery-write', []],
  ['authenticated-read', readBucket],
  ['public-read', readBucket],
  ['public-read-write', [...readBucket, 's3:PutObject']],
]);

function canned(resource: Resource): GrantWithoutDocument[] {
  const text = textOf(resource.values, 'acl');
  if (text === undefined || text === '' || isByDefault(resource, 'acl', text)) return [];
  if (text instanceof Unknown) return [{ attribute: 'acl', problem: `it is not known: ${text.reason}` }];
  const actions = cannedAcls.get(text);
  if (actions === undefined) return [{ attribute: 'acl', problem: `"${text}" is not an S3 access control list` }];
  if (actions.length === 0) return [];
  return [{ attribute: 'acl', document: documentOfGrants([{ actions, conditions: [] }], everybody) }];
}

const actionsOfPermission: ReadonlyMap<string, readonly string[]> = new Map([
  ['READ', readBucket],
  ['WRITE', ['s3:PutObject']],
  ['READ_ACP', ['s3:GetBucketAcl']],
  ['WRITE_ACP', ['s3:PutBucketAcl']],
  ['FULL_CONTROL', [...readBucket, 's3:PutObject', 's3:GetBucketAcl', 's3:PutBucketAcl']],
]);

function grantOf(
  block: ValueObject | Unknown,
  grantee: ValueObject | Unknown,
): Omit<GrantWithoutDocument, 'attribute'> {
  if (block instanceof Unknown) return { problem: `it is not known: ${block.reason}` };
  if (grantee instanceof Unknown) return { problem: `its grantee is not known: ${grantee.reason}` };
  const [type, uri] = [textOf(grantee, 'type'), textOf(grantee, 'uri')];
  if (type !== 'Group' && typeof type === 'string') return { document: documentOfGrants([], everybody) };
  if (typeof uri !== 'string') return { problem: 'its group is not known' };
  if (uri.endsWith('/groups/s3/LogDelivery')) return { document: documentOfGrants([], everybody) };
  const single = textOf(block, 'permission');
  const list = isList(attribute(block, 'permissions')) ? textsOf(block, 'permissions') : [single];
  if (list === undefined || list instanceof Unknown) return { problem: 'its permissions are not known' };
  const actions = list.map((permission) =>
    typeof permission === 'string' ? actionsOfPermission.get(permission) : undefined,
  );
  if (actions.includes(undefined)) return { problem: 'one of its permissions is not known' };
  return {
    document: documentOfGrants([{ actions: actions.flatMap((some) => some ?? []), conditions: [] }], everybody),
  };
}
