/**
 * The known ways from some rights to more rights, by their target. Every other write to IAM counts as one, for any target.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

/** Calls that change what a role can do or who can assume it. */
export const changingRole = [
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:DeleteRole',
] as const;

/** Calls that change a managed policy, and so every identity that has it. */
export const changingPolicy = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'] as const;

/**
 * The call that lets a service run code of the caller as a role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const passRole = 'iam:PassRole';

/** Calls that give the caller the rights of a role. */
export const assumeRole = 'sts:AssumeRole';

/** Calls that change what a machine does as its role. */
export const updateStateMachine = 'states:UpdateStateMachine';

/** Calls that start a machine. */
export const startingMachine = ['states:StartExecution', 'states:StartSyncExecution'] as const;

/**
 * Calls that a manager of an organisation, of its people or of the root users of its accounts can use to give rights to anybody.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/iam-auth-access-overview.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_permissions_overview.html
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
 */
export const administeringOrganisation: readonly string[] = [
  'identitystore:CreateGroupMembership',
  'organizations:AttachPolicy',
  'organizations:CreateAccount',
  'organizations:DeletePolicy',
  'organizations:DetachPolicy',
  'organizations:DisablePolicyType',
  'organizations:LeaveOrganization',
  'organizations:RegisterDelegatedAdministrator',
  'organizations:UpdatePolicy',
  'sso-directory:AddMemberToGroup',
  'sso-directory:UpdatePassword',
  'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
  'sso:AttachManagedPolicyToPermissionSet',
  'sso:CreateAccountAssignment',
  'sso:DeletePermissionsBoundaryFromPermissionSet',
  'sso:PutInlinePolicyToPermissionSet',
  'sso:PutPermissionsBoundaryToPermissionSet',
  'sts:AssumeRoot',
];

/** A kind of resource that runs as a role, with calls that make it run code of the caller. The caller does not need the right to pass the role. */
export interface Takeover {
  /** The name, such as: function. */
  readonly noun: string;
  readonly actions: readonly string[];
  /** The ARNs of all resources of the kind. */
  readonly arns: string;
  /** The services that its role trusts. */
  readonly services: readonly string[];
  /** The types of resources with such a role: the argument that names the role, and the one that the ARN ends with. */
  readonly types: Readonly<Record<string, { readonly role: string; readonly prefix: string; readonly name?: string }>>;
}

export const takeovers: readonly Takeover[] = [
  {
    noun: 'Lambda function',
    // The layers and the environment of a function decide what it runs, as its code does.
    actions: ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'],
    arns: 'arn:*:lambda:*:*:function:?*',
    services: ['lambda.amazonaws.com'],
    types: { aws_lambda_function: { role: 'role', prefix: 'function:', name: 'function_name' } },
  },
  {
    noun: 'state machine',
    actions: [updateStateMachine],
    arns: 'arn:*:states:*:*:stateMachine:?*',
    services: ['states.amazonaws.com'],
    types: { aws_sfn_state_machine: { role: 'role_arn', prefix: 'stateMachine:', name: 'name' } },
  },
  {
    noun: 'stack of CloudFormation',
    actions: ['cloudformation:UpdateStack', 'cloudformation:CreateChangeSet'],
    arns: 'arn:*:cloudformation:*:*:stack/?*',
    services: ['cloudformation.amazonaws.com'],
    types: { aws_cloudformation_stack: { role: 'iam_role_arn', prefix: 'stack/', name: 'name' } },
  },
  {
    noun: 'stack set of CloudFormation',
    actions: ['cloudformation:UpdateStackSet', 'cloudformation:CreateStackInstances'],
    arns: 'arn:*:cloudformation:*:*:stackset/?*',
    services: ['cloudformation.amazonaws.com'],
    types: { aws_cloudformation_stack_set: { role: 'administration_role_arn', prefix: 'stackset/', name: 'name' } },
  },
  {
    noun: 'instance of EC2',
    actions: [
      'ec2-instance-connect:SendSSHPublicKey',
      'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
      'ec2:ModifyInstanceAttribute',
      'ssm:CreateAssociation',
      'ssm:SendCommand',
      'ssm:StartSession',
    ],
    arns: 'arn:*:ec2:*:*:instance/?*',
    services: ['ec2.amazonaws.com', 'ssm.amazonaws.com'],
    types: { aws_iam_instance_profile: { role: 'role', prefix: 'instance/' } },
  },
  {
    noun: 'launch template of EC2',
    actions: ['ec2:CreateLaunchTemplateVersion'],
    arns: 'arn:*:ec2:*:*:launch-template/?*',
    services: ['ec2.amazonaws.com'],
    types: { aws_iam_instance_profile: { role: 'role', prefix: 'launch-template/' } },
  },
  {
    noun: 'task of ECS',
    actions: ['ecs:ExecuteCommand'],
    arns: 'arn:*:ecs:*:*:task/?*',
    services: ['ecs-tasks.amazonaws.com'],
    types: { aws_ecs_task_definition: { role: 'task_role_arn', prefix: 'task/' } },
  },
  {
    noun: 'project of CodeBuild',
    actions: ['codebuild:StartBuild', 'codebuild:StartBuildBatch', 'codebuild:UpdateProject'],
    arns: 'arn:*:codebuild:*:*:project/?*',
    services: ['codebuild.amazonaws.com'],
    types: { aws_codebuild_project: { role: 'service_role', prefix: 'project/', name: 'name' } },
  },
  {
    noun: 'job of Glue',
    actions: ['glue:UpdateJob'],
    arns: 'arn:*:glue:*:*:job/?*',
    services: ['glue.amazonaws.com'],
    types: { aws_glue_job: { role: 'role_arn', prefix: 'job/', name: 'name' } },
  },
  {
    noun: 'development endpoint of Glue',
    actions: ['glue:UpdateDevEndpoint'],
    arns: 'arn:*:glue:*:*:devEndpoint/?*',
    services: ['glue.amazonaws.com'],
    types: { aws_glue_dev_endpoint: { role: 'role_arn', prefix: 'devEndpoint/', name: 'name' } },
  },
  {
    noun: 'notebook of SageMaker',
    actions: ['sagemaker:CreatePresignedNotebookInstanceUrl', 'sagemaker:UpdateNotebookInstance'],
    arns: 'arn:*:sagemaker:*:*:notebook-instance/?*',
    services: ['sagemaker.amazonaws.com'],
    types: { aws_sagemaker_notebook_instance: { role: 'role_arn', prefix: 'notebook-instance/', name: 'name' } },
  },
  {
    noun: 'user profile of SageMaker',
    actions: ['sagemaker:CreatePresignedDomainUrl'],
    arns: 'arn:*:sagemaker:*:*:user-profile/?*',
    services: ['sagemaker.amazonaws.com'],
    types: {},
  },
  {
    noun: 'service of App Runner',
    actions: ['apprunner:UpdateService'],
    arns: 'arn:*:apprunner:*:*:service/?*',
    services: ['tasks.apprunner.amazonaws.com'],
    types: {},
  },
  {
    noun: 'code interpreter of Bedrock',
    actions: ['bedrock-agentcore:InvokeCodeInterpreter'],
    arns: 'arn:*:bedrock-agentcore:*:*:code-interpreter/?*',
    services: ['bedrock-agentcore.amazonaws.com'],
    types: {},
  },
  {
    noun: 'cluster of EMR',
    actions: ['elasticmapreduce:AddJobFlowSteps'],
    arns: 'arn:*:elasticmapreduce:*:*:cluster/?*',
    services: ['ec2.amazonaws.com'],
    types: { aws_emr_cluster: { role: 'service_role', prefix: 'cluster/' } },
  },
];

/** Services that run nothing on behalf of the caller that passes them a role, so passing a role to them gives nobody its rights. */
export const passiveServices: readonly string[] = [
  'application-autoscaling.amazonaws.com',
  'backup.amazonaws.com',
  'cloudtrail.amazonaws.com',
  'config.amazonaws.com',
  'dax.amazonaws.com',
  'elasticfilesystem.amazonaws.com',
  'firehose.amazonaws.com',
  'logs.amazonaws.com',
  'malware-protection.guardduty.amazonaws.com',
  'malware-protection-plan.guardduty.amazonaws.com',
  'monitoring.rds.amazonaws.com',
  'vpc-flow-logs.amazonaws.com',
];
