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

const call = (needed: string, ...useful: string[]): Integration => ({ needed: [needed], useful });

/** A call that starts a job, and can wait for it. */
function job(
  needed: string,
  useful: readonly string[],
  sync: { readonly reads: readonly string[]; readonly stops: readonly string[]; readonly byRule?: false },
): Integration {
  const { reads, stops, byRule } = sync;
  return {
    needed: [needed],
    useful,
    sync: {
      needed: [...reads, ...(byRule === false ? [] : rule)],
      useful: byRule === false ? [...stops, ...rule] : stops,
    },
  };
}

/** A job of SageMaker. https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html */
function sagemaker(kind: string): Integration {
  return job(`sagemaker:Create${kind}`, [...pass, 'sagemaker:AddTags', 'sagemaker:ListTags'], {
    reads: [`sagemaker:Describe${kind}`],
    stops: [`sagemaker:Stop${kind}`],
  });
}

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
  ['apigateway:invoke', call('execute-api:Invoke')],
  [
    'athena:startQueryExecution',
    job('athena:StartQueryExecution', query, {
      reads: ['athena:GetQueryExecution'],
      stops: ['athena:StopQueryExecution'],
      byRule: false,
    }),
  ],
  ['athena:stopQueryExecution', call('athena:StopQueryExecution')],
  ['athena:getQueryExecution', call('athena:GetQueryExecution')],
  ['athena:getQueryResults', call('athena:GetQueryResults', 's3:GetObject')],
  [
    'batch:submitJob',
    job('batch:SubmitJob', ['batch:TagResource'], { reads: ['batch:DescribeJobs'], stops: ['batch:TerminateJob'] }),
  ],
  ['bedrock:invokeModel', call('bedrock:InvokeModel', 's3:GetObject', 's3:PutObject')],
  [
    'codebuild:startBuild',
    job('codebuild:StartBuild', [], { reads: ['codebuild:BatchGetBuilds'], stops: ['codebuild:StopBuild'] }),
  ],
  ['codebuild:stopBuild', call('codebuild:StopBuild')],
  ['codebuild:batchDeleteBuilds', call('codebuild:BatchDeleteBuilds')],
  ['codebuild:batchGetReports', call('codebuild:BatchGetReports')],
  [
    'databrew:startJobRun',
    job('databrew:StartJobRun', [], {
      reads: ['databrew:ListJobRuns'],
      stops: ['databrew:StopJobRun'],
      byRule: false,
    }),
  ],
  ['dynamodb:deleteItem', call('dynamodb:DeleteItem')],
  ['dynamodb:getItem', call('dynamodb:GetItem')],
  ['dynamodb:putItem', call('dynamodb:PutItem')],
  ['dynamodb:updateItem', call('dynamodb:UpdateItem')],
  [
    'ecs:runTask',
    job('ecs:RunTask', [...pass, 'ecs:TagResource'], { reads: ['ecs:DescribeTasks'], stops: ['ecs:StopTask'] }),
  ],
  [
    'elasticmapreduce:createCluster',
    job('elasticmapreduce:RunJobFlow', [...pass, 'elasticmapreduce:AddTags'], {
      reads: ['elasticmapreduce:DescribeCluster'],
      stops: ['elasticmapreduce:TerminateJobFlows'],
    }),
  ],
  [
    'elasticmapreduce:addStep',
    job('elasticmapreduce:AddJobFlowSteps', pass, {
      reads: ['elasticmapreduce:DescribeStep'],
      stops: ['elasticmapreduce:CancelSteps'],
    }),
  ],
  [
    'elasticmapreduce:terminateCluster',
    job('elasticmapreduce:TerminateJobFlows', [], { reads: ['elasticmapreduce:DescribeCluster'], stops: [] }),
  ],
  ['elasticmapreduce:cancelStep', call('elasticmapreduce:CancelSteps')],
  ['elasticmapreduce:setClusterTerminationProtection', call('elasticmapreduce:SetTerminationProtection')],
  [
    'elasticmapreduce:modifyInstanceFleetByName',
    { needed: ['elasticmapreduce:ListInstanceFleets', 'elasticmapreduce:ModifyInstanceFleet'] },
  ],
  [
    'elasticmapreduce:modifyInstanceGroupByName',
    { needed: ['elasticmapreduce:ListInstanceGroups', 'elasticmapreduce:ModifyInstanceGroups'] },
  ],
  ['events:putEvents', call('events:PutEvents')],
  [
    'glue:startJobRun',
    job('glue:StartJobRun', ['glue:GetJobRuns'], {
      reads: ['glue:GetJobRun'],
      stops: ['glue:BatchStopJobRun'],
      byRule: false,
    }),
  ],
  [
    'http:invoke',
    {
      needed: [
        ...['states:InvokeHTTPEndpoint', 'events:RetrieveConnectionCredentials'],
        ...['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      ],
    },
  ],
  ['lambda:invoke', call('lambda:InvokeFunction')],
  [
    'mediaconvert:createJob',
    job('mediaconvert:CreateJob', [...pass, 'mediaconvert:TagResource'], {
      reads: ['mediaconvert:GetJob'],
      stops: ['mediaconvert:CancelJob'],
    }),
  ],
  ['sagemaker:createTrainingJob', sagemaker('TrainingJob')],
  ['sagemaker:createTransformJob', sagemaker('TransformJob')],
  ['sagemaker:createProcessingJob', sagemaker('ProcessingJob')],
  ['sagemaker:createHyperParameterTuningJob', sagemaker('HyperParameterTuningJob')],
  ['sagemaker:createLabelingJob', sagemaker('LabelingJob')],
  ['sagemaker:createModel', call('sagemaker:CreateModel', ...pass, 'sagemaker:AddTags')],
  ['sagemaker:createEndpoint', call('sagemaker:CreateEndpoint', 'sagemaker:AddTags')],
  ['sagemaker:createEndpointConfig', call('sagemaker:CreateEndpointConfig', 'sagemaker:AddTags')],
  ['sagemaker:updateEndpoint', call('sagemaker:UpdateEndpoint')],
  ['sns:publish', call('sns:Publish')],
  ['sqs:sendMessage', call('sqs:SendMessage')],
  [
    'states:startExecution',
    job('states:StartExecution', [], { reads: ['states:DescribeExecution'], stops: ['states:StopExecution'] }),
  ],
]);
