/**
 * The closed list of resource types: what cannot give a role a right, what can and is judged, and what runs code or changes IAM while it
 * is applied. A type that is in none of them is undecided. Reports print the version.
 */
export const typeListVersion = '2026-11-23';

/** Types that can grant, or restrict, and that the rules read. */
export const judgedTypes: ReadonlySet<string> = new Set([
  'aws_iam_policy',
  'aws_iam_policy_attachment',
  'aws_iam_role',
  'aws_iam_role_policies_exclusive',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_iam_role_policy_attachments_exclusive',
  'aws_scheduler_schedule',
  'aws_sfn_state_machine',
  // Rights of users: they reach no role, and the rule on rotated users reads them.
  'aws_iam_group',
  'aws_iam_group_policies_exclusive',
  'aws_iam_group_policy',
  'aws_iam_group_policy_attachment',
  'aws_iam_group_policy_attachments_exclusive',
  'aws_iam_user',
  'aws_iam_user_group_membership',
  'aws_iam_group_membership',
  'aws_iam_user_policies_exclusive',
  'aws_iam_user_policy',
  'aws_iam_user_policy_attachment',
  'aws_iam_user_policy_attachments_exclusive',
]);

/** Types that name no principal and hold no policy: no role gains by them. */
export const harmlessTypes: ReadonlySet<string> = new Set([
  'aws_cloudwatch_composite_alarm',
  'aws_cloudwatch_dashboard',
  'aws_cloudwatch_event_rule',
  'aws_cloudwatch_log_group',
  'aws_cloudwatch_log_metric_filter',
  'aws_cloudwatch_metric_alarm',
  'aws_cloudwatch_query_definition',
  'aws_eip',
  'aws_iam_account_alias',
  'aws_iam_account_password_policy',
  'aws_internet_gateway',
  'aws_kms_alias',
  'aws_nat_gateway',
  'aws_network_acl',
  'aws_resourcegroups_group',
  'aws_route',
  'aws_route53_record',
  'aws_route53_zone',
  'aws_route_table',
  'aws_route_table_association',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_scheduler_schedule_group',
  'aws_security_group',
  'aws_security_group_rule',
  'aws_ses_configuration_set',
  'aws_ses_domain_dkim',
  'aws_ses_domain_identity',
  'aws_ses_domain_mail_from',
  'aws_ses_email_identity',
  'aws_ses_template',
  'aws_sesv2_configuration_set',
  'aws_sesv2_email_identity',
  'aws_sns_topic_subscription',
  'aws_subnet',
  'aws_vpc',
  'aws_vpc_security_group_egress_rule',
  'aws_vpc_security_group_ingress_rule',
  'null_resource',
  'random_bytes',
  'random_id',
  'random_integer',
  'random_password',
  'random_pet',
  'random_shuffle',
  'random_string',
  'random_uuid',
  'terraform_data',
  'time_offset',
  'time_rotating',
  'time_sleep',
  'time_static',
  'tls_private_key',
]);

/** Types that cannot grant as long as one argument of theirs is not used: the resource policy, or the list of grants. */
export const harmlessWithout: { readonly [type: string]: readonly string[] } = {
  aws_s3_bucket: ['policy', 'grant', 'acl'],
  aws_secretsmanager_secret: ['policy'],
  aws_sns_topic: ['policy'],
  aws_sqs_queue: ['policy'],
};

/** What runs code, or changes IAM by itself, during the apply. */
export const executors: { readonly [type: string]: string } = {
  aws_cloudcontrolapi_resource: 'creates any resource of AWS, IAM included',
  aws_cloudformation_stack: 'creates whatever its template says, IAM included',
  aws_cloudformation_stack_set: 'creates whatever its template says, IAM included',
  aws_cloudformation_stack_set_instance: 'creates whatever its template says, IAM included',
  aws_cloudformation_type: 'runs handlers of its own',
  aws_lambda_invocation: 'runs a function during the apply',
  aws_serverlessapplicationrepository_cloudformation_stack: 'creates whatever its template says, IAM included',
  aws_servicecatalog_provisioned_product: 'creates whatever its product says, IAM included',
  aws_ssm_association: 'runs a document',
  external: 'runs a program during the plan',
};

/** Data sources that only read, and whose values count only where something refers to them. */
export const harmlessData: ReadonlySet<string> = new Set([
  'aws_availability_zones',
  'aws_caller_identity',
  'aws_default_tags',
  'aws_iam_policy',
  'aws_iam_policy_document',
  'aws_iam_role',
  'aws_iam_session_context',
  'aws_iam_user',
  'aws_kms_alias',
  'aws_kms_key',
  'aws_partition',
  'aws_region',
  'aws_secretsmanager_secret',
  'aws_service',
  'aws_sfn_state_machine',
  'aws_vpc',
  'terraform_remote_state',
]);
