// What the rules over names cannot know of a type, each with its reason. Facts are those of the provider's own documentation and of the
// service's: https://registry.terraform.io/providers/hashicorp/aws/latest/docs

/** Arguments that a rule takes for a grant, of types in which they are none. `type.argument`, or `type.argument.inner`. */
const harmlessArguments = {
  'aws_appstream_stack.user_settings.permission': 'switches the clipboard and printing in a session',
  'aws_athena_workgroup.configuration.enable_s3_access_grants': 'how queries read; the grants are types of their own',
  'aws_athena_workgroup.configuration.query_results_s3_access_grants_configuration':
    'how queries write; the grants are types of their own',
  'aws_bedrockagentcore_browser.enterprise_policy': 'settings of a browser',
  'aws_bedrockagentcore_gateway.policy_engine_configuration': 'bounds which tools a caller can use, in Cedar',
  'aws_bedrockagentcore_gateway_rule.condition.iam_principal': 'chooses the target of a call by its caller',
  'aws_bedrockagentcore_gateway_rule.condition.match_principals': 'chooses the target of a call by its caller',
  'aws_cloudwatch_log_account_policy.policy_document': 'says where logs go and what is masked in them',
  'aws_cloudwatch_log_data_protection_policy.policy_document': 'says what is masked in logs',
  'aws_cloudwatch_log_index_policy.policy_document': 'says what is indexed',
  'aws_connect_security_profile.permissions': 'rights of agents inside a contact centre',
  'aws_ecr_lifecycle_policy.policy': 'says which images expire',
  'aws_ecr_pull_time_update_exclusion.principal_arn': 'says which pulls are not counted',
  'aws_ecs_daemon_task_definition.container_definition.permissions':
    'what a container can do with a device of its host',
  'aws_efs_access_point.root_directory.permissions': 'the mode of a folder',
  'aws_imagebuilder_lifecycle_policy.policy_detail.shared_accounts': 'says which images stay',
  'aws_iot_policy.policy': 'rights of devices: the grammar of AWS IoT, which names no role',
  'aws_iot_policy_attachment.policy': 'rights of devices, by certificate or identity',
  'aws_iot_thing_principal_attachment.principal': 'a certificate or identity of a device',
  'aws_iot_ca_certificate.registration_config.template_body': 'makes things and policies of AWS IoT',
  'aws_iot_provisioning_template.template_body': 'makes things and policies of AWS IoT',
  'aws_lambda_code_signing_config.policies': 'says what happens with unsigned code',
  'aws_mailmanager_traffic_policy.policy_statement': 'says which mails are let in',
  'aws_networkmanager_core_network.base_policy_document': 'a document of routing',
  'aws_networkmanager_core_network_policy_attachment.policy_document': 'a document of routing',
  'aws_opensearchserverless_lifecycle_policy.policy': 'says how long documents stay',
  'aws_opensearchserverless_security_policy.policy': 'encryption and network; access is a type of its own',
  'aws_quicksight_data_set.column_level_permission_rules.principals': 'takes columns away from others',
  'aws_resiliencehub_resiliency_policy.policy': 'targets of recovery',
  'aws_resiliencehubv2_service.policy_arn': 'targets of recovery',
  'aws_resiliencehubv2_user_journey.policy_arn': 'targets of recovery',
  'aws_rolesanywhere_profile.managed_policy_arns': 'bounds the session',
  'aws_s3files_access_point.root_directory.creation_permissions': 'the mode of a folder',
  'aws_s3files_access_point.root_directory.permissions': 'the mode of a folder',
  'aws_servicecatalog_product.provisioning_artifact_parameters.template_url':
    'a product that somebody may launch later',
  'aws_servicecatalog_provisioning_artifact.template_url': 'a product that somebody may launch later',
  'aws_ses_receipt_filter.policy': 'blocks or allows addresses of mail servers',
  'aws_sns_topic_data_protection_policy.policy': 'says what is masked in messages',
  'aws_transfer_access.policy': 'bounds the session',
  'aws_transfer_user.policy': 'bounds the session',
  'aws_verifiedaccess_endpoint.policy_document': 'a policy in Cedar, on users of a network',
  'aws_verifiedaccess_group.policy_document': 'a policy in Cedar, on users of a network',
  'aws_verifiedpermissions_policy.definition.principal': 'a policy in Cedar, for a program of the customer',
  'aws_vpc_endpoint.policy': 'bounds what passes the endpoint',
  'aws_vpc_endpoint_policy.policy': 'bounds what passes the endpoint',
};

/** Arguments that can grant though no rule takes their names. */
const grantingArguments = {
  // Where it is NONE, the provider itself adds a permission for everyone.
  'aws_lambda_function_url.authorization_type': 'opens the function to everyone unless it is AWS_IAM',
  // An OpenAPI document may carry the API's resource policy as x-amazon-apigateway-policy.
  'aws_api_gateway_rest_api.body': 'may carry a resource policy',
  'aws_api_gateway_rest_api_put.body': 'may carry a resource policy',
  'aws_lakeformation_resource.with_privileged_access':
    'gives the caller of the apply every right of Lake Formation there',
  // Its keys name the administrators of a dashboard.
  // https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_AppConfig.html
  'aws_opensearch_application.app_config': 'may name administrators',
  'aws_organizations_resource_policy.content': 'a policy on the organization',
  'aws_quicksight_user.iam_arn': 'makes a principal of IAM a user of QuickSight',
  'aws_resiliencehubv2_system.sharing_enabled': 'shares the system in the organization',
};

/** Types that grant by being there. */
const granting = {
  aws_accountaccess_application: 'lets users of IAM Identity Center into the account',
  aws_accountaccess_entitlement: 'lets users of IAM Identity Center act as a role',
  aws_ami_launch_permission: 'lets others launch the image',
  aws_snapshot_create_volume_permission: 'lets others copy the snapshot',
  aws_datazone_policy_grant: 'lets members of a domain create projects and environments, which have roles',
  aws_iam_organizations_features: 'lets the management account act as root in others',
  aws_identitystore_group_membership: 'adds a user to a group, whose permission sets are roles',
  aws_lakeformation_lf_tag_expression: 'changes what grants by tag reach',
  aws_lakeformation_resource_lf_tag: 'changes what grants by tag reach',
  aws_lakeformation_resource_lf_tags: 'changes what grants by tag reach',
  aws_ram_resource_association: 'shares a resource with the principals of the share',
  aws_ram_resource_share: 'shares resources',
  aws_ram_resource_share_associations_exclusive: 'shares resources with the principals that it names',
  aws_redshift_data_share_authorization: 'shares data with another account',
  aws_redshift_data_share_consumer_association: 'takes shared data in',
  aws_redshift_idc_application: 'lets users of IAM Identity Center in, and services act for them',
  aws_redshift_namespace_registration: 'shares the data of a namespace with a catalog',
  aws_servicecatalog_constraint: 'lets everyone who launches a product act as a role',
  aws_ssoadmin_application_access_scope: 'lets an application act for its users',
  aws_ssoadmin_instance_access_control_attributes: 'sets tags on sessions, on which policies may rely',
  aws_ssoadmin_permission_set: 'makes roles in accounts',
  // https://docs.aws.amazon.com/workmail/latest/adminguide/editing_domains.html
  aws_workmail_domain: 'adds a policy for WorkMail to the identity of the domain in SES',
  local_file: 'writes a file on the machine that applies, which may be one that the next apply reads',
  local_sensitive_file: 'writes a file on the machine that applies, which may be one that the next apply reads',
};

/** Types that can grant or be used to, each with the rules that judge it. */
const understood = {
  aws_cognito_identity_pool_roles_attachment: 'names roles: only-named-uses; their trust: trust',
  aws_eks_pod_identity_association: 'names a role: only-named-uses; its trust: trust',
  aws_iam_access_key: 'a credential of a user: rotated-users reads what the user may do',
  aws_iam_group: 'rights of users: rotated-users',
  aws_iam_group_membership: 'rights of users: rotated-users',
  aws_iam_group_policies_exclusive: 'rights of users: rotated-users',
  aws_iam_group_policy: 'rights of users: rotated-users',
  aws_iam_group_policy_attachment: 'rights of users: rotated-users',
  aws_iam_group_policy_attachments_exclusive: 'rights of users: rotated-users',
  aws_iam_instance_profile: 'names a role: only-named-uses; its trust: trust',
  aws_iam_openid_connect_provider: 'grants where a role trusts it: trust',
  aws_iam_policy: 'a policy: grants-inside-contract, where it is attached',
  aws_iam_policy_attachment: 'attaches a policy: grants-inside-contract',
  aws_iam_role: 'the role: grants-inside-contract, trust',
  aws_iam_role_policies_exclusive: 'removes policies: closed-role',
  aws_iam_role_policy: 'a policy: grants-inside-contract',
  aws_iam_role_policy_attachment: 'attaches a policy: grants-inside-contract',
  aws_iam_role_policy_attachments_exclusive: 'attaches policies: grants-inside-contract, closed-role',
  aws_iam_saml_provider: 'grants where a role trusts it: trust',
  aws_iam_service_linked_role: 'makes a role that only its service can assume, with the policy of that service',
  aws_iam_service_specific_credential: 'a credential of a user: rotated-users reads what the user may do',
  aws_iam_signing_certificate: 'a credential of a user: rotated-users reads what the user may do',
  aws_iam_user: 'a user: rotated-users',
  aws_iam_user_group_membership: 'rights of users: rotated-users',
  aws_iam_user_login_profile: 'a credential of a user: rotated-users reads what the user may do',
  aws_iam_user_policies_exclusive: 'rights of users: rotated-users',
  aws_iam_user_policy: 'rights of users: rotated-users',
  aws_iam_user_policy_attachment: 'rights of users: rotated-users',
  aws_iam_user_policy_attachments_exclusive: 'rights of users: rotated-users',
  aws_iam_user_ssh_key: 'a credential of a user: rotated-users reads what the user may do',
  aws_iot_role_alias: 'names a role: only-named-uses; its trust: trust',
  aws_rolesanywhere_profile: 'names roles: only-named-uses; their trust: trust',
  aws_rolesanywhere_trust_anchor: 'grants where a role trusts it: trust',
  aws_scheduler_schedule: 'names a role: only-named-uses; what it starts: covered',
  aws_sfn_state_machine: 'the machine: five-calls and the related rules',
};

/** What runs code, or changes IAM by itself, while it is applied. Workloads that run later do not count. */
const executors = {
  aws_bedrock_evaluation_job: 'runs a job with its role as soon as it is made',
  aws_bedrock_model_invocation_job: 'runs a job with its role as soon as it is made',
  aws_cloudcontrolapi_resource: 'creates any resource of AWS, IAM included',
  aws_cloudformation_stack: 'creates everything in its template, IAM included',
  aws_cloudformation_stack_instances: 'creates everything in its template, IAM included',
  aws_cloudformation_stack_set: 'creates everything in its template, IAM included',
  aws_cloudformation_stack_set_instance: 'creates everything in its template, IAM included',
  aws_cloudformation_type: 'runs handlers of its own',
  aws_config_conformance_pack: 'creates what its template says',
  aws_config_organization_conformance_pack: 'creates what its template says',
  aws_controltower_baseline: 'creates roles and policies in accounts',
  aws_controltower_control: 'creates policies and stacks in accounts',
  aws_controltower_landing_zone: 'creates accounts, roles and policies',
  aws_datazone_environment: 'creates a stack from its blueprint, IAM included',
  aws_elastic_beanstalk_environment:
    'creates a stack, to which the version of the application may add resources of any kind',
  aws_imagebuilder_image: 'builds an image during the apply, by any command',
  aws_lambda_invocation: 'runs a function during the apply',
  aws_lambdamicrovms_image: 'builds an image during the apply, by any command',
  aws_codepipeline: 'runs as soon as it is made, and its stages deploy or start anything',
  aws_appconfig_deployment: 'runs the extensions of the application, which may be functions, during the apply',
  aws_appconfig_hosted_configuration_version:
    'runs the validators and extensions of its profile, which may be functions, during the apply',
  aws_secretsmanager_secret_rotation: 'starts the function that rotates, during the apply',
  aws_organizations_account: 'creates a role with all rights in the new account',
  aws_redshiftdata_statement: 'runs SQL during the apply',
  aws_sagemaker_algorithm: 'runs the jobs of its validation, with a role, as soon as it is made',
  aws_sagemaker_hyper_parameter_tuning_job: 'runs containers with its role as soon as it is made',
  aws_sagemaker_labeling_job: 'runs functions with its role as soon as it is made',
  aws_sagemaker_project: 'creates everything in its product, IAM included',
  aws_sagemaker_training_job: 'runs a container with its role as soon as it is made',
  aws_serverlessapplicationrepository_cloudformation_stack: 'creates everything in its template, IAM included',
  aws_servicecatalog_provisioned_product: 'creates everything in its product, IAM included',
  aws_ssm_association: 'runs a document',
  aws_ssmquicksetup_configuration_manager: 'creates stacks with roles in accounts',
};

/** Data sources that do more than to read. */
const dataExecutors = {
  aws_cloudcontrolapi_resource: 'runs the handler of its type, which may be one of the account, during the plan',
  aws_ecs_task_execution: 'runs containers during the plan',
  aws_lambda_invocation: 'runs a function during the plan',
  external: 'runs a program during the plan',
  http: 'sends a request, and one that is signed may change anything',
  local_command: 'runs a program during the plan',
};

/** What Terraform has built in. https://developer.hashicorp.com/terraform/language/resources/terraform-data */
const builtIn = {
  managed: { terraform_data: 'id! input output! triggers_replace' },
  data: { terraform_remote_state: 'backend config defaults outputs! workspace' },
  ephemeral: {},
};

module.exports = {
  builtIn,
  dataExecutors,
  executors,
  granting,
  grantingArguments,
  harmlessArguments,
  understood,
};
