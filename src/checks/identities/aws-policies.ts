import type { PolicyDocument, Statement } from '../../iam';

/** The relevant parts of one policy statement. */
interface Excerpt {
  readonly actions: readonly string[];
  /** All actions except these. */
  readonly isExcept?: boolean;
  /** The resources; absent for all. */
  readonly on?: readonly string[];
  /** The services to which a role can be passed; absent for all. */
  readonly to?: readonly string[];
}

const every = (...actions: readonly string[]): Excerpt => ({ actions });
const on = (resources: readonly string[], ...actions: readonly string[]): Excerpt => ({ actions, on: resources });
const pass = (names: readonly string[], ...to: readonly string[]): Excerpt => ({
  actions: ['iam:PassRole'],
  on: names.map((name) => `arn:*:iam::*:role/${name}`),
  ...(to.length === 0 ? {} : { to: to.map((service) => `${service}.amazonaws.com`) }),
});

/**
 * The relevant rights of AWS managed policies: to read keys, to write IAM, to pass and assume roles, and to take over what runs as a role. AWS
 * changes its policies without notice: the list is as of March 2026, and other policies are not known.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const excerpts: Readonly<Record<string, readonly Excerpt[]>> = {
  // For people.
  AdministratorAccess: [every('*')],
  PowerUserAccess: [{ actions: ['iam:*', 'organizations:*', 'account:*'], isExcept: true }],
  IAMFullAccess: [every('iam:*')],
  ReadOnlyAccess: [every('states:GetExecutionHistory')],
  SystemAdministrator: [
    every('lambda:*', 'ec2:ModifyInstanceAttribute', 'ec2:CreateLaunchTemplateVersion'),
    pass(['rds-monitoring-role', 'ec2-sysadmin-*', 'ecr-sysadmin-*', 'lambda-sysadmin-*']),
  ],
  NetworkAdministrator: [pass(['flow-logs-*'])],
  AWSOrganizationsFullAccess: [every('organizations:*')],
  AWSSSOMasterAccountAdministrator: [every('sso:*', 'identitystore:*', 'sso-directory:*')],
  AWSSSOMemberAccountAdministrator: [every('sso:*', 'identitystore:*', 'sso-directory:*')],

  // Of Step Functions and of Secrets Manager.
  AWSStepFunctionsFullAccess: [every('states:*')],
  AWSStepFunctionsConsoleFullAccess: [every('states:*'), pass(['service-role/StatesExecutionRole*'])],
  AWSStepFunctionsReadOnlyAccess: [every('states:GetExecutionHistory')],
  SecretsManagerReadWrite: [
    every('secretsmanager:*', 'cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'),
    on(['arn:*:lambda:*:*:function:SecretsManager*'], 'lambda:UpdateFunctionConfiguration'),
  ],
  AWSSecretsManagerClientReadOnlyAccess: [every('secretsmanager:GetSecretValue')],

  // Of other services.
  AIDevOpsAgentAccessPolicy: [every('states:GetExecutionHistory')],
  AIOpsAssistantPolicy: [every('states:GetExecutionHistory')],
  AmazonDynamoDBFullAccess: [pass(['*'], 'application-autoscaling', 'dax')],
  AmazonEC2FullAccess: [every('ec2:*')],
  AmazonECS_FullAccess: [
    every('ecs:*', 'cloudformation:UpdateStack'),
    pass(['*'], 'ecs-tasks'),
    pass(['ecsInfrastructureRole', 'ecsInstanceRole*', 'ecsAutoscaleRole*']),
  ],
  AmazonElasticFileSystemFullAccess: [pass(['*'], 'elasticfilesystem')],
  AmazonEventBridgeFullAccess: [
    on(['arn:*:secretsmanager:*:*:secret:events!*'], 'secretsmanager:GetSecretValue'),
    pass(['*'], 'events', 'scheduler', 'pipes'),
  ],
  AmazonEventBridgeSchedulerFullAccess: [pass(['*'], 'scheduler')],
  AmazonRDSDataFullAccess: [
    on(['arn:*:secretsmanager:*:*:secret:rds-db-credentials/*'], 'secretsmanager:GetSecretValue'),
  ],
  AmazonSSMFullAccess: [every('ssm:*')],
  AWSCloudFormationFullAccess: [every('cloudformation:*')],
  AWSCloudTrail_FullAccess: [pass(['*'], 'cloudtrail')],
  AWSCodeBuildAdminAccess: [every('codebuild:*'), on(['arn:*:ecs:*:*:task/*'], 'ssm:StartSession')],
  AWSCodeBuildDeveloperAccess: [
    every('codebuild:StartBuild', 'codebuild:StartBuildBatch'),
    on(['arn:*:ecs:*:*:task/*'], 'ssm:StartSession'),
  ],
  AWSCodePipeline_FullAccess: [pass(['*'], 'codepipeline'), pass(['service-role/cwe-role-*'], 'events')],
  AWSGlueConsoleFullAccess: [
    every('glue:*'),
    pass(['AWSGlueServiceRole*', 'service-role/AWSGlueServiceRole*'], 'glue'),
    pass(['AWSGlueServiceNotebookRole*'], 'ec2'),
  ],
  AWSLambda_FullAccess: [every('lambda:*'), pass(['*'], 'lambda')],

  // Of roles that services run as, or that they make for themselves.
  AmazonECSServiceRolePolicy: [on(['arn:*:ecs:*:*:task/*'], 'ssm:StartSession')],
  AmazonEKSClusterPolicy: [every('ec2:ModifyInstanceAttribute')],
  AmazonGuardDutyServiceRolePolicy: [on(['arn:*:ec2:*:*:instance/*'], 'ssm:SendCommand')],
  AmazonInspector2ServiceRolePolicy: [on(['arn:*:ec2:*:*:instance/*'], 'ssm:SendCommand')],
  AmazonSSMServiceRolePolicy: [every('ssm:SendCommand'), pass(['*'], 'ssm')],
  AutoScalingServiceRolePolicy: [every('ec2:ModifyInstanceAttribute'), pass(['*'], 'ec2')],
  AWSBackupServiceRolePolicyForBackup: [
    on(['arn:*:ec2:*:*:instance/*'], 'ssm:SendCommand'),
    pass(['*'], 'malware-protection.guardduty'),
  ],
  AWSEC2FleetServiceRolePolicy: [pass(['*'], 'ec2')],
  AWSEC2SpotFleetServiceRolePolicy: [pass(['*'], 'ec2')],
  AWSEC2SpotServiceRolePolicy: [pass(['*'], 'ec2')],
  AWSGlueServiceRole: [every('glue:*')],
  AWSLambdaReplicator: [pass(['*'], 'lambda')],
  AWSOrganizationsServiceTrustPolicy: [
    on(['arn:*:iam::*:role/aws-service-role/organizations.amazonaws.com/*'], 'iam:DeleteRole'),
  ],
  AWSSSOServiceRolePolicy: [
    on(
      ['arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/*'],
      'iam:*Role',
      'iam:*RolePolicy',
      'iam:UpdateAssumeRolePolicy',
    ),
  ],
  AWSSupportServiceRolePolicy: [every('states:GetExecutionHistory')],
  CloudwatchApplicationInsightsServiceLinkedRolePolicy: [
    every('states:GetExecutionHistory'),
    on(['arn:*:ec2:*:*:instance/*'], 'ssm:SendCommand'),
    on(['arn:*:cloudformation:*:*:stack/ApplicationInsights-*'], 'cloudformation:UpdateStack'),
  ],
};

/** AWS managed policies without such rights. */
const harmlessNames = [
  // For people.
  'Billing ComputeOptimizerReadOnlyAccess IAMAccessAnalyzerReadOnlyAccess IAMReadOnlyAccess IAMUserChangePassword IAMUserSSHKeys',
  'SecurityAudit ServiceQuotasReadOnlyAccess SupportUser ViewOnlyAccess AWSBillingReadOnlyAccess AWSSupportAccess',
  'AWSCompromisedKeyQuarantineV2 AWSCompromisedKeyQuarantineV3 AWSOrganizationsReadOnlyAccess AWSSSOReadOnly',
  // Of services.
  'AmazonAPIGatewayAdministrator AmazonAPIGatewayInvokeFullAccess AmazonAPIGatewayPushToCloudWatchLogs AmazonAthenaFullAccess',
  'AmazonBedrockReadOnly AmazonCognitoPowerUser AmazonCognitoReadOnly AmazonDynamoDBReadOnlyAccess AmazonEBSCSIDriverPolicy',
  'AmazonEC2ContainerRegistryFullAccess AmazonEC2ContainerRegistryPowerUser AmazonEC2ContainerRegistryReadOnly',
  'AmazonEC2ContainerServiceforEC2Role AmazonEC2ReadOnlyAccess AmazonEC2RoleforSSM AmazonECSTaskExecutionRolePolicy',
  'AmazonEKS_CNI_Policy AmazonEKSServicePolicy AmazonEKSVPCResourceController AmazonEKSWorkerNodePolicy',
  'AmazonElastiCacheFullAccess AmazonElasticFileSystemClientFullAccess AmazonElasticFileSystemReadOnlyAccess',
  'AmazonElasticContainerRegistryPublicReadOnly AmazonElasticMapReduceforEC2Role AmazonEventBridgeReadOnlyAccess',
  'AmazonEventBridgeSchedulerReadOnlyAccess AmazonGuardDutyReadOnlyAccess AmazonInspector2ReadOnlyAccess AmazonKinesisFirehoseFullAccess',
  'AmazonKinesisFullAccess AmazonKinesisReadOnlyAccess AmazonRDSEnhancedMonitoringRole AmazonRDSFullAccess AmazonRDSReadOnlyAccess',
  'AmazonRoute53FullAccess AmazonRoute53ReadOnlyAccess AmazonS3FullAccess AmazonS3ReadOnlyAccess AmazonSESFullAccess AmazonSESReadOnlyAccess',
  'AmazonSNSFullAccess AmazonSNSReadOnlyAccess AmazonSQSFullAccess AmazonSQSReadOnlyAccess AmazonSSMManagedInstanceCore',
  'AmazonSSMReadOnlyAccess AmazonVPCFullAccess AmazonVPCReadOnlyAccess AutoScalingReadOnlyAccess AWSCertificateManagerFullAccess',
  'AWSCertificateManagerReadOnly AWSCloudFormationReadOnlyAccess AWSCloudTrail_ReadOnlyAccess AWSCodeBuildReadOnlyAccess',
  'AWSCodeCommitPowerUser AWSCodeCommitReadOnly AWSCodeDeployDeployerAccess AWSCodeDeployFullAccess AWSCodeDeployRole AWSConfigUserAccess',
  'AWSElasticBeanstalkWebTier AWSElasticBeanstalkWorkerTier AWSHealthFullAccess AWSKeyManagementServicePowerUser',
  'AWSLambda_ReadOnlyAccess AWSLambdaBasicExecutionRole AWSLambdaDynamoDBExecutionRole AWSLambdaENIManagementAccess AWSLambdaExecute',
  'AWSLambdaKinesisExecutionRole AWSLambdaMSKExecutionRole AWSLambdaRole AWSLambdaSQSQueueExecutionRole AWSLambdaVPCAccessExecutionRole',
  'AWSSecurityHubReadOnlyAccess AWSWAFFullAccess AWSXRayDaemonWriteAccess AWSXrayReadOnlyAccess AWS_ConfigRole CloudFrontFullAccess',
  'CloudFrontReadOnlyAccess CloudWatchAgentServerPolicy CloudWatchEventsReadOnlyAccess CloudWatchFullAccess CloudWatchLogsFullAccess',
  'CloudWatchLogsReadOnlyAccess CloudWatchReadOnlyAccess ElasticLoadBalancingFullAccess ElasticLoadBalancingReadOnly',
  // Of roles that services make for themselves.
  'AccessAnalyzerServiceRolePolicy AmazonMacieServiceRolePolicy AmazonOpenSearchServiceRolePolicy AmazonRDSServiceRolePolicy',
  'APIGatewayServiceRolePolicy AWSApplicationAutoscalingDynamoDBTablePolicy AWSApplicationAutoscalingECSServicePolicy',
  'AWSBackupServiceLinkedRolePolicyForBackup AWSCloudFrontLogger AWSConfigServiceRolePolicy AWSElasticLoadBalancingServiceRolePolicy',
  'AWSGlobalAcceleratorSLRPolicy AWSHealth_EventProcessorServiceRolePolicy AWSIPAMServiceRolePolicy AWSResourceExplorerServiceRolePolicy',
  'AWSSecurityHubServiceRolePolicy AWSTrustedAdvisorReportingServiceRolePolicy AWSTrustedAdvisorServiceRolePolicy',
  'CloudTrailServiceRolePolicy CloudWatchEventsServiceRolePolicy ComputeOptimizerServiceRolePolicy CostOptimizationHubServiceRolePolicy',
  'ElastiCacheServiceRolePolicy ServiceQuotasServiceRolePolicy',
] as const;

const harmless: ReadonlySet<string> = new Set(harmlessNames.flatMap((names) => names.split(' ')));

const documents = new Map<string, PolicyDocument>();

/**
 * The relevant statements of an AWS managed policy. Undefined for an unknown policy or another ARN. The names of AWS's policies are unique,
 * independent of their paths.
 */
export function documentOfAws(arn: string): PolicyDocument | undefined {
  const name = nameOfAws(arn);
  if (name === undefined) return undefined;
  const known = documents.get(name);
  if (known !== undefined) return known;
  const found = Object.hasOwn(excerpts, name) ? excerpts[name] : harmless.has(name) ? [] : undefined;
  if (found === undefined) return undefined;
  const document: PolicyDocument = { version: '2012-10-17', statements: found.map(statementOf) };
  documents.set(name, document);
  return document;
}

/** The name of a managed policy of AWS; undefined for the ARN of anything else. */
export function nameOfAws(arn: string): string | undefined {
  return /^arn:[\w-]+:iam::aws:policy\/(?:[\w/+=,.@-]*\/)?([\w+=,.@-]+)$/.exec(arn)?.[1];
}

function statementOf({ actions, isExcept = false, on: resources = ['*'], to }: Excerpt, index: number): Statement {
  return {
    index,
    effect: 'Allow',
    action: { negated: isExcept, patterns: [...actions] },
    resource: { negated: false, patterns: [...resources] },
    conditions: to === undefined ? [] : [{ operator: 'StringLike', key: 'iam:PassedToService', values: [...to] }],
  };
}
