import { contractsWith, judge, sampleStack, spoken, type Loose } from '../sample';
import { allow, contractOf, judgeStranger, line, machineOf } from './stranger';

const task = (resource: string, more: object = {}): object => ({
  Type: 'Task',
  Resource: resource,
  End: true,
  ...more,
});
const alone = (state: object, more: object = {}): object => ({ StartAt: 'A', States: { A: state }, ...more });
const call = (integration: string, more: object = {}): object => alone(task(`arn:aws:states:::${integration}`, more));
const said = (definition: object, actions: readonly string[], lines: readonly string[] = actions, more: Loose = {}) =>
  spoken(judgeStranger(machineOf(definition, [allow(actions)], more), contractOf([line(...lines)])));

const rule = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'];

test.each<[string, object, readonly string[]]>([
  ['a function', call('lambda:invoke'), ['lambda:InvokeFunction']],
  ['a function, by its token', call('lambda:invoke.waitForTaskToken'), ['lambda:InvokeFunction']],
  [
    'a function, by its ARN',
    alone(task('arn:aws:lambda:eu-west-1:111122223333:function:work')),
    ['lambda:InvokeFunction'],
  ],
  ['a function, by the SDK', call('aws-sdk:lambda:invoke'), ['lambda:InvokeFunction']],
  ['a topic', call('sns:publish'), ['sns:Publish']],
  ['a queue', call('sqs:sendMessage'), ['sqs:SendMessage']],
  ['a table', call('dynamodb:putItem'), ['dynamodb:PutItem']],
  ['a bus', call('events:putEvents'), ['events:PutEvents']],
  ['a list of objects', call('aws-sdk:s3:listObjectsV2'), ['s3:ListBucket']],
  ['a copy of an object', call('aws-sdk:s3:copyObject'), ['s3:GetObject', 's3:PutObject']],
  ['a task', call('ecs:runTask'), ['ecs:RunTask', 'ecs:TagResource']],
  [
    'a task, and its end',
    call('ecs:runTask.sync'),
    ['ecs:RunTask', 'ecs:DescribeTasks', 'ecs:StopTask', 'ecs:TagResource', ...rule],
  ],
  [
    'a job of Batch, and its end',
    call('batch:submitJob.sync'),
    ['batch:SubmitJob', 'batch:DescribeJobs', 'batch:TerminateJob', ...rule],
  ],
  [
    'a job of Glue, and its end',
    call('glue:startJobRun.sync'),
    ['glue:StartJobRun', 'glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun'],
  ],
  [
    'an execution, and its end',
    call('states:startExecution.sync:2'),
    ['states:StartExecution', 'states:DescribeExecution', 'states:StopExecution', ...rule],
  ],
  [
    'a batch of builds, and its end',
    call('codebuild:startBuildBatch.sync'),
    ['codebuild:StartBuildBatch', 'codebuild:BatchGetBuildBatches', 'codebuild:StopBuildBatch', ...rule],
  ],
  ['a batch of builds to delete', call('codebuild:deleteBuildBatch'), ['codebuild:DeleteBuildBatch']],
  [
    'a model of Bedrock, and its end',
    call('bedrock:createModelCustomizationJob.sync'),
    ['bedrock:CreateModelCustomizationJob', 'bedrock:GetModelCustomizationJob', 'bedrock:StopModelCustomizationJob'],
  ],
  [
    'a cluster of EKS, and its end',
    call('eks:createCluster.sync'),
    ['eks:CreateCluster', 'eks:DescribeCluster', 'eks:DeleteCluster'],
  ],
  ['nodes of EKS to delete', call('eks:deleteNodegroup.sync'), ['eks:DeleteNodegroup', 'eks:DescribeNodegroup']],
  ['a profile of Fargate', call('eks:createFargateProfile'), ['eks:CreateFargateProfile']],
  [
    'a job of EMR on EKS, and its end',
    call('emr-containers:startJobRun.sync'),
    ['emr-containers:StartJobRun', 'emr-containers:DescribeJobRun', 'emr-containers:CancelJobRun'],
  ],
  [
    'a job of EMR Serverless, and its end',
    call('emr-serverless:startJobRun.sync'),
    ['emr-serverless:StartJobRun', 'emr-serverless:GetJobRun', 'emr-serverless:CancelJobRun', ...rule],
  ],
  ['a job of EMR Serverless', call('emr-serverless:startJobRun'), ['emr-serverless:StartJobRun']],
  [
    'an application of EMR Serverless, and its end',
    call('emr-serverless:stopApplication.sync'),
    ['emr-serverless:StopApplication', 'emr-serverless:GetApplication', ...rule],
  ],
  [
    'a transaction',
    call('aws-sdk:dynamodb:transactWriteItems', {
      Parameters: { TransactItems: [{ Put: { TableName: 'a' } }, { 'ConditionCheck.$': '$.check' }] },
    }),
    ['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'],
  ],
  [
    'a transaction in JSONata',
    call('aws-sdk:dynamodb:transactWriteItems', {
      QueryLanguage: 'JSONata',
      Arguments: { TransactItems: [{ Update: '{% $states.input.update %}' }, { Delete: { TableName: 'a' } }] },
    }),
    ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  ],
  [
    'an address of the web',
    call('http:invoke'),
    [
      'states:InvokeHTTPEndpoint',
      'events:RetrieveConnectionCredentials',
      'secretsmanager:GetSecretValue',
      'secretsmanager:DescribeSecret',
    ],
  ],
])('a machine that calls %s makes the calls that its role is granted', (_, definition, actions) => {
  expect(said(definition, actions)).toEqual([]);
  // The attack: one action more, which no call uses, although the contract allows it.
  expect(said(definition, [...actions, 'iam:CreateUser'])).toEqual(['grants-called fail']);
  // The attack: one action more, which the contract does not allow.
  expect(said(definition, [...actions, 'iam:CreateUser'], actions)).toContain('grants-inside-contract fail');
  // The attack: the call itself is not in the contract, and the policy of another resource may permit it.
  const [first = '', ...others] = actions;
  expect(said(definition, actions, ['sts:GetCallerIdentity', ...others])).toContain('calls-in-contract fail');
  expect(said(definition, [...others, 'xray:GetGroups'], [first, ...others])).toContain('calls-granted fail');
});

test('a machine that starts tasks can pass their role', () => {
  const pass = { actions: ['iam:PassRole'], resources: ['arn:aws:iam::111122223333:role/task'] };
  const grants = [allow('ecs:RunTask'), allow(pass.actions, pass.resources)];
  const contract = contractOf([line('ecs:RunTask'), pass]);
  expect(spoken(judgeStranger(machineOf(call('ecs:runTask'), grants), contract))).toEqual([]);
  expect(spoken(judgeStranger(machineOf(call('sns:publish'), grants), contract))).toContain('grants-called fail');
});

test('an activity and a Pass need no right', () => {
  expect(said(alone(task('arn:aws:states:eu-west-1:111122223333:activity:sign')), ['sns:Publish'])).toEqual([
    'grants-called fail',
  ]);
});

test('logs and traces of a machine use their actions, and only if they are on', () => {
  const log = {
    logging_configuration: { level: 'ALL', log_destination: 'arn:aws:logs:eu-west-1:111122223333:log-group:x:*' },
  };
  const actions = ['sns:Publish', 'logs:CreateLogDelivery', 'logs:PutResourcePolicy'];
  expect(said(call('sns:publish'), actions, actions, log)).toEqual([]);
  expect(said(call('sns:publish'), actions)).toEqual(['grants-called fail']);
  const off = { logging_configuration: { level: 'OFF' } };
  expect(said(call('sns:publish'), actions, actions, off)).toEqual(['grants-called fail']);
});

const jsonata = { QueryLanguage: 'JSONata' };
const nested: readonly [string, (inner: object) => object][] = [
  ['a Map', (inner) => alone({ Type: 'Map', ItemProcessor: inner, End: true })],
  ['a Map of before 2022', (inner) => alone({ Type: 'Map', Iterator: inner, End: true })],
  [
    'a Parallel',
    (inner) => alone({ Type: 'Parallel', Branches: [inner, alone({ Type: 'Pass', End: true })], End: true }),
  ],
  [
    'a Map in a Parallel',
    (inner) =>
      alone({ Type: 'Parallel', Branches: [alone({ Type: 'Map', ItemProcessor: inner, End: true })], End: true }),
  ],
  ['JSONata', (inner) => ({ ...inner, ...jsonata })],
  [
    'a Map in JSONata',
    (inner) =>
      alone(
        {
          Type: 'Map',
          Items: '{% $states.input.all %}',
          MaxConcurrency: '{% 1 + 1 %}',
          ItemProcessor: inner,
          End: true,
          Output: '{% $states.result %}',
        },
        jsonata,
      ),
  ],
];

test.each(nested)('calls inside %s are found', (_, around) => {
  const inner = alone(task('arn:aws:states:::lambda:invoke', { Assign: { id: 'x' } }));
  expect(said(around(inner), ['lambda:InvokeFunction'])).toEqual([]);
  // The attack: the call is hidden inside, and the contract does not allow it.
  expect(said(around(inner), ['lambda:InvokeFunction'], ['sns:Publish'])).toEqual(
    expect.arrayContaining(['calls-in-contract fail', 'grants-inside-contract fail']),
  );
});

test('variables and JSONata move data, and hide no call', () => {
  const states = {
    A: { Type: 'Pass', Assign: { 'n.$': '$.n' }, Next: 'B' },
    B: {
      ...task('arn:aws:states:::sns:publish', { Arguments: { Message: '{% $n %}' } }),
      ...jsonata,
      End: undefined,
      Next: 'C',
    },
    C: {
      Type: 'Choice',
      ...jsonata,
      Choices: [{ Condition: '{% $n > 1 %}', Next: 'D', Assign: { m: 1 } }],
      Default: 'D',
    },
    D: { Type: 'Succeed', ...jsonata, Output: '{% $n %}' },
  };
  expect(said({ StartAt: 'A', States: states }, ['sns:Publish'])).toEqual([]);
});

test('a distributed Map starts executions, and reads and writes objects', () => {
  const inner = {
    ...alone(task('arn:aws:states:::lambda:invoke')),
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
  };
  const map = {
    Type: 'Map',
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Parameters: { Bucket: 'b', Key: 'k' },
    },
    ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b', Prefix: 'p' } },
    ItemProcessor: inner,
    End: true,
  };
  const actions = [
    'lambda:InvokeFunction',
    'states:StartExecution',
    'states:DescribeExecution',
    's3:GetObject',
    's3:PutObject',
  ];
  expect(said(alone(map), actions)).toEqual([]);
  for (const missing of ['states:StartExecution', 's3:GetObject', 's3:PutObject']) {
    const others = actions.filter((action) => action !== missing);
    expect(said(alone(map), actions, others)).toContain('calls-in-contract fail');
  }
  const elsewhere = { ...map, ItemReader: { Resource: 'arn:aws:states:::s3:restoreObject' } };
  expect(said(alone(elsewhere), actions)).toContain('calls-in-contract undecided');
});

test.each<[string, object]>([
  ['a service that is not recorded', call('aws-sdk:quantum:entangle')],
  ['an operation that the service does not have', call('aws-sdk:lambda:invoke2')],
  ['an integration that cannot wait for a job', call('sns:publish.sync')],
  ['a profile of Fargate, and its end', call('eks:createFargateProfile.sync')],
  [
    'a transaction of unknown items',
    call('aws-sdk:dynamodb:transactWriteItems', { Parameters: { 'TransactItems.$': '$.items' } }),
  ],
  [
    'a transaction with an item of another kind',
    call('aws-sdk:dynamodb:transactWriteItems', { Parameters: { TransactItems: [{ Put: {} }, { Get: {} }] } }),
  ],
  [
    'a transaction with an unknown item',
    call('aws-sdk:dynamodb:transactWriteItems', {
      QueryLanguage: 'JSONata',
      Arguments: { TransactItems: [{ Put: {} }, '{% $states.input.item %}'] },
    }),
  ],
  ['an integration of another name', call('lambdas:invoke')],
  ['no text', alone({ Type: 'Task', Resource: { 'a.$': '$.b' }, End: true })],
  ['a Resource in an expression', alone({ Type: 'Task', 'Resource.$': '$.r', End: true })],
])('a call of %s makes the claims about calls undecided', (_, definition) => {
  const found = said(definition, ['sns:Publish']);
  expect(found).toContain('calls-in-contract undecided');
  expect(found).toContain('grants-called undecided');
  expect(found).not.toContain('grants-called fail');
});

test.each<[string, object]>([
  [
    'a type of state that is not known',
    alone({ Type: 'Loop', Body: alone(task('arn:aws:states:::lambda:invoke')), End: true }),
  ],
  [
    'a field that is not known',
    alone({ Type: 'Pass', OnExit: alone(task('arn:aws:states:::lambda:invoke')), End: true }),
  ],
  ['a list of states', { StartAt: 'A', States: [task('arn:aws:states:::lambda:invoke')] }],
])('%s can hide a call', (_, definition) => {
  expect(said(definition, ['sns:Publish'])).toContain('definition-understood undecided');
});

test('a definition that is not known is undecided, and names the way to judge the role alone', () => {
  const stack = machineOf({}, [allow('sns:Publish')], { definition: '${file("work.asl.json")}' });
  const check = judgeStranger(stack, contractOf([line('sns:Publish')]));
  expect(spoken(check)).toContain('definition-understood undecided');
  expect(check.findings.map(({ remedy }) => remedy).join()).toContain('"subject": { "role": "worker" }');
});

describe('a call as another role', () => {
  const other = 'arn:aws:iam::444455556666:role/other';
  const as = (role: Loose) => call('sns:publish', { Credentials: role });
  const judged = (role: Loose, resources: readonly string[]) =>
    spoken(
      judgeStranger(
        machineOf(as(role), [allow('sts:AssumeRole', resources)]),
        contractOf([{ actions: ['sts:AssumeRole'], resources }]),
      ),
    );

  test('is one that the contract names', () => expect(judged({ RoleArn: other }, [other])).toEqual([]));
  test('fails if the contract names another', () =>
    expect(judged({ RoleArn: other }, [`${other}2`])).toContain('calls-in-contract fail'));
  test('is undecided if the input chooses the role', () =>
    expect(judged({ 'RoleArn.$': '$.role' }, [other])).toContain('calls-in-contract undecided'));
});

test('a call in another partition fails', () => {
  expect(said(alone(task('arn:aws-cn:states:::sns:publish')), ['sns:Publish'])).toContain('calls-in-contract fail');
});

/** Contracts without pairs bind no user to a secret: whatever form the call has, the rules about rotations judge the machine. */
test.each<[string, object]>([
  ['at the top', call('aws-sdk:iam:createAccessKey', { Parameters: { UserName: 'a' } })],
  ['with a task token', call('aws-sdk:iam:createAccessKey.waitForTaskToken', { Parameters: { UserName: 'a' } })],
  ['in a Map', alone({ Type: 'Map', ItemProcessor: call('aws-sdk:iam:createAccessKey'), End: true })],
  ['in JSONata', { ...call('aws-sdk:iam:createAccessKey', { Arguments: { UserName: 'a' } }), ...jsonata }],
  ['of the secret', call('aws-sdk:secretsmanager:updateSecret')],
])('a call of a rotation %s is judged as a rotation', (_, definition) => {
  const actions = JSON.stringify(definition).includes('updateSecret')
    ? ['secretsmanager:UpdateSecret']
    : ['iam:CreateAccessKey'];
  const found = said(definition, actions);
  expect(found.filter((one) => /bound-pairs|five-calls|definition-understood/.test(one))).not.toEqual([]);
});

test('a contract with pairs keeps the rules about rotations, whatever the machine calls', () => {
  const pairs = [{ userName: 'a', secretName: 'b' }];
  const check = judgeStranger(
    machineOf(call('lambda:invoke'), [allow('lambda:InvokeFunction')]),
    contractOf([line('lambda:InvokeFunction')], { pairs }),
  );
  expect(spoken(check)).toContain('five-calls fail');
});

describe('a stack of another make means what its plan means', () => {
  const more = { aws_iam_role: { other: { name: 'other', assume_role_policy: '{}' } } };
  const withOther = (stack: Loose): Loose => {
    Object.assign(stack.resource.aws_iam_role, more.aws_iam_role);
    return stack as object;
  };

  test('with --contract, another role needs no contract', () => {
    const stack = withOther(machineOf(call('sns:publish'), [allow('sns:Publish')]));
    expect(spoken(judgeStranger(stack, contractOf([line('sns:Publish')])))).not.toContain('covered fail');
    expect(spoken(judgeStranger(stack, contractOf([line('sns:Publish')]), { coverAll: 'always' }))).toContain(
      'covered fail',
    );
  });

  test('in a stack of Keyturn, and with a contract that has pairs, each role still needs one', () => {
    expect(
      spoken(
        judge(
          withOther(sampleStack()),
          contractsWith(() => undefined),
          { coverAll: 'stacks' },
        ),
      ),
    ).toContain('covered fail');
    const plain = withOther(machineOf(call('sns:publish'), [allow('sns:Publish')]));
    const contract = contractOf([line('sns:Publish')], { pairs: [{ userName: 'a', secretName: 'b' }] });
    expect(spoken(judgeStranger(plain, contract))).toContain('covered fail');
    const marked = { ...plain, '//': { keyturn: { settings: 'cdktf.json' } } };
    expect(spoken(judgeStranger(marked, contractOf([line('sns:Publish')])))).toContain('covered fail');
  });
});
