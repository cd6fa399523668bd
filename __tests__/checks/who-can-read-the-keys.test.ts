import { checkModel, type Contract, type Finding } from '../../src/checks';
import { whoCanReadTheKeys } from '../../src/checks/rules/who-can-read-the-keys';
import { readModel } from '../../src/inputs';
import { testSome } from '../effort';
import { contractsWith, digest, judge, sampleContracts, samplePlan, sampleStack, type Loose } from './sample';

const account = '111122223333';
const iam = (part: string) => `arn:aws:iam::${account}:${part}`;
const states = (part: string) => `arn:aws:states:eu-central-1:${account}:${part}`;
const secret = (name: string) => `arn:aws:secretsmanager:eu-central-1:${account}:secret:${name}`;
const executions = states('execution:keyturn-staging:*');
const role = iam('role/keyturn-staging-execution');

const statement = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  ...statement(Action, Resource, more),
  Effect: 'Deny',
});
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const policy = (...args: Parameters<typeof statement>) => document(statement(...args));
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const trust = document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });

function stackWith(...parts: Loose[]): Loose {
  const stack = sampleStack();
  for (const part of parts)
    for (const [type, bodies] of Object.entries<object>(part))
      stack.resource[type] = { ...stack.resource[type], ...bodies };
  return stack;
}

const user = (text: string): Loose => ({ aws_iam_user_policy: { x: { name: 'p', user: 'ops', policy: text } } });
const oncall = (text: string, more: object = {}): Loose => ({
  aws_iam_role: { oncall: { name: 'oncall', assume_role_policy: trust, ...more } },
  aws_iam_role_policy: { oncall: { name: 'p', role: '${aws_iam_role.oncall.id}', policy: text } },
});
const attached = (name: string): Loose => ({
  aws_iam_user_policy_attachment: { x: { user: 'ops', policy_arn: name.startsWith('arn:') ? name : aws(name) } },
});

/** What the rule finds; the other rules are not asked. */
function found(input: Loose, contracts: readonly Contract[] = sampleContracts, strict = false): readonly Finding[] {
  const model = readModel(JSON.stringify(input), 'input.json');
  const options = { today: '2026-11-23', coverAll: 'always', digest, strict } as const;
  return checkModel(model, contracts, options, [whoCanReadTheKeys]).findings;
}
const said = (...args: Parameters<typeof found>) =>
  found(...args).map(({ verdict, message }) => `${verdict}: ${message}`);
const reading = (...readers: object[]) => contractsWith((c) => (c.readers = readers));
const line = (who: object, actions: string[], resources: string[] = ['*']) => ({
  ...who,
  actions,
  resources,
  reason: 'r',
});

type Row = [name: string, part: Loose, words: string];

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
describe('everyone who can read the keys is noted, and fails where the contract names its readers', () => {
  testSome<Row>([
    [
      'the history of the executions',
      user(policy('states:GetExecutionHistory', executions)),
      'states:GetExecutionHistory',
    ],
    ['the history of all executions', user(policy('states:GetExecutionHistory')), 'states:GetExecutionHistory'],
    ['the history in another case', user(policy('STATES:getexecutionhistory')), 'states:GetExecutionHistory'],
    ['the history by a pattern', user(policy('states:Get*')), 'states:GetExecutionHistory'],
    [
      'the history of one execution',
      user(policy('states:*', states('execution:keyturn-staging:x'))),
      'GetExecutionHistory',
    ],
    ['the history by a short ARN', user(policy('states:*', 'arn:aws:states')), 'GetExecutionHistory'],
    [
      'the history of any machine but others',
      user(document({ Effect: 'Allow', Action: 'states:*', NotResource: states('execution:other:*') })),
      'GetExecutionHistory',
    ],
    [
      'the history by all actions but others',
      user(document({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })),
      'GetExecutionHistory',
    ],
    [
      'the history, under a condition',
      user(policy('states:*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
      'GetExecutionHistory',
    ],
    [
      'a secret',
      user(policy('secretsmanager:GetSecretValue', secret('ci-deployer/aws-AbCdEf'))),
      'secret:ci-deployer/aws-??????',
    ],
    [
      'a secret by a pattern',
      user(policy('secretsmanager:*', secret('ci-deployer/*'))),
      'secret:ci-deployer/aws-??????',
    ],
    [
      'a secret by a variable',
      user(policy('secretsmanager:GetSecretValue', secret('$${aws:PrincipalTag/team}/*'))),
      'secretsmanager:GetSecretValue',
    ],
    [
      'a secret by a star for several fields',
      user(policy('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:ci-deployer/aws-??????')),
      'secret:ci-deployer/aws-??????',
    ],
    [
      'an Allow with a Deny of a short ARN that AWS completes',
      user(document(statement('states:GetExecutionHistory'), deny('states:*', 'arn:*:execution:keyturn-staging'))),
      'states:GetExecutionHistory',
    ],
    ['all secrets', user(policy('secretsmanager:GetSecretValue')), 'and 1 more'],
    ['to go on with a failed run', user(policy('states:RedriveExecution', executions)), 'states:RedriveExecution'],
    [
      'to try a state as the role',
      user(document(statement('states:TestState'), statement('iam:PassRole', role))),
      `states:TestState on ${role}`,
    ],
    [
      'to try a state, passing roles by a pattern',
      user(document(statement('states:Test*'), statement('iam:PassRole', iam('role/keyturn-*')))),
      `states:TestState on ${role}`,
    ],
    [
      'to try a state, passing roles to Step Functions',
      user(
        document(
          statement('states:TestState'),
          statement('iam:PassRole', '*', { Condition: { StringLike: { 'iam:PassedToService': 'states.*' } } }),
        ),
      ),
      `states:TestState on ${role}`,
    ],
    ['everything', user(policy('*')), 'and 4 more'],
    ['a role', oncall(policy('states:GetExecutionHistory')), 'role "oncall" can read'],
    [
      'a role by its own block',
      {
        aws_iam_role: {
          oncall: {
            name: 'oncall',
            assume_role_policy: trust,
            inline_policy: [{ name: 'p', policy: policy('states:*') }],
          },
        },
      },
      'role "oncall" can read',
    ],
    [
      'a role by its list',
      {
        aws_iam_role: {
          oncall: { name: 'oncall', assume_role_policy: trust, managed_policy_arns: [aws('ReadOnlyAccess')] },
        },
      },
      'role "oncall" can read',
    ],
    [
      'a group',
      { aws_iam_group_policy: { g: { name: 'p', group: 'ops', policy: policy('states:*') } } },
      'group "ops" can read',
    ],
    [
      'a group with its users',
      {
        aws_iam_group_policy: { g: { name: 'p', group: 'ops', policy: policy('states:*') } },
        aws_iam_user_group_membership: { a: { user: 'a', groups: ['ops'] }, b: { user: 'b', groups: ['ops'] } },
      },
      'group "ops" (users a, b) can read',
    ],
    [
      'a user by the rights of two groups',
      {
        aws_iam_group_policy: {
          g: { name: 'p', group: 'ops', policy: policy('states:TestState') },
          h: { name: 'p', group: 'dev', policy: policy('iam:PassRole', role) },
        },
        aws_iam_user_group_membership: { a: { user: 'a', groups: ['ops', 'dev'] } },
      },
      'user "a" can read',
    ],
    [
      'a managed policy of the stack',
      {
        aws_iam_policy: { p: { name: 'read', policy: policy('states:GetExecutionHistory') } },
        ...attached(iam('policy/read')),
      },
      'user "ops" can read',
    ],
    [
      'a managed policy of the stack, by reference',
      {
        aws_iam_policy: { p: { name: 'read', policy: policy('states:GetExecutionHistory') } },
        aws_iam_user_policy_attachment: { x: { user: 'ops', policy_arn: '${aws_iam_policy.p.arn}' } },
      },
      'user "ops" can read',
    ],
    [
      'a managed policy that lists its holders',
      {
        aws_iam_policy_attachment: { x: { name: 'a', roles: ['oncall'], policy_arn: aws('ReadOnlyAccess') } },
      },
      'role "oncall" can read',
    ],
    [
      'a managed policy that nobody here has',
      {
        aws_iam_policy: { p: { name: 'read', policy: policy('states:GetExecutionHistory') } },
      },
      'everyone who has policy "read" can read',
    ],
    [
      'a role that is not known yet',
      {
        aws_iam_role_policy: { x: { name: 'p', role: '${var.role}', policy: policy('states:GetExecutionHistory') } },
      },
      'a role that is not known before the apply can read',
    ],
    [
      'a permission set',
      {
        aws_ssoadmin_managed_policy_attachment: {
          x: { instance_arn: 'i', permission_set_arn: 'p', managed_policy_arn: aws('ReadOnlyAccess') },
        },
      },
      'everyone who has the permission set of aws_ssoadmin_managed_policy_attachment.x can read',
    ],
    [
      'the policy of a secret',
      {
        aws_secretsmanager_secret: {
          s: {
            name: 'ci-deployer/aws',
            policy: document({
              Effect: 'Allow',
              Principal: { AWS: iam('role/app') },
              Action: 'secretsmanager:GetSecretValue',
              Resource: '*',
            }),
          },
        },
      },
      `${iam('role/app')} can read`,
    ],
    [
      'the policy of a secret, for another account',
      {
        aws_secretsmanager_secret: { s: { name: 'ci-deployer/aws' } },
        aws_secretsmanager_secret_policy: {
          s: {
            secret_arn: '${aws_secretsmanager_secret.s.arn}',
            policy: document({
              Effect: 'Allow',
              Principal: { AWS: '999988887777' },
              Action: 'secretsmanager:*',
              Resource: '*',
            }),
          },
        },
      },
      'arn:aws:iam::999988887777:root can read',
    ],
    [
      'the policy of a secret, for everybody',
      {
        aws_secretsmanager_secret: {
          s: {
            name: 'ci-deployer/aws',
            policy: document({
              Effect: 'Allow',
              Principal: '*',
              Action: 'secretsmanager:GetSecretValue',
              Resource: '*',
            }),
          },
        },
      },
      'everybody can read',
    ],
    ...[
      'AdministratorAccess',
      'PowerUserAccess',
      'ReadOnlyAccess',
      'AWSStepFunctionsReadOnlyAccess',
      'AWSStepFunctionsFullAccess',
      'AWSStepFunctionsConsoleFullAccess',
      'AIOpsAssistantPolicy',
      'AIDevOpsAgentAccessPolicy',
      'CloudwatchApplicationInsightsServiceLinkedRolePolicy',
      'AWSSupportServiceRolePolicy',
    ].map((name): Row => [name, attached(name), 'states:GetExecutionHistory']),
    ...['SecretsManagerReadWrite', 'AWSSecretsManagerClientReadOnlyAccess'].map((name): Row => [
      name,
      attached(name),
      'secretsmanager:GetSecretValue',
    ]),
  ])('%s', (_name, part, words) => {
    const stack = stackWith(part);
    const [first, ...more] = said(stack);
    expect(more).toEqual([]);
    expect(first).toMatch(/^note: /);
    expect(first).toContain(words);
    expect(said(stack, reading())[0]).toMatch(/^fail: /);
    expect(said(stack, sampleContracts, true)[0]).toMatch(/^fail: /);
  });

  test('and the check passes with the note', () => {
    expect(judge(stackWith(user(policy('states:GetExecutionHistory')))).verdict).toBe('pass');
    expect(judge(stackWith(user(policy('states:GetExecutionHistory'))), reading()).verdict).toBe('fail');
  });
});

describe('nothing is said of', () => {
  testSome<[string, Loose]>([
    ['the sample itself', {}],
    ['the history of another machine', user(policy('states:GetExecutionHistory', states('execution:keyturn-other:*')))],
    [
      'the history of a machine whose name begins the same',
      user(policy('states:*', states('execution:keyturn-staging-2:*'))),
    ],
    ['the history of another region', user(policy('states:*', executions.replace('eu-central-1', 'us-east-1')))],
    ['the history of another account', user(policy('states:*', executions.replace(account, '999988887777')))],
    [
      'executions of an express machine, which this is not',
      user(policy('states:*', states('express:keyturn-staging:*'))),
    ],
    ['the list of executions', user(policy(['states:ListExecutions', 'states:Describe*']))],
    [
      'all executions but these',
      user(document({ Effect: 'Allow', Action: 'states:*', NotResource: [executions, states('stateMachine:*')] })),
    ],
    ['another secret', user(policy('secretsmanager:GetSecretValue', secret('other/aws-AbCdEf')))],
    ['a secret whose name goes on', user(policy('secretsmanager:GetSecretValue', secret('ci-deployer/aws-2-AbCdEf')))],
    ['what a secret is called', user(policy(['secretsmanager:Describe*', 'secretsmanager:List*']))],
    ['states to try without a role to pass', user(policy('states:TestState'))],
    [
      'states to try with another role',
      user(document(statement('states:TestState'), statement('iam:PassRole', iam('role/app')))),
    ],
    [
      'states to try with a role for another service',
      user(
        document(
          statement('states:TestState'),
          statement('iam:PassRole', '*', {
            Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
          }),
        ),
      ),
    ],
    ['the role to pass without states to try', user(policy('iam:PassRole', role))],
    ['a Deny', user(document(deny('states:*')))],
    [
      'an Allow with a Deny that covers it',
      user(document(statement('states:Get*'), deny('states:GetExecutionHistory', executions))),
    ],
    [
      'an Allow with a Deny of a short ARN that has everything',
      user(document(statement('states:GetExecutionHistory'), deny('states:*', 'arn:aws:states:*'))),
    ],
    [
      'everything with a Deny of everything that reads',
      user(document(statement('*'), deny(['states:*', 'secretsmanager:GetSecretValue']))),
    ],
    [
      'a user whose group denies it',
      {
        ...user(policy('states:GetExecutionHistory')),
        aws_iam_group: { g: { name: 'g' } },
        aws_iam_group_policy: { g: { name: 'p', group: 'g', policy: document(deny('states:*')) } },
        aws_iam_user_group_membership: { a: { user: 'ops', groups: ['g'] } },
      },
    ],
    [
      'a role with a boundary that does not allow it',
      oncall(policy('states:*'), {
        permissions_boundary: aws('AmazonS3ReadOnlyAccess'),
      }),
    ],
    [
      'a role with a boundary of the stack',
      {
        ...oncall(policy('states:*'), { permissions_boundary: iam('policy/limit') }),
        aws_iam_policy: { p: { name: 'limit', policy: policy('s3:*') } },
      },
    ],
    [
      'the policy of another secret',
      {
        aws_secretsmanager_secret: {
          s: {
            name: 'other/aws',
            policy: document({
              Effect: 'Allow',
              Principal: { AWS: iam('role/app') },
              Action: 'secretsmanager:GetSecretValue',
              Resource: '*',
            }),
          },
        },
      },
    ],
    [
      'the policy of a secret that leaves it to the account',
      {
        aws_secretsmanager_secret: {
          s: {
            name: 'ci-deployer/aws',
            policy: document({
              Effect: 'Allow',
              Principal: { AWS: iam('root') },
              Action: 'secretsmanager:GetSecretValue',
              Resource: '*',
            }),
          },
        },
      },
    ],
    ...[
      'SecurityAudit',
      'job-function/ViewOnlyAccess',
      'AmazonS3FullAccess',
      'IAMFullAccess',
      'job-function/SystemAdministrator',
    ].map((name): [string, Loose] => [name, attached(name)]),
  ])('%s', (_name, part) => {
    const stack = stackWith(part);
    expect(said(stack)).toEqual([]);
    expect(said(stack, reading())).toEqual([]);
  });

  test('the plan of the sample', () => {
    expect(said(samplePlan(), reading())).toEqual([]);
  });
});

describe('what takes nothing away', () => {
  testSome<[string, Loose]>([
    [
      'a Deny under a condition',
      user(
        document(
          statement('states:GetExecutionHistory'),
          deny('states:*', '*', { Condition: { StringEquals: { 'aws:ResourceTag/Application': 'keyturn' } } }),
        ),
      ),
    ],
    [
      'a Deny on a part',
      user(document(statement('states:Get*'), deny('states:Get*', states('execution:keyturn-staging:a*')))),
    ],
    [
      'a Deny on a variable',
      user(document(statement('states:Get*'), deny('states:Get*', states('execution:$${aws:username}:*')))),
    ],
    [
      'a Deny of a group that may be another',
      {
        ...user(policy('states:GetExecutionHistory')),
        aws_iam_group_policy: { g: { name: 'p', group: '${var.group}', policy: document(deny('states:*')) } },
        aws_iam_user_group_membership: { a: { user: 'ops', groups: ['${var.group}'] } },
      },
    ],
    ['a boundary that allows it', oncall(policy('states:*'), { permissions_boundary: aws('ReadOnlyAccess') })],
    [
      'a boundary that is not known',
      oncall(policy('states:GetExecutionHistory'), { permissions_boundary: iam('policy/elsewhere') }),
    ],
  ])('%s', (_name, part) => {
    expect(said(stackWith(part))).toContainEqual(expect.stringMatching(/^note: .* can read the keys that role/));
  });
});

describe('what is not known is said once, and is undecided where the contract names its readers', () => {
  testSome<[string, Loose, string]>([
    [
      'a policy of AWS',
      attached('AmazonRedshiftFullAccess'),
      'the content of the AWS managed policy AmazonRedshiftFullAccess is not known to Keyturn',
    ],
    [
      'a policy of the account',
      attached(iam('policy/elsewhere')),
      `the document of ${iam('policy/elsewhere')} is not in this input`,
    ],
    ['a document', user('${var.policy}'), 'aws_iam_user_policy.x'],
    [
      'a group',
      { aws_iam_user_group_membership: { a: { user: 'ops', groups: ['elsewhere'] } } },
      'group "elsewhere" is not in this input',
    ],
    [
      'groups',
      { aws_iam_user_group_membership: { a: { user: 'ops', groups: '${var.groups}' } } },
      'its groups are known only after the apply',
    ],
    [
      'the policy of a secret',
      {
        aws_secretsmanager_secret: { s: { name: 'ci-deployer/aws', policy: '${var.policy}' } },
      },
      'aws_secretsmanager_secret.s',
    ],
  ])('%s', (_name, part, words) => {
    const stack = stackWith(part);
    expect(said(stack)).toEqual([expect.stringMatching(/^note: Keyturn cannot decide whether /)]);
    expect(said(stack)[0]).toContain(words);
    expect(said(stack, reading())).toEqual([expect.stringMatching(/^undecided: Keyturn cannot decide whether /)]);
  });

  test('for many of them together', () => {
    const users = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((name) => [name, { user: name, policy_arn: aws('AmazonRedshiftFullAccess') }]),
    );
    expect(said(stackWith({ aws_iam_user_policy_attachment: users }))).toEqual([
      'note: Keyturn cannot decide whether user "a", user "b", user "c" and 2 more can read the keys that role "keyturn-staging-execution" rotates: ' +
        'the content of the AWS managed policy AmazonRedshiftFullAccess is not known to Keyturn',
    ]);
  });
});

describe('a contract names its readers', () => {
  const history = ['states:GetExecutionHistory'];
  const oncallReads = oncall(policy('states:GetExecutionHistory'));
  const group = {
    aws_iam_group_policy: { g: { name: 'p', group: 'ops', policy: policy('states:GetExecutionHistory') } },
    aws_iam_user_group_membership: { a: { user: 'a', groups: ['ops'] } },
  };

  test.each<[string, Loose, object]>([
    ['by the ARN', oncallReads, { arn: iam('role/oncall') }],
    ['by the ARN with parameters', oncallReads, { arn: 'arn:${partition}:iam::${account}:role/oncall' }],
    ['by the ARN in another case', oncallReads, { arn: iam('role/OnCall') }],
    ['by a pattern', oncallReads, { arn: iam('role/on*') }],
    ['by the address', oncallReads, { address: 'aws_iam_role.oncall' }],
    ['below a path', oncall(policy('states:GetExecutionHistory'), { path: '/ops/' }), { arn: iam('role/ops/oncall') }],
    ['who is made elsewhere', user(policy('states:GetExecutionHistory')), { arn: iam('user/any/ops') }],
    ['as a group', group, { arn: iam('group/ops') }],
  ])('%s', (_name, part, who) => {
    expect(said(stackWith(part), reading(line(who, history)))).toEqual([]);
  });

  test.each<[string, Loose, object]>([
    ['another role', oncallReads, line({ arn: iam('role/other') }, history)],
    ['a user of this name', oncallReads, line({ arn: iam('user/oncall') }, history)],
    ['the role of another account', oncallReads, line({ arn: 'arn:aws:iam::999988887777:role/oncall' }, history)],
    ['another path', oncallReads, line({ arn: iam('role/ops/oncall') }, history)],
    ['another address', oncallReads, line({ address: 'aws_iam_role.other' }, history)],
    ['another action', oncallReads, line({ arn: iam('role/oncall') }, ['states:RedriveExecution'])],
    ['another machine', oncallReads, line({ arn: iam('role/oncall') }, history, [states('execution:other:*')])],
    [
      'a part of the executions',
      oncallReads,
      line({ arn: iam('role/oncall') }, history, [states('execution:keyturn-staging:a')]),
    ],
    [
      'a pattern for one who is made elsewhere',
      user(policy('states:GetExecutionHistory')),
      line({ arn: iam('user/o*') }, history),
    ],
    ['one of a group', group, line({ arn: iam('user/a') }, history)],
  ])('and %s is not named by it', (_name, part, reader) => {
    expect(said(stackWith(part), reading(reader))).toEqual([expect.stringMatching(/^fail: /)]);
  });

  test('and what else they read fails', () => {
    const both = oncall(policy(['states:GetExecutionHistory', 'secretsmanager:GetSecretValue']));
    const found_ = said(stackWith(both), reading(line({ arn: iam('role/oncall') }, history)));
    expect(found_).toEqual([expect.stringContaining('secretsmanager:GetSecretValue')]);
    expect(found_[0]).not.toContain('states:GetExecutionHistory');
  });

  test('and nothing is open of those who may read all', () => {
    const all = [...history, 'states:RedriveExecution', 'states:TestState', 'secretsmanager:GetSecretValue'];
    const stack = stackWith(attached('AmazonRedshiftFullAccess'));
    expect(said(stack, reading(line({ arn: iam('user/ops') }, all)))).toEqual([]);
    expect(said(stack, reading(line({ arn: iam('user/ops') }, history)))).toEqual([
      expect.stringMatching(/^undecided/),
    ]);
  });

  test.each<[string, Loose]>([
    ['a role', oncall(policy('*'))],
    ['a user', user(policy('secretsmanager:GetSecretValue', secret('ci-deployer/*')))],
    ['a group', group],
    ['a policy', { aws_iam_policy: { p: { name: 'read', policy: policy('states:*') } } }],
    [
      'a principal',
      {
        aws_secretsmanager_secret: {
          s: {
            name: 'ci-deployer/aws',
            policy: document({
              Effect: 'Allow',
              Principal: { AWS: iam('role/app'), Service: 'appflow.amazonaws.com' },
              Action: 'secretsmanager:GetSecretValue',
              Resource: '*',
            }),
          },
        },
      },
    ],
  ])('by the lines that the findings print: %s', (_name, part) => {
    const stack = stackWith(part);
    const lines = found(stack).map(({ remedy }): Loose => JSON.parse(remedy.slice(remedy.indexOf('{"'))));
    expect(said(stack, reading(...lines))).toEqual([]);
    expect(judge(stack, reading(...lines)).findings.map(({ rule }) => rule)).toContain('contract-complete'); // TODO stands in them
  });

  test.each<[string, object]>([
    ['everybody', { arn: '*', actions: history, resources: ['*'], reason: 'r' }],
    ['every role', { arn: iam('role/*'), actions: history, resources: ['*'], reason: 'r' }],
    ['no reason', { arn: iam('role/x'), actions: history, resources: ['*'] }],
    ['no actions', { arn: iam('role/x'), resources: ['*'], reason: 'r' }],
    ['no resources', { arn: iam('role/x'), actions: history, reason: 'r' }],
    ['another action', { arn: iam('role/x'), actions: ['s3:GetObject'], resources: ['*'], reason: 'r' }],
    ['every action', { arn: iam('role/x'), actions: ['*'], resources: ['*'], reason: 'r' }],
    ['two names', { arn: iam('role/x'), address: 'aws_iam_role.x', actions: history, resources: ['*'], reason: 'r' }],
    ['every address', { address: '*', actions: history, resources: ['*'], reason: 'r' }],
    ['nobody', { actions: history, resources: ['*'], reason: 'r' }],
  ])('and a line with %s is refused', (_name, reader) => {
    expect(() => reading(reader)).toThrow(/readers\[0\]/);
  });
});

test('a role that rotates nothing has no keys to read', () => {
  const [, schedule] = sampleContracts;
  if (schedule === undefined) throw new Error('the sample has two contracts');
  expect(found(stackWith(user(policy('*'))), [schedule])).toEqual([]);
});

test('of a policy that is sensitive no more is said than who has it', () => {
  const stack = stackWith(user('${sensitive(var.policy)}'));
  stack.variable = { policy: { default: policy('states:GetExecutionHistory'), sensitive: true } };
  expect(said(stack)).toEqual(['note: user "ops" can read the keys that role "keyturn-staging-execution" rotates']);
});
