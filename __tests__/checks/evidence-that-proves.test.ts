/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call -- an edit reaches anywhere into untyped JSON */
import { judge, sampleStack, spoken, type Loose } from './sample';

/** What proves less than it seems to: each has an honest twin that passes. */
const execution = 'keyturn-staging-execution';
const policyWith = (statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const own = (stack: Loose): Loose => JSON.parse(stack.resource.aws_iam_role_policy.execution.policy as string);

function changed(edit: (stack: Loose) => void): Loose {
  const stack = sampleStack();
  edit(stack);
  return stack;
}

const withBody = (body: string) =>
  changed((stack) => {
    stack.resource.aws_api_gateway_rest_api = { api: { name: 'api', body } };
  });
const withData = (type: string) =>
  changed((stack) => {
    stack.data = { [type]: { x: {} } };
  });
const withResource = (type: string, body: object) =>
  changed((stack) => {
    stack.resource[type] = { x: body };
  });

/** The execution role's policy with one more action and resource next to UpdateSecret. */
const withPair = (action: string, resource: string) =>
  changed((stack) => {
    const policy = own(stack);
    policy.Statement[1].Action = [policy.Statement[1].Action, action].flat();
    policy.Statement[1].Resource = [policy.Statement[1].Resource, resource].flat();
    stack.resource.aws_iam_role_policy.execution.policy = JSON.stringify(policy);
  });

describe.each<[string, attack: Loose, says: string, honest: Loose]>([
  [
    'a data source that runs containers',
    withData('aws_ecs_task_execution'),
    'no-executors undecided',
    withData('aws_ecs_task_definition'),
  ],
  [
    'a data source that runs a handler',
    withData('aws_cloudcontrolapi_resource'),
    'no-executors undecided',
    withData('aws_cloudformation_export'),
  ],
  [
    'a rotation, which starts a function',
    withResource('aws_secretsmanager_secret_rotation', { secret_id: 'x', rotation_lambda_arn: 'y' }),
    'no-executors undecided',
    withResource('aws_secretsmanager_secret', { name: 'x' }),
  ],
  [
    'a pipeline, which runs when it is made',
    withResource('aws_codepipeline', { name: 'x' }),
    'no-executors undecided',
    withResource('aws_codecommit_repository', { repository_name: 'x' }),
  ],
  [
    'a deployment with extensions',
    withResource('aws_appconfig_deployment', { application_id: 'x' }),
    'no-executors undecided',
    withResource('aws_appconfig_application', { name: 'x' }),
  ],
  [
    'a body in YAML that could fold a name',
    withBody('openapi: 3.0.1\n"x-amazon-apigateway-\\\n  policy": {}'),
    'known-types undecided',
    withBody('{"openapi": "3.0.1", "info": {"title": "a \\"quoted\\" title"}}'),
  ],
  [
    'a body in YAML without anything strange',
    withBody('openapi: 3.0.1'),
    'known-types undecided',
    withBody('{"openapi": "3.0.1"}'),
  ],
  [
    'a body in JSON with the name in escapes',
    withBody('{"x-amazon-apigateway-p\\u006flicy": {}}'),
    'known-types undecided',
    withBody('{"x-amazon-apigateway-request-validators": {}}'),
  ],
  [
    'UpdateSecret on an ARN in another case',
    withPair('secretsmanager:UpdateSecret', 'arn:aws:IAM::111122223333:user/ci/ci-deployer'),
    'grants-inside-contract undecided',
    withPair('secretsmanager:UpdateSecret', 'arn:aws:iam::111122223333:user/ci/ci-deployer'),
  ],
  [
    'UpdateSecret on what is not an ARN',
    withPair('secretsmanager:UpdateSecret', 'ci-deployer'),
    'grants-inside-contract undecided',
    withPair('secretsmanager:UpdateSecret', 'arn:aws:s3:::ci-deployer'),
  ],
  [
    'UpdateSecret on another type of its own service',
    withPair('secretsmanager:UpdateSecret', 'arn:aws:secretsmanager:eu-central-1:111122223333:replica:x'),
    'grants-inside-contract undecided',
    withPair('secretsmanager:UpdateSecret', 'arn:aws:sqs:eu-central-1:111122223333:x'),
  ],
  [
    'a policy that is longer than IAM takes',
    changed((stack) => {
      const policy = own(stack);
      const denied = { Effect: 'Deny', Action: 's3:*', Resource: `arn:aws:s3:::${'x'.repeat(10_240)}` };
      stack.resource.aws_iam_role_policy.execution.policy = policyWith([...policy.Statement, denied]);
    }),
    'grants-inside-contract undecided',
    changed((stack) => {
      const policy = own(stack);
      const denied = { Effect: 'Deny', Action: 's3:*', Resource: `arn:aws:s3:::${'x'.repeat(5000)}` };
      stack.resource.aws_iam_role_policy.execution.policy = policyWith([...policy.Statement, denied]);
    }),
  ],
  [
    'inline policies that are longer together than IAM takes',
    changed((stack) => {
      const denied = (name: string) => ({
        Effect: 'Deny',
        Action: 's3:*',
        Resource: `arn:aws:s3:::${name.repeat(5000)}`,
      });
      for (const name of ['a', 'b'])
        stack.resource.aws_iam_role_policy[name] = { name, role: execution, policy: policyWith([denied(name)]) };
    }),
    'grants-inside-contract undecided',
    sampleStack(),
  ],
  [
    'a trust policy that is longer than IAM takes',
    changed((stack) => {
      const role = stack.resource.aws_iam_role.execution;
      const trust: Loose = JSON.parse(role.assume_role_policy as string);
      trust.Statement.push({ Effect: 'Deny', Action: 'sts:AssumeRole', Principal: { AWS: 'x'.repeat(8192) } });
      role.assume_role_policy = JSON.stringify(trust);
    }),
    'trust undecided',
    sampleStack(),
  ],
])('%s', (_, attack, says, honest) => {
  test('is not a pass', () => {
    const check = judge(attack);
    expect(check.verdict).not.toBe('pass');
    expect(spoken(check)).toContain(says);
  });

  test('and its honest twin passes', () => {
    const { verdict, findings } = judge(honest);
    expect([verdict, findings.filter((finding) => finding.verdict !== 'note')]).toEqual(['pass', []]);
  });
});
