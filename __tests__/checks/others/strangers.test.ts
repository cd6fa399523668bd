import { check, draftContract, readContract, type Report } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { formats } from '../../../src/report';
import { digest, type Loose } from '../sample';
import { planOf } from './planned';
import { allow, document, machineOf, stackOf } from './stranger';

/** Inputs as people write them: each is drafted, its TODOs are answered, and it is checked with that contract, as a stack and as a plan. */
const task = (resource: string, more: object = {}): object => ({
  Type: 'Task',
  Resource: `arn:aws:states:::${resource}`,
  End: true,
  ...more,
});
const flow = (state: object): object => ({ StartAt: 'Work', States: { Work: state } });
const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-west-1:111122223333:${resource}`;

/** The role without a written name, and named by references. */
function byReference(stack: Loose, role: object = { name_prefix: 'worker-' }): Loose {
  const { resource } = stack;
  delete resource.aws_iam_role.worker.name;
  Object.assign(resource.aws_iam_role.worker, role);
  resource.aws_iam_role_policy.worker.role = '${aws_iam_role.worker.id}';
  for (const type of ['aws_iam_role_policies_exclusive', 'aws_iam_role_policy_attachments_exclusive'])
    resource[type].worker.role_name = '${aws_iam_role.worker.name}';
  if (resource.aws_sfn_state_machine !== undefined)
    resource.aws_sfn_state_machine.work.role_arn = '${aws_iam_role.worker.arn}';
  return stack as object;
}

function trusting(
  statement: object,
  stack: Loose = stackOf([allow('s3:GetObject', 'arn:aws:s3:::releases/*')]),
): Loose {
  stack.resource.aws_iam_role.worker.assume_role_policy = document({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    ...statement,
  });
  return stack as object;
}

const logsOfLambda = allow(
  ['logs:CreateLogStream', 'logs:PutLogEvents'],
  arn('logs', 'log-group:/aws/lambda/resize:*'),
);
const rule = allow(
  ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
  arn('events', 'rule/StepFunctions*'),
);
const invoke = allow('lambda:InvokeFunction', [arn('lambda', 'function:resize'), arn('lambda', 'function:resize:*')]);

const strangers: Record<string, Loose> = {
  'a function that writes logs': stackOf([logsOfLambda], {}, 'lambda.amazonaws.com'),
  'a function that reads a queue and a table': stackOf(
    [
      logsOfLambda,
      allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arn('sqs', 'jobs')),
      allow(
        ['dynamodb:GetItem', 'dynamodb:Query'],
        [arn('dynamodb', 'table/jobs'), arn('dynamodb', 'table/jobs/index/*')],
      ),
    ],
    {},
    'lambda.amazonaws.com',
  ),
  'a function named by a prefix': byReference(stackOf([logsOfLambda], {}, 'lambda.amazonaws.com')),
  'a function without a name': byReference(stackOf([logsOfLambda], {}, 'lambda.amazonaws.com'), {}),
  'a task of ECS that reads a secret': stackOf(
    [
      allow('secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:db-??????')),
      allow('kms:Decrypt', arn('kms', 'key/1234'), {
        StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
      }),
    ],
    {},
    'ecs-tasks.amazonaws.com',
  ),
  'an instance with its profile': stackOf(
    [allow('s3:GetObject', 'arn:aws:s3:::artifacts/*')],
    { aws_iam_instance_profile: { worker: { name: 'worker', role: 'worker' } } },
    'ec2.amazonaws.com',
  ),
  'a crawler of Glue': stackOf(
    [allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::lake/*'), allow('s3:ListBucket', 'arn:aws:s3:::lake')],
    {},
    'glue.amazonaws.com',
  ),
  'a build': stackOf(
    [
      allow(
        ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        arn('logs', 'log-group:/aws/codebuild/app*'),
      ),
      allow(['ecr:BatchGetImage', 'ecr:PutImage'], arn('ecr', 'repository/app')),
      allow('ecr:GetAuthorizationToken'),
    ],
    {},
    'codebuild.amazonaws.com',
  ),
  'a replication of a bucket': stackOf(
    [
      allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], 'arn:aws:s3:::here'),
      allow(['s3:ReplicateObject', 's3:ReplicateDelete'], 'arn:aws:s3:::there/*'),
    ],
    {},
    's3.amazonaws.com',
  ),
  'a stream to a bucket': stackOf(
    [allow('s3:PutObject', 'arn:aws:s3:::logs/*', { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } })],
    {},
    'firehose.amazonaws.com',
  ),
  'a deployment from GitHub': trusting({
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
    Condition: {
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': 'repo:example/app:ref:refs/heads/main',
      },
    },
  }),
  'deployments from GitHub, for branches and tags': trusting({
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
    Condition: {
      StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      StringLike: {
        'token.actions.githubusercontent.com:sub': [
          'repo:example/app:ref:refs/tags/v*',
          'repo:example/app:environment:*',
        ],
      },
    },
  }),
  'a role for people with MFA': trusting({
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Condition: {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' },
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/people/*' },
    },
  }),
  'a role for a service account of Kubernetes': trusting({
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABCD' },
    Condition: {
      StringEquals: {
        'oidc.eks.eu-west-1.amazonaws.com/id/ABCD:aud': 'sts.amazonaws.com',
        'oidc.eks.eu-west-1.amazonaws.com/id/ABCD:sub': [
          'system:serviceaccount:kube-system:a',
          'system:serviceaccount:kube-system:b',
        ],
      },
    },
  }),
  'a role for another account': trusting({
    Principal: { AWS: 'arn:aws:iam::444455556666:role/auditor' },
    Condition: { StringEquals: { 'sts:ExternalId': 'a1b2' } },
  }),
  'a role for a service without a condition': trusting({ Principal: { Service: 'ec2.amazonaws.com' } }),
  'a machine that invokes a function': machineOf(
    flow(task('lambda:invoke', { Parameters: { FunctionName: 'resize' } })),
    [invoke],
  ),
  'a machine named by references': byReference(machineOf(flow(task('lambda:invoke')), [invoke])),
  'a machine in JSONata': machineOf(
    { QueryLanguage: 'JSONata', ...flow(task('dynamodb:putItem', { Arguments: { TableName: 'jobs' } })) },
    [allow('dynamodb:PutItem', arn('dynamodb', 'table/jobs'))],
  ),
  'a machine with a Map': machineOf(flow({ Type: 'Map', ItemProcessor: flow(task('sqs:sendMessage')), End: true }), [
    allow('sqs:SendMessage', arn('sqs', 'jobs')),
  ]),
  'a machine with a Parallel': machineOf(
    flow({ Type: 'Parallel', Branches: [flow(task('sns:publish')), flow(task('events:putEvents'))], End: true }),
    [allow('sns:Publish', arn('sns', 'done')), allow('events:PutEvents', arn('events', 'event-bus/main'))],
  ),
  'a machine that runs a task of ECS': machineOf(flow(task('ecs:runTask.sync')), [
    allow('ecs:RunTask', arn('ecs', 'task-definition/report:*')),
    allow(['ecs:StopTask', 'ecs:DescribeTasks']),
    rule,
  ]),
  'a machine that runs a job of Batch': machineOf(flow(task('batch:submitJob.sync')), [
    allow(['batch:SubmitJob', 'batch:DescribeJobs', 'batch:TerminateJob']),
    rule,
  ]),
  'a machine that runs a job of Glue': machineOf(flow(task('glue:startJobRun.sync')), [
    allow(['glue:StartJobRun', 'glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun'], arn('glue', 'job/load')),
  ]),
  'a machine that starts another': machineOf(flow(task('states:startExecution.sync:2')), [
    allow('states:StartExecution', arn('states', 'stateMachine:child')),
    allow(['states:DescribeExecution', 'states:StopExecution'], arn('states', 'execution:child:*')),
    rule,
  ]),
  'a machine with a log': machineOf(
    flow(task('sns:publish')),
    [
      allow('sns:Publish', arn('sns', 'done')),
      allow([
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
      ]),
    ],
    { logging_configuration: { level: 'ERROR', include_execution_data: false } },
  ),
  'a machine that calls an API of AWS': machineOf(flow(task('aws-sdk:s3:listObjectsV2')), [
    allow('s3:ListBucket', 'arn:aws:s3:::lake'),
  ]),
  'a machine with an activity': machineOf(
    flow({ Type: 'Task', Resource: arn('states', 'activity:sign'), End: true }),
    [allow('xray:PutTraceSegments')],
    { tracing_configuration: { enabled: true } },
  ),
};

/** Inputs that a contract must not let pass as they are. */
const refused: Record<string, Loose> = {
  administration: stackOf([allow('*')]),
  'everything but IAM': stackOf([{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }]),
  'a machine that calls what its role is not granted': machineOf(flow(task('sqs:sendMessage')), [
    allow('sns:Publish', arn('sns', 'done')),
  ]),
  'a right that no call uses': machineOf(flow(task('sns:publish')), [
    allow(['sns:Publish', 'sns:CreateTopic'], arn('sns', 'done')),
  ]),
  'a role for everybody': trusting({ Principal: { AWS: '*' } }),
};

const answered = (draft: object): object =>
  JSON.parse(
    JSON.stringify(draft)
      .replaceAll(/TODO: the last day/g, '2027-12-31')
      .replaceAll('TODO', 'decided'),
  ) as object;

function afterDraft(input: Loose): Report | undefined {
  const model = readModel(JSON.stringify(input), 'input.json');
  const given = { account: '111122223333', region: 'eu-west-1' };
  const draft = draftContract(model, 'worker', given) ?? draftContract(model, 'aws_iam_role.worker', given);
  if (draft === undefined) return undefined;
  const contract = readContract(JSON.stringify(answered(draft.contract)), 'policies/worker.json');
  return check([model], [contract], { today: '2026-11-23', coverAll: 'stacks', digest, given });
}

const linesOf = async (report: Report): Promise<number> => {
  const { print } = await formats.text.load();
  const facts = () => {
    throw new Error('a text needs no facts');
  };
  return print(report, { colour: false, verbose: false, version: '0', facts }).split('\n').length;
};

const both = (inputs: Record<string, Loose>): [string, Loose][] =>
  Object.entries(inputs).flatMap(([name, stack]): [string, Loose][] => [
    [`${name}, as a stack`, stack],
    [`${name}, as a plan`, planOf(stack)],
  ]);

test('there are at least forty', () => {
  expect(both(strangers).length + both(refused).length).toBeGreaterThanOrEqual(40);
});

test.each(both(strangers))('%s passes its own draft, in a short report', async (_, input) => {
  const report = afterDraft(input);
  expect(report?.checks[0]?.findings.filter(({ verdict }) => verdict !== 'note')).toEqual([]);
  expect(report?.verdict).toBe('pass');
  if (report !== undefined) expect(await linesOf(report)).toBeLessThanOrEqual(60);
});

test.each(both(refused))('%s does not pass its own draft', (_, input) => {
  expect(afterDraft(input)?.verdict).not.toBe('pass');
});

/** The attacks: the draft of an input does not let a wider one pass. */
test.each(both(strangers))('the draft of %s does not let one right more pass', (_, input) => {
  const model = readModel(JSON.stringify(input), 'input.json');
  const given = { account: '111122223333', region: 'eu-west-1' };
  const { contract = {} } = draftContract(model, 'worker', given) ?? {};
  const wide = document(allow('iam:PutRolePolicy'));
  const widened = JSON.parse(JSON.stringify(input));
  const changes = (widened.resource_changes ?? []) as Loose[];
  for (const change of changes) if (change.type === 'aws_iam_role_policy') change.change.after.policy = wide;
  if (widened.resource !== undefined) widened.resource.aws_iam_role_policy.worker.policy = wide;
  const contracts = [readContract(JSON.stringify(answered(contract)), 'policies/worker.json')];
  const options = { today: '2026-11-23', coverAll: 'stacks', digest, given } as const;
  expect(check([readModel(JSON.stringify(widened), 'input.json')], contracts, options).verdict).toBe('fail');
});
