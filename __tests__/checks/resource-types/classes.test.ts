import { judge, sampleStack, spoken, type Loose } from '../sample';
import { someOf } from '../../effort';

/** One resource next to the sample: what the rules on types say of it, and no word of theirs where it is fine. */
type Row = readonly [type: string, body: object];

const policy = '{"Version":"2012-10-17","Statement":[]}';

/** Types of a stranger's plan that give no role a right, as one would write them. */
const harmless: Row[] = [
  ['aws_acm_certificate', { domain_name: 'example.com' }],
  ['aws_api_gateway_rest_api', { name: 'x', body: '{"openapi":"3.0.1","paths":{}}' }],
  ['aws_autoscaling_group', { max_size: 1, min_size: 1, termination_policies: ['OldestInstance'] }],
  ['aws_cloudfront_distribution', { enabled: true, default_cache_behavior: { viewer_protocol_policy: 'https-only' } }],
  ['aws_cloudtrail', { name: 'x', s3_bucket_name: 'logs' }],
  ['aws_cloudwatch_event_target', { rule: 'x', arn: 'arn:aws:sqs:eu-central-1:111122223333:x' }],
  ['aws_cloudwatch_log_group', { name: 'x' }],
  ['aws_codebuild_project', { name: 'x', service_role: 'arn:aws:iam::111122223333:role/build' }],
  ['aws_cognito_user_pool', { name: 'x', password_policy: { minimum_length: 12 } }],
  ['aws_db_instance', { instance_class: 'db.t3.micro', allocated_storage: 10 }],
  ['aws_dynamodb_table', { name: 'x', hash_key: 'id' }],
  ['aws_ecr_lifecycle_policy', { repository: 'x', policy: '{"rules":[]}' }],
  ['aws_ecr_repository', { name: 'x' }],
  ['aws_ecs_service', { name: 'x', cluster: 'y', task_definition: 'z' }],
  ['aws_ecs_task_definition', { family: 'x', task_role_arn: 'arn:aws:iam::111122223333:role/task' }],
  ['aws_eks_cluster', { name: 'x', access_config: { bootstrap_cluster_creator_admin_permissions: true } }],
  ['aws_elasticache_cluster', { cluster_id: 'x' }],
  ['aws_instance', { ami: 'ami-0', instance_type: 't3.micro', user_data: '#!/bin/sh' }],
  ['aws_kms_key', { description: 'x' }],
  ['aws_lambda_function', { function_name: 'x', role: 'arn:aws:iam::111122223333:role/function' }],
  ['aws_lambda_function_url', { function_name: 'x', authorization_type: 'AWS_IAM' }],
  ['aws_lb', { name: 'x' }],
  ['aws_lb_listener', { load_balancer_arn: 'x', ssl_policy: 'ELBSecurityPolicy-2016-08' }],
  ['aws_opensearch_domain', { domain_name: 'x' }],
  ['aws_organizations_policy', { name: 'x', content: policy }],
  ['aws_route53_record', { name: 'x', zone_id: 'y', type: 'A', weighted_routing_policy: { weight: 1 } }],
  ['aws_s3_bucket', { bucket: 'x' }],
  ['aws_s3_bucket', { bucket: 'x', policy: null, grant: [] }],
  ['aws_s3_object', { bucket: 'x', key: 'y', acl: 'private' }],
  ['aws_secretsmanager_secret', { name: 'x' }],
  ['aws_sns_topic', { name: 'x' }],
  ['aws_sqs_queue', { name: 'x', redrive_policy: '{"deadLetterTargetArn":"x"}' }],
  ['aws_vpc_endpoint', { vpc_id: 'x', policy }],
  ['aws_wafv2_web_acl', { name: 'x', scope: 'REGIONAL' }],
  // Only in the newer major version of the provider.
  ['aws_s3vectors_vector_bucket', { vector_bucket_name: 'x' }],
  ['aws_dynamodb_global_secondary_index', { index_name: 'x', table_name: 'y' }],
  [
    'aws_s3files_access_point',
    { file_system_id: 'x', root_directory: { creation_permissions: { permissions: '750' } } },
  ],
  ['null_resource', { triggers: { x: '1' } }],
  ['random_password', { length: 16 }],
  ['terraform_data', { input: 'x' }],
  ['time_sleep', { create_duration: '5s' }],
  ['tls_private_key', { algorithm: 'RSA' }],
  // Judged, and nothing is wrong with them.
  ['aws_iam_access_key', { user: 'somebody' }],
  ['aws_iam_instance_profile', { name: 'x', role: 'other' }],
  ['aws_iam_openid_connect_provider', { url: 'https://example.com' }],
  ['aws_iam_service_linked_role', { aws_service_name: 'ecs.amazonaws.com' }],
];

/** Types that can grant by what no rule reads, and the words in which it is said. */
const unread: (readonly [...Row, says: string])[] = [
  ['aws_ami_launch_permission', { image_id: 'x', account_id: '444455556666' }, 'lets others launch the image'],
  ['aws_api_gateway_rest_api', { name: 'x', body: '{"x-amazon-apigateway-policy":{}}' }, '`body`'],
  [
    'aws_budgets_budget_action',
    { definition: { iam_action_definition: { policy_arn: 'x' } } },
    '`definition.policy_arn`',
  ],
  ['aws_db_snapshot', { db_snapshot_identifier: 'x', shared_accounts: ['all'] }, '`shared_accounts`'],
  [
    'aws_dlm_lifecycle_policy',
    { policy_details: { schedule: [{ share_rule: { target_accounts: ['1'] } }] } },
    '`policy_details.share_rule`',
  ],
  [
    'aws_glue_catalog_database',
    { name: 'x', create_table_default_permission: [{ permissions: ['ALL'] }] },
    '`create_table_default_permission`',
  ],
  ['aws_iam_organizations_features', { enabled_features: ['RootSessions'] }, 'act as root'],
  ['aws_lakeformation_data_lake_settings', { admins: ['arn:aws:iam::111122223333:role/x'] }, '`admins`'],
  ['aws_lakeformation_resource_lf_tag', { lf_tag: { key: 'x', value: 'y' } }, 'grants by tag'],
  ['aws_lambda_function_url', { function_name: 'x', authorization_type: 'NONE' }, '`authorization_type`'],
  ['aws_opensearchserverless_access_policy', { name: 'x', type: 'data', policy }, '`policy`'],
  ['aws_organizations_delegated_administrator', { account_id: '1', service_principal: 'x' }, '`service_principal`'],
  ['aws_quicksight_dashboard', { permissions: [{ principal: 'x', actions: ['y'] }] }, '`permissions`'],
  ['aws_ram_resource_share', { name: 'x' }, 'shares resources'],
  ['aws_redshift_data_share_authorization', { data_share_arn: 'x' }, 'shares data'],
  ['aws_s3_bucket_object', { bucket: 'x', key: 'y', acl: 'public-read' }, '`acl`'],
  ['aws_s3_object', { bucket: 'x', key: 'y', acl: 'authenticated-read' }, '`acl`'],
  ['aws_s3control_access_grant', { permission: 'READ', grantee: { grantee_identifier: 'x' } }, '`grantee`'],
  ['aws_s3vectors_vector_bucket_policy', { vector_bucket_arn: 'x', policy }, '`policy`'],
  ['aws_servicecatalog_constraint', { type: 'LAUNCH' }, 'act as a role'],
  ['aws_ssm_document', { name: 'x', permissions: { type: 'Share', account_ids: 'All' } }, '`permissions`'],
  ['aws_ssoadmin_permission_set', { name: 'x' }, 'makes roles'],
  ['aws_ssoadmin_permission_set_inline_policy', { inline_policy: policy, permission_set_arn: 'x' }, '`inline_policy`'],
  ['aws_vpc_endpoint_service', { acceptance_required: true, allowed_principals: ['*'] }, '`allowed_principals`'],
  // Only in 6.66.
  ['aws_accountaccess_entitlement', { application_arn: 'x' }, 'act as a role'],
  ['aws_datazone_policy_grant', { domain_identifier: 'x' }, 'lets members of a domain'],
  ['aws_glue_catalog', { name: 'x', create_table_default_permissions: [{ permissions: ['ALL'] }] }, '`create_table'],
  ['aws_opensearch_application', { name: 'x', app_config: [{ key: 'x', value: 'y' }] }, '`app_config`'],
  ['aws_organizations_aws_service_access', { service_principal: 'x' }, '`service_principal`'],
  ['aws_ram_permission', { name: 'x', policy_template: policy }, '`policy_template`'],
  ['aws_ram_resource_share_associations_exclusive', { resource_share_arn: 'x' }, 'shares resources'],
  ['aws_redshift_idc_application', { redshift_idc_application_name: 'x' }, 'Identity Center'],
  ['aws_redshift_namespace_registration', { consumer_identifier: 'x' }, 'shares the data'],
  ['aws_resiliencehubv2_system', { name: 'x', sharing_enabled: true }, '`sharing_enabled`'],
  [
    'aws_ssoadmin_managed_policy_attachments_exclusive',
    { managed_policy_arns: ['x'], permission_set_arn: 'y' },
    '`managed_policy_arns`',
  ],
  ['aws_workmail_domain', { domain_name: 'x' }, 'SES'],
  ['local_file', { filename: 'x.tf', content: 'y' }, 'writes a file'],
  // An instance that no provider can have: what its type cannot be without was cut out.
  ['aws_kms_grant', { key_id: 'x' }, '`grantee_principal`, which is not shown'],
  ['aws_sqs_queue_policy', { queue_url: 'x' }, '`policy`, which is not shown'],
  // An argument of a provider that is newer than the list.
  ['aws_instance', { ami: 'ami-0', grants_everything: true }, '`grants_everything`'],
  ['aws_sqs_queue', { name: 'x', second_policy: policy }, '`second_policy`'],
  ['aws_iam_role_policy_attachment', { role: 'other', policy_arn: 'x', and_also: ['y'] }, '`and_also`'],
  ['aws_instance', { ami: 'ami-0', toString: 'x' }, '`toString`'],
  // No type of the list.
  ['aws_brand_new', {}, 'is a type that Keyturn does not know'],
  ['aws_', {}, 'is a type that Keyturn does not know'],
  ['AWS_INSTANCE', {}, 'is a type that Keyturn does not know'],
  ['awscc_iam_role_policy', {}, 'is a type that Keyturn does not know'],
  ['constructor', {}, 'is a type that Keyturn does not know'],
  ['aws_instance -', {}, 'is a type that Keyturn does not know'],
];

const executors = [
  'aws_bedrock_evaluation_job',
  'aws_cloudcontrolapi_resource',
  'aws_cloudformation_stack',
  'aws_cloudformation_stack_instances',
  'aws_cloudformation_stack_set',
  'aws_config_conformance_pack',
  'aws_controltower_landing_zone',
  'aws_elastic_beanstalk_environment',
  'aws_lambda_invocation',
  'aws_lambdamicrovms_image',
  'aws_organizations_account',
  'aws_redshiftdata_statement',
  'aws_sagemaker_labeling_job',
  'aws_sagemaker_project',
  'aws_sagemaker_training_job',
  'aws_serverlessapplicationrepository_cloudformation_stack',
  'aws_servicecatalog_provisioned_product',
  'aws_ssm_association',
];

/** Read by the rule on resource policies: no rule on types speaks of them. */
const policies: Row[] = [
  ['aws_bedrockagentcore_resource_policy', { resource_arn: 'x', policy }],
  ['aws_dsql_cluster_policy', { identifier: 'x', policy }],
  ['aws_ecr_repository_policy', { repository: 'x', policy }],
  ['aws_kms_key', { policy }],
  ['aws_lambda_permission', { action: 'lambda:InvokeFunction', function_name: 'x', principal: 's3.amazonaws.com' }],
  ['aws_lambda_resource_policy', { resource_arn: 'x', policy }],
  ['aws_osis_resource_policy', { resource_arn: 'x', policy }],
  ['aws_pinpointsmsvoicev2_resource_policy', { resource_arn: 'x', policy }],
  ['aws_s3_bucket', { bucket: 'x', policy }],
  ['aws_s3files_file_system_policy', { file_system_id: 'x', policy }],
  ['aws_s3_bucket_policy', { bucket: 'x', policy }],
  ['aws_secretsmanager_secret_policy', { secret_arn: 'x', policy }],
  ['aws_sqs_queue', { name: 'x', policy }],
];

const dataSources: (readonly [type: string, says: string | undefined])[] = [
  ['archive_file', undefined],
  ['aws_ami', undefined],
  ['aws_caller_identity', undefined],
  ['aws_iam_role', undefined],
  ['aws_ssm_parameter', undefined],
  ['terraform_remote_state', undefined],
  ['tls_certificate', undefined],
  ['aws_brand_new', 'known-types undecided'],
  // A type of a resource is not a type of a data source.
  ['aws_sqs_queue_policy', 'known-types undecided'],
  ['aws_lambda_invocation', 'no-executors undecided'],
  ['external', 'no-executors undecided'],
  ['http', 'no-executors undecided'],
  ['local_command', 'no-executors undecided'],
];

function beside(type: string, body: object, mode: 'resource' | 'data' = 'resource'): Loose {
  const stack = sampleStack();
  stack[mode] = { ...stack[mode], [type]: { ...stack[mode]?.[type], beside: body } };
  return stack;
}

const ofTypes = (rule: string) => /^(?:known-types|no-executors|known-provider|rule-crashed)\b/.test(rule);

describe('next to the sample', () => {
  test.each(someOf(harmless))('%s %j changes nothing', (type, body) => {
    const check = judge(beside(type, body));
    expect({ verdict: check.verdict, spoken: spoken(check) }).toEqual({ verdict: 'pass', spoken: [] });
  });

  test.each(someOf(policies))('%s %j is left to the rule on policies', (type, body) => {
    expect(spoken(judge(beside(type, body))).filter(ofTypes)).toEqual([]);
  });

  test.each(someOf(unread))('%s %j is undecided', (type, body, says) => {
    const check = judge(beside(type, body));
    expect(check.verdict).not.toBe('pass');
    const found = check.findings.filter(({ rule }) => rule === 'known-types');
    expect(found).toEqual([expect.objectContaining({ verdict: 'undecided', message: expect.stringContaining(says) })]);
    expect(found[0]?.message).toContain(`${type}.beside: ${type} `);
  });

  test.each(someOf(executors))('%s is undecided: it acts during the apply', (type) => {
    const check = judge(beside(type, {}));
    expect({ verdict: check.verdict, spoken: spoken(check) }).toEqual({
      verdict: 'undecided',
      spoken: ['no-executors undecided'],
    });
  });

  test.each(someOf(dataSources))('the data source %s: %s', (type, says) => {
    expect(spoken(judge(beside(type, {}, 'data'))).filter(ofTypes)).toEqual(says === undefined ? [] : [says]);
  });

  test('many of one type are one finding', () => {
    const stack = beside('aws_ram_resource_share', { name: 'x' });
    for (const name of ['a', 'b', 'c']) stack.resource.aws_ram_resource_share[name] = { name };
    const found = judge(stack).findings.filter(({ rule }) => rule === 'known-types');
    expect(found.map(({ message }) => message)).toEqual([
      'aws_ram_resource_share.beside and 3 more of its type: aws_ram_resource_share can grant: it shares resources',
    ]);
  });

  test('the place is the argument that may grant', () => {
    const [found] = judge(beside('aws_s3_object', { acl: 'public-read' })).findings;
    expect(found?.place.pointer).toBe('/resource/aws_s3_object/beside/acl');
  });
});

describe('the provider of a type', () => {
  const sources: (readonly [source: unknown, type: string, verdict: string])[] = [
    ['hashicorp/aws', 'aws_instance', 'pass'],
    ['aws', 'aws_instance', 'pass'],
    ['registry.terraform.io/hashicorp/aws', 'aws_instance', 'pass'],
    ['registry.opentofu.org/hashicorp/aws', 'aws_instance', 'pass'],
    ['evil/aws', 'aws_instance', 'undecided'],
    ['example.com/hashicorp/aws', 'aws_instance', 'undecided'],
    ['registry.terraform.io.example.com/hashicorp/aws', 'aws_instance', 'undecided'],
    ['hashicorp/awscc', 'aws_instance', 'undecided'],
    ['HashiCorp/aws/', 'aws_instance', 'undecided'],
    ['${var.source}', 'aws_instance', 'undecided'],
  ];

  test.each(someOf(sources))('%s for %s: %s', (source, type, verdict) => {
    const stack = beside(type, { ami: 'ami-0' });
    stack.terraform.required_providers.aws.source = source;
    const check = judge(stack);
    expect(check.verdict).toBe(verdict);
    expect(spoken(check).some((rule) => rule === 'known-provider undecided')).toBe(verdict !== 'pass');
  });

  test('another provider under a name of its own', () => {
    const stack = beside('aws_instance', { ami: 'ami-0', provider: 'fork' });
    stack.terraform.required_providers.fork = { source: 'evil/aws' };
    stack.provider.fork = [{}];
    expect(spoken(judge(stack))).toContain('known-provider undecided');
  });

  test('a small provider from another source', () => {
    const stack = beside('random_password', { length: 16 });
    stack.terraform.required_providers.random = { source: 'evil/random' };
    expect(spoken(judge(stack))).toContain('known-provider undecided');
  });
});
