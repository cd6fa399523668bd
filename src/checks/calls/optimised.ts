/** The rights of one optimised integration. */
interface Integration {
  readonly needed: readonly string[];
  readonly useful?: readonly string[];
  /** The further rights of a call that waits for the job (`.sync`); absent if it cannot wait. */
  readonly sync?: { readonly needed: readonly string[]; readonly useful: readonly string[] };
}

/** The rule with which Step Functions learns that a job has ended. https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html */
const rule = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'];
const pass = ['iam:PassRole'];
/** The first call of an account makes the role of the service. */
const link = ['iam:CreateServiceLinkedRole'];

type Entry = readonly [name: string, Integration];

/** The action with the name of an integration, such as sns:Publish. */
const actionOf = (name: string): string => name.replace(/:./, (start) => start.toUpperCase());

/** A call that needs the action of its name, and can use others. */
const call = (name: string, ...useful: string[]): Entry => [name, { needed: [actionOf(name)], useful }];

interface Job {
  /** The action that starts it, if it has another name. */
  readonly starts?: string;
  readonly useful?: readonly string[];
  /** The actions of its service with which Step Functions asks for its state, and ends it. */
  readonly reads: string;
  readonly stops?: string;
  /** Step Functions asks for its state, and needs no rule. */
  readonly isPolled?: boolean;
}

/** A call that starts a job, and can wait for it. */
function job(name: string, { starts, useful = [], reads, stops, isPolled = false }: Job): Entry {
  const [service = ''] = name.split(':');
  const own = (action: string): string => `${service}:${action}`;
  const stopping = stops === undefined ? [] : [own(stops)];
  return [
    name,
    {
      needed: [starts === undefined ? actionOf(name) : own(starts)],
      useful,
      sync: {
        needed: [own(reads), ...(isPolled ? [] : rule)],
        useful: isPolled ? [...stopping, ...rule] : stopping,
      },
    },
  ];
}

/** A job of SageMaker. https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html */
const sagemaker = (kind: string): Entry =>
  job(`sagemaker:create${kind}`, {
    useful: [...pass, 'sagemaker:AddTags', 'sagemaker:ListTags'],
    reads: `Describe${kind}`,
    stops: `Stop${kind}`,
  });

/** Actions with which Athena reads and writes for a query. https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html */
const query = [
  ...['GetBucketLocation', 'GetObject', 'ListBucket', 'ListBucketMultipartUploads', 'ListMultipartUploadParts'].map(
    (name) => `s3:${name}`,
  ),
  ...['AbortMultipartUpload', 'CreateBucket', 'PutObject'].map((name) => `s3:${name}`),
  ...['GetDatabase', 'GetDatabases', 'GetTable', 'GetTables', 'GetPartition', 'GetPartitions', 'BatchGetPartition'].map(
    (name) => `glue:${name}`,
  ),
  ...['athena:GetDataCatalog', 'lakeformation:GetDataAccess'],
];

/**
 * The integrations that Step Functions optimises, by the page of each service below
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 * An integration that is not here is not known: its rights are undecided.
 */
export const optimised: ReadonlyMap<string, Integration> = new Map<string, Integration>([
  ['apigateway:invoke', { needed: ['execute-api:Invoke'] }],
  job('athena:startQueryExecution', {
    useful: query,
    reads: 'GetQueryExecution',
    stops: 'StopQueryExecution',
    isPolled: true,
  }),
  call('athena:stopQueryExecution'),
  call('athena:getQueryExecution'),
  call('athena:getQueryResults', 's3:GetObject'),
  job('batch:submitJob', { useful: ['batch:TagResource'], reads: 'DescribeJobs', stops: 'TerminateJob' }),
  call('bedrock:invokeModel', 's3:GetObject', 's3:PutObject'),
  job('bedrock:createModelCustomizationJob', {
    useful: pass,
    reads: 'GetModelCustomizationJob',
    stops: 'StopModelCustomizationJob',
    isPolled: true,
  }),
  job('codebuild:startBuild', { reads: 'BatchGetBuilds', stops: 'StopBuild' }),
  call('codebuild:stopBuild'),
  call('codebuild:batchDeleteBuilds'),
  call('codebuild:batchGetReports'),
  job('codebuild:startBuildBatch', { reads: 'BatchGetBuildBatches', stops: 'StopBuildBatch' }),
  call('codebuild:stopBuildBatch'),
  job('codebuild:retryBuildBatch', { reads: 'BatchGetBuildBatches', stops: 'StopBuildBatch', isPolled: true }),
  call('codebuild:deleteBuildBatch'),
  job('databrew:startJobRun', { reads: 'ListJobRuns', stops: 'StopJobRun', isPolled: true }),
  call('dynamodb:deleteItem'),
  call('dynamodb:getItem'),
  call('dynamodb:putItem'),
  call('dynamodb:updateItem'),
  job('ecs:runTask', { useful: [...pass, 'ecs:TagResource'], reads: 'DescribeTasks', stops: 'StopTask' }),
  job('eks:createCluster', {
    useful: [...pass, ...link],
    reads: 'DescribeCluster',
    stops: 'DeleteCluster',
    isPolled: true,
  }),
  job('eks:deleteCluster', { reads: 'DescribeCluster', isPolled: true }),
  job('eks:createNodegroup', {
    useful: ['ec2:DescribeSubnets', 'iam:GetRole', 'iam:ListAttachedRolePolicies', ...pass, ...link],
    reads: 'DescribeNodegroup',
    stops: 'DeleteNodegroup',
    isPolled: true,
  }),
  job('eks:deleteNodegroup', { reads: 'DescribeNodegroup', isPolled: true }),
  // The page does not say what waiting for a profile needs.
  call('eks:createFargateProfile', ...pass, ...link),
  call('eks:deleteFargateProfile'),
  // The cluster itself decides who can call it. https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html#connect-eks-permissions
  ['eks:call', { needed: [] }],
  ['eks:runJob', { needed: [], sync: { needed: [], useful: [] } }],
  job('elasticmapreduce:createCluster', {
    starts: 'RunJobFlow',
    useful: [...pass, 'elasticmapreduce:AddTags'],
    reads: 'DescribeCluster',
    stops: 'TerminateJobFlows',
  }),
  job('elasticmapreduce:addStep', {
    starts: 'AddJobFlowSteps',
    useful: pass,
    reads: 'DescribeStep',
    stops: 'CancelSteps',
  }),
  job('elasticmapreduce:terminateCluster', { starts: 'TerminateJobFlows', reads: 'DescribeCluster' }),
  ['elasticmapreduce:cancelStep', { needed: ['elasticmapreduce:CancelSteps'] }],
  ['elasticmapreduce:setClusterTerminationProtection', { needed: ['elasticmapreduce:SetTerminationProtection'] }],
  [
    'elasticmapreduce:modifyInstanceFleetByName',
    { needed: ['elasticmapreduce:ListInstanceFleets', 'elasticmapreduce:ModifyInstanceFleet'] },
  ],
  [
    'elasticmapreduce:modifyInstanceGroupByName',
    { needed: ['elasticmapreduce:ListInstanceGroups', 'elasticmapreduce:ModifyInstanceGroups'] },
  ],
  call('emr-containers:createVirtualCluster', ...link),
  job('emr-containers:deleteVirtualCluster', { reads: 'DescribeVirtualCluster', isPolled: true }),
  job('emr-containers:startJobRun', { reads: 'DescribeJobRun', stops: 'CancelJobRun', isPolled: true }),
  job('emr-serverless:createApplication', { useful: link, reads: 'GetApplication', stops: 'DeleteApplication' }),
  job('emr-serverless:startApplication', { reads: 'GetApplication', stops: 'StopApplication' }),
  job('emr-serverless:stopApplication', { reads: 'GetApplication' }),
  job('emr-serverless:deleteApplication', { reads: 'GetApplication' }),
  job('emr-serverless:startJobRun', { useful: pass, reads: 'GetJobRun', stops: 'CancelJobRun' }),
  job('emr-serverless:cancelJobRun', { reads: 'GetJobRun' }),
  call('events:putEvents'),
  job('glue:startJobRun', {
    useful: ['glue:GetJobRuns'],
    reads: 'GetJobRun',
    stops: 'BatchStopJobRun',
    isPolled: true,
  }),
  [
    'http:invoke',
    {
      needed: [
        ...['states:InvokeHTTPEndpoint', 'events:RetrieveConnectionCredentials'],
        ...['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      ],
    },
  ],
  ['lambda:invoke', { needed: ['lambda:InvokeFunction'] }],
  job('mediaconvert:createJob', {
    useful: [...pass, 'mediaconvert:TagResource'],
    reads: 'GetJob',
    stops: 'CancelJob',
  }),
  sagemaker('TrainingJob'),
  sagemaker('TransformJob'),
  sagemaker('ProcessingJob'),
  sagemaker('HyperParameterTuningJob'),
  sagemaker('LabelingJob'),
  call('sagemaker:createModel', ...pass, 'sagemaker:AddTags'),
  call('sagemaker:createEndpoint', 'sagemaker:AddTags'),
  call('sagemaker:createEndpointConfig', 'sagemaker:AddTags'),
  call('sagemaker:updateEndpoint'),
  call('sns:publish'),
  call('sqs:sendMessage'),
  job('states:startExecution', { reads: 'DescribeExecution', stops: 'StopExecution' }),
]);
