/**
 * Types with the policy of a resource, and types that grant without a document. The rule on resource policies reads them; the lists follow
 * the schemas of hashicorp/aws 5.100 and 6.x.
 */

/** A type whose attribute is a policy document in the grammar of IAM. */
interface ResourcePolicyType {
  /** The path of the document; a dot leads into a nested block. */
  readonly attributes: readonly string[];
  /** The argument that names the resource that the policy belongs to; absent if it is this resource itself. */
  readonly of?: string;
  /** The policy belongs to the account or to many resources: only its Resource decides what it applies to. */
  readonly isAccountWide?: true;
}

const own: ResourcePolicyType = { attributes: ['policy'] };
const policyOf = (of: string): ResourcePolicyType => ({ attributes: ['policy'], of });
const policyOfAccount: ResourcePolicyType = { attributes: ['policy'], isAccountWide: true };

export const resourcePolicyTypes: Readonly<Record<string, ResourcePolicyType>> = {
  // Storage
  aws_backup_vault_policy: policyOf('backup_vault_name'),
  aws_dsql_cluster_policy: policyOf('identifier'),
  aws_dynamodb_resource_policy: policyOf('resource_arn'),
  aws_ecr_registry_policy: policyOfAccount,
  aws_ecr_repository_creation_template: { attributes: ['repository_policy'], isAccountWide: true },
  aws_ecr_repository_policy: policyOf('repository'),
  aws_ecrpublic_repository_policy: policyOf('repository_name'),
  aws_efs_file_system_policy: policyOf('file_system_id'),
  aws_glacier_vault: { attributes: ['access_policy'] },
  aws_glacier_vault_lock: policyOf('vault_name'),
  aws_media_store_container_policy: policyOf('container_name'),
  aws_s3_access_point: own,
  aws_s3_bucket: own,
  aws_s3_bucket_policy: policyOf('bucket'),
  aws_s3control_access_grants_instance_resource_policy: policyOfAccount,
  aws_s3control_access_point_policy: policyOf('access_point_arn'),
  aws_s3control_bucket_policy: policyOf('bucket'),
  aws_s3control_multi_region_access_point_policy: { attributes: ['details.policy'] },
  aws_s3control_object_lambda_access_point_policy: policyOf('name'),
  aws_s3files_file_system_policy: policyOf('file_system_id'),
  aws_s3tables_table_bucket_policy: { attributes: ['resource_policy'], of: 'table_bucket_arn' },
  aws_s3tables_table_policy: { attributes: ['resource_policy'], of: 'table_bucket_arn' },
  // Secrets and keys
  aws_acmpca_policy: policyOf('resource_arn'),
  aws_kms_external_key: own,
  aws_kms_key: own,
  aws_kms_key_policy: policyOf('key_id'),
  aws_kms_replica_external_key: own,
  aws_kms_replica_key: own,
  aws_secretsmanager_secret: own,
  aws_secretsmanager_secret_policy: policyOf('secret_arn'),
  // Mail and messages
  aws_cloudwatch_event_bus_policy: policyOf('event_bus_name'),
  aws_kinesis_resource_policy: policyOf('resource_arn'),
  aws_msk_cluster_policy: policyOf('cluster_arn'),
  aws_pinpointsmsvoicev2_resource_policy: policyOf('resource_arn'),
  aws_schemas_registry_policy: policyOf('registry_name'),
  aws_ses_identity_policy: policyOf('identity'),
  aws_sesv2_email_identity_policy: policyOf('email_identity'),
  aws_sns_topic: own,
  aws_sns_topic_policy: policyOf('arn'),
  aws_sqs_queue: own,
  aws_sqs_queue_policy: policyOf('queue_url'),
  // Programs and interfaces
  aws_api_gateway_domain_name: own,
  aws_api_gateway_rest_api: own,
  aws_api_gateway_rest_api_policy: policyOf('rest_api_id'),
  aws_bedrockagentcore_resource_policy: policyOf('resource_arn'),
  aws_codebuild_resource_policy: policyOf('resource_arn'),
  aws_lambda_resource_policy: policyOf('resource_arn'),
  aws_sagemaker_model_package_group_policy: { attributes: ['resource_policy'], of: 'model_package_group_name' },
  aws_vpclattice_auth_policy: policyOf('resource_identifier'),
  aws_vpclattice_resource_policy: policyOf('resource_arn'),
  // Data and search
  aws_cloudsearch_domain_service_access_policy: { attributes: ['access_policy'], of: 'domain_name' },
  aws_codeartifact_domain_permissions_policy: { attributes: ['policy_document'], of: 'domain' },
  aws_codeartifact_repository_permissions_policy: { attributes: ['policy_document'], of: 'repository' },
  aws_elasticsearch_domain: { attributes: ['access_policies'] },
  aws_elasticsearch_domain_policy: { attributes: ['access_policies'], of: 'domain_name' },
  aws_glue_resource_policy: policyOfAccount,
  aws_opensearch_domain: { attributes: ['access_policies'] },
  aws_opensearch_domain_policy: { attributes: ['access_policies'], of: 'domain_name' },
  aws_osis_resource_policy: policyOf('resource_arn'),
  aws_redshift_resource_policy: policyOf('resource_arn'),
  aws_redshiftserverless_resource_policy: policyOf('resource_arn'),
  // Logs and operations
  aws_cloudwatch_log_delivery_destination_policy: {
    attributes: ['delivery_destination_policy'],
    of: 'delivery_destination_name',
  },
  aws_cloudwatch_log_destination_policy: { attributes: ['access_policy'], of: 'destination_name' },
  aws_cloudwatch_log_resource_policy: { attributes: ['policy_document'], isAccountWide: true },
  aws_networkfirewall_resource_policy: policyOf('resource_arn'),
  aws_oam_sink_policy: policyOf('sink_identifier'),
  aws_organizations_resource_policy: { attributes: ['content'], isAccountWide: true },
  aws_xray_resource_policy: { attributes: ['policy_document'], isAccountWide: true },
};

/** A type that grants by its arguments, without a document. */
export interface GrantType {
  /** The arguments with the principals. */
  readonly principals: readonly string[];
  /** The argument that names the resource that is granted; absent if it is this resource itself. */
  readonly of?: string;
  /** The granted actions: named by one or several arguments, always the same, or computed. */
  readonly actions:
    | { readonly argument: string; readonly service: string; readonly otherwise?: string }
    | { readonly always: readonly string[] }
    | 'kms-grant'
    | 'bucket-acl';
}

export const grantTypes: Readonly<Record<string, GrantType>> = {
  aws_acmpca_permission: {
    principals: ['principal'],
    of: 'certificate_authority_arn',
    actions: { argument: 'actions', service: 'acm-pca' },
  },
  aws_cloud9_environment_membership: {
    principals: ['user_arn'],
    of: 'environment_id',
    actions: { always: ['cloud9:*'] },
  },
  aws_cloudwatch_event_permission: {
    principals: ['principal'],
    of: 'event_bus_name',
    actions: { argument: 'action', service: 'events', otherwise: 'events:PutEvents' },
  },
  aws_eks_access_entry: { principals: ['principal_arn'], of: 'cluster_name', actions: { always: ['eks:*'] } },
  aws_eks_access_policy_association: {
    principals: ['principal_arn'],
    of: 'cluster_name',
    actions: { always: ['eks:*'] },
  },
  aws_kms_grant: { principals: ['grantee_principal', 'retiring_principal'], of: 'key_id', actions: 'kms-grant' },
  aws_lakeformation_permissions: { principals: ['principal'], actions: { always: ['lakeformation:*'] } },
  aws_lambda_layer_version_permission: {
    principals: ['principal'],
    of: 'layer_name',
    actions: { argument: 'action', service: 'lambda' },
  },
  aws_lambda_permission: {
    principals: ['principal'],
    of: 'function_name',
    actions: { argument: 'action', service: 'lambda' },
  },
  aws_ram_principal_association: {
    principals: ['principal'],
    of: 'resource_share_arn',
    actions: { always: ['*'] },
  },
  aws_s3_bucket: { principals: ['acl', 'grant'], actions: 'bucket-acl' },
  aws_s3_bucket_acl: { principals: ['acl', 'access_control_policy'], of: 'bucket', actions: 'bucket-acl' },
  aws_servicecatalog_principal_portfolio_association: {
    principals: ['principal_arn'],
    of: 'portfolio_id',
    actions: { always: ['servicecatalog:*'] },
  },
  aws_signer_signing_profile_permission: {
    principals: ['principal'],
    of: 'profile_name',
    actions: { argument: 'action', service: 'signer' },
  },
  aws_vpc_endpoint_service_allowed_principal: {
    principals: ['principal_arn'],
    of: 'vpc_endpoint_service_id',
    actions: { always: ['ec2:CreateVpcEndpoint'] },
  },
};

const none: ReadonlySet<string> = new Set();

/** The arguments of a type that the rule on resource policies reads; other rules skip them. */
export function resourcePolicyArguments(type: string): ReadonlySet<string> {
  const documents = Object.hasOwn(resourcePolicyTypes, type) ? (resourcePolicyTypes[type]?.attributes ?? []) : [];
  const principals = Object.hasOwn(grantTypes, type) ? (grantTypes[type]?.principals ?? []) : [];
  if (documents.length + principals.length === 0) return none;
  return new Set([...documents.map((path) => path.split('.')[0] ?? path), ...principals]);
}
