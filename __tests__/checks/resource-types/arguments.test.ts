import fc from '../../fast-check';
import { standingOf, typeListVersion } from '../../../src/checks/resource-types';
import { grantTypes, resourcePolicyTypes } from '../../../src/checks/resource-types/policies';
import { allTypes, entryOf } from '../../../src/checks/resource-types/table';
import { Unknown, type Value } from '../../../src/model';
import { resourceOf } from './resource';
import { examples } from '../../effort';

const later = new Unknown('it is known only after the apply');

const iamDecides = [
  { permissions: ['ALL'], principal: [{ data_lake_principal_identifier: 'IAM_ALLOWED_PRINCIPALS' }] },
];

/** One argument of one instance; `configured` are those that the configuration next to a plan writes. */
type Row = readonly [
  type: string,
  values: { readonly [name: string]: Value },
  kind: string,
  configured?: readonly string[],
];

const rows: Row[] = [
  // Absent, null and empty are not a use of an argument.
  ['aws_s3_bucket', {}, 'cannot-grant'],
  ['aws_s3_bucket', { policy: null, grant: [], acl: '' }, 'cannot-grant'],
  ['aws_dlm_lifecycle_policy', { policy_details: [{ schedule: [{ share_rule: [] }] }] }, 'cannot-grant'],
  // What nobody wrote is computed; what somebody wrote, and is not known, may be anything.
  ['aws_s3_object', { acl: later }, 'cannot-grant', ['bucket', 'key']],
  ['aws_s3_object', { acl: later }, 'not-understood', ['bucket', 'key', 'acl']],
  ['aws_s3_object', { acl: later }, 'not-understood'],
  ['aws_sqs_queue', { policy: later }, 'cannot-grant', ['name']],
  ['aws_sqs_queue', { policy: later }, 'understood', ['name', 'policy']],
  ['aws_dlm_lifecycle_policy', { policy_details: [later] }, 'not-understood', ['policy_details']],
  ['aws_dlm_lifecycle_policy', { policy_details: [{ resource_types: later }] }, 'cannot-grant', ['policy_details']],
  // Canned ACLs of the owner, as each service writes them.
  ['aws_s3_object', { acl: 'private' }, 'cannot-grant'],
  ['aws_s3_object', { acl: 'bucket-owner-full-control' }, 'cannot-grant'],
  ['aws_s3_object', { acl: 'aws-exec-read' }, 'not-understood'],
  ['aws_s3_object', { acl: 'Public-Read' }, 'not-understood'],
  ['aws_dms_s3_endpoint', { canned_acl_for_objects: 'none' }, 'cannot-grant'],
  ['aws_dms_s3_endpoint', { canned_acl_for_objects: 'public-read-write' }, 'not-understood'],
  ['aws_medialive_channel', { encoder_settings: [{ x: { canned_acl: 'BUCKET_OWNER_FULL_CONTROL' } }] }, 'cannot-grant'],
  ['aws_medialive_channel', { encoder_settings: [{ x: { canned_acl: 'PUBLIC_READ' } }] }, 'not-understood'],
  [
    'aws_acmpca_certificate_authority',
    { revocation_configuration: [{ s3_object_acl: 'BUCKET_OWNER_FULL_CONTROL' }] },
    'cannot-grant',
  ],
  ['aws_storagegateway_nfs_file_share', { object_acl: 'private' }, 'cannot-grant'],
  // The document of an API, with and without a policy in it, also behind an escape.
  ['aws_api_gateway_rest_api', { body: '{"paths":{}}' }, 'cannot-grant'],
  ['aws_api_gateway_rest_api', { body: 'X-Amazon-ApiGateway-Policy: {}' }, 'not-understood'],
  ['aws_api_gateway_rest_api', { body: '{"x-amazon-apigateway-\\u0070olicy":{}}' }, 'not-understood'],
  ['aws_api_gateway_rest_api', { body: later }, 'not-understood', ['body']],
  ['aws_api_gateway_rest_api', { policy: '{}' }, 'understood'],
  ['aws_api_gateway_rest_api', { policy: '{}', body: 'x-amazon-apigateway-policy' }, 'not-understood'],
  // Lake Formation leaves it to IAM, or does not.
  ['aws_glue_catalog_database', { create_table_default_permission: iamDecides }, 'cannot-grant'],
  [
    'aws_glue_catalog_database',
    { create_table_default_permission: [...iamDecides, { principal: [{ data_lake_principal_identifier: 'x' }] }] },
    'not-understood',
  ],
  ['aws_glue_catalog_database', { create_table_default_permission: [{ permissions: ['ALL'] }] }, 'not-understood'],
  ['aws_lakeformation_resource', { with_privileged_access: false }, 'cannot-grant'],
  ['aws_lakeformation_resource', { with_privileged_access: true }, 'not-understood'],
  // An argument of a newer provider counts as soon as something is in it.
  ['aws_vpc', { brand_new: null }, 'cannot-grant'],
  ['aws_vpc', { brand_new: [] }, 'cannot-grant'],
  ['aws_vpc', { brand_new: {} }, 'cannot-grant'],
  ['aws_vpc', { brand_new: false }, 'not-understood'],
  ['aws_vpc', { brand_new: 0 }, 'not-understood'],
  ['aws_vpc', { brand_new: later }, 'not-understood'],
  ['aws_iam_role', { brand_new: 'x' }, 'not-understood'],
  ['aws_lambda_permission', { principal: 'x', brand_new: 'x' }, 'not-understood'],
  // What every instance has was cut out.
  ['aws_lambda_permission', {}, 'not-understood'],
  ['aws_s3_bucket_policy', { policy: null }, 'not-understood'],
  ['aws_s3_bucket_policy', { policy: later }, 'understood'],
];

test.each(rows.map(([type, values, kind, configured]) => [type, values, kind, configured] as const))(
  '%s %j: %s (written: %j)',
  (type, values, kind, configured) => {
    const written = configured === undefined ? undefined : new Set(configured);
    expect(standingOf(resourceOf(type, values, { configured: written })).kind).toBe(kind);
  },
);

test('an argument that nobody wrote and that a newer provider computes is not known either way', () => {
  const computed = resourceOf('aws_vpc', { brand_new: later }, { configured: new Set(['cidr_block']) });
  expect(standingOf(computed).kind).toBe('not-understood');
});

test('a type that is not in the list is never known, whatever it is called', () => {
  const list = { managed: new Set(allTypes('managed')), data: new Set(allTypes('data')) };
  const near = fc
    .constantFrom(...list.managed)
    .chain((type) =>
      fc.constantFrom(
        `${type}s`,
        type.slice(0, -1),
        type.toUpperCase(),
        ` ${type}`,
        `${type} `,
        `${type}\n`,
        `\n${type} -`,
      ),
    );
  fc.assert(
    fc.property(fc.oneof(fc.string(), near), fc.constantFrom('managed' as const, 'data' as const), (type, mode) => {
      fc.pre(!list[mode].has(type));
      expect(standingOf(resourceOf(type, {}, { mode })).kind).toBe('unknown');
    }),
    { numRuns: examples(2_000) },
  );
});

test('every type is in one class', () => {
  const classes = new Map<string, number>();
  for (const type of allTypes('managed')) {
    const entry = entryOf('managed', type);
    const { class: kind = 'none', grants = [] } = entry ?? {};
    const name = kind === 'plain' ? (grants.length === 0 ? 'cannot grant' : 'grants by an argument') : kind;
    classes.set(name, (classes.get(name) ?? 0) + 1);
  }
  // The decision record quotes these numbers.
  expect(Object.fromEntries(classes)).toEqual({
    'cannot grant': 1520,
    'grants by an argument': 154,
    executor: 33,
    granting: 24,
    understood: 35,
  });
});

test('what the rule on policies reads is an argument of its type that may grant', () => {
  const wrong = Object.entries(resourcePolicyTypes).flatMap(([type, { attributes }]) =>
    attributes.filter((path) => !entryOf('managed', type)?.grants.includes(path)).map((path) => `${type}.${path}`),
  );
  expect(wrong).toEqual([]);
  expect(Object.keys(grantTypes).filter((type) => entryOf('managed', type)?.class !== 'plain')).toEqual([]);
});

test('the version says what the list was made from', () => {
  expect(typeListVersion).toMatch(/^hashicorp\/aws 5\.100\.0, hashicorp\/aws 6\.\d+\.\d+, /);
});
