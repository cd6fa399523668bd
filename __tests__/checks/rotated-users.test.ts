/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- an edit reaches anywhere into untyped JSON */
import { contractsWith, judge, sampleStack, spoken, type Loose } from './sample';
import { testSome } from '../effort';

const account = '111122223333';
const user = 'backup-agent';
const policy = (Action: unknown, Resource: unknown = '*', more: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, ...more }] });
const own = (text: string): Loose => ({ aws_iam_user_policy: { x: { name: 'p', user, policy: text } } });
const attached = (arn: string): Loose => ({ aws_iam_user_policy_attachment: { x: { user, policy_arn: arn } } });
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;

function stackWith(...parts: Loose[]): Loose {
  const stack = sampleStack();
  for (const part of parts) for (const [type, body] of Object.entries(part)) stack.resource[type] = body;
  return stack;
}

const reference =
  'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html';
const membership = { aws_iam_user_group_membership: { m: { user, groups: ['ops'] } } };
const groupPolicy = { aws_iam_group_policy: { g: { name: 'p', group: 'ops', policy: policy('iam:CreateUser') } } };
const deploy = { aws_iam_policy: { p: { name: 'deploy', path: '/ci/', policy: policy('iam:PassRole', '*') } } };

describe(`a user who is too powerful to be rotated (${reference})`, () => {
  testSome<[string, Loose]>([
    ['administration', stackWith(own(policy('*')))],
    ['a write to IAM', stackWith(own(policy('iam:CreateUser')))],
    ['a write in another case', stackWith(own(policy('IAM:createuser')))],
    ['a write on one user', stackWith(own(policy('iam:CreateAccessKey', `arn:aws:iam::${account}:user/x`)))],
    ['a write that a pattern holds', stackWith(own(policy('iam:*Policy')))],
    ['a read that may be a write', stackWith(own(policy('iam:G*')))],
    ['any service', stackWith(own(policy('i?m:PutUserPolicy')))],
    ['everything but', stackWith(own(policy(undefined, '*', { NotAction: 's3:*' })))],
    ['PassRole of any role', stackWith(own(policy('iam:PassRole')))],
    ['any role', stackWith(own(policy('sts:AssumeRole')))],
    ['any role of the account', stackWith(own(policy('sts:*', `arn:aws:iam::${account}:role/*`)))],
    ['any role, in other words', stackWith(own(policy('sts:AssumeRole', 'arn:aws:iam::*:role/?*')))],
    ['all roles but', stackWith(own(policy('sts:AssumeRole', '*', { Resource: undefined, NotResource: 'x' })))],
    ['a Deny next to it', stackWith(own(policy('*').replace('[', '[{"Effect":"Deny","Action":"*","Resource":"*"},')))],
    [
      'a condition on it',
      stackWith(own(policy('*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }))),
    ],
    ['AdministratorAccess', stackWith(attached(aws('AdministratorAccess')))],
    ['IAMFullAccess', stackWith(attached(aws('IAMFullAccess')))],
    ['PowerUserAccess', stackWith(attached(aws('PowerUserAccess')))],
    [
      'a list of policies',
      stackWith({
        aws_iam_user_policy_attachments_exclusive: { x: { user_name: user, policy_arns: [aws('IAMFullAccess')] } },
      }),
    ],
    [
      'a policy that lists users',
      stackWith({
        aws_iam_policy_attachment: { x: { name: 'a', users: ['x', user], policy_arn: aws('IAMFullAccess') } },
      }),
    ],
    ['a policy of the stack, by its ARN', stackWith(deploy, attached(`arn:aws:iam::${account}:policy/ci/deploy`))],
    ['a policy of the stack, by reference', stackWith(deploy, attached('${aws_iam_policy.p.arn}'))],
    ['a group', stackWith(membership, groupPolicy)],
    [
      'a group that lists its users',
      stackWith({ aws_iam_group_membership: { m: { name: 'm', group: 'ops', users: [user] } } }, groupPolicy),
    ],
    [
      'a policy on a group',
      stackWith(membership, {
        aws_iam_group_policy_attachment: { x: { group: 'ops', policy_arn: aws('AdministratorAccess') } },
      }),
    ],
    [
      'a list of policies on a group',
      stackWith(membership, {
        aws_iam_group_policy_attachments_exclusive: {
          x: { group_name: 'ops', policy_arns: [aws('AdministratorAccess')] },
        },
      }),
    ],
    [
      'a policy that lists groups',
      stackWith(membership, {
        aws_iam_policy_attachment: { x: { name: 'a', groups: ['ops'], policy_arn: aws('IAMFullAccess') } },
      }),
    ],
    [
      'a list of which a group is not known',
      stackWith({ aws_iam_user_group_membership: { m: { user, groups: ['${var.group}'] } } }, groupPolicy),
    ],
    [
      'a name in another case',
      stackWith({ aws_iam_user_policy: { x: { name: 'p', user: 'Backup-Agent', policy: policy('*') } } }),
    ],
  ])('by %s', (_name, stack) => {
    expect(spoken(judge(stack))).toContain('rotated-users fail');
    const accepted = contractsWith((contract) => (contract.acceptedUsers = [{ name: user, reason: 'break glass' }]));
    const check = judge(stack, accepted);
    expect(spoken(check)).not.toContain('rotated-users fail');
    expect(check.users.find(({ name }) => name === user)?.accepted).toBe('break glass');
  });
});

test.each<[string, Loose]>([
  ['a policy that is not known', stackWith(own('${var.policy}'))],
  ['an invalid policy', stackWith(own('{'))],
  ['a policy of AWS that is not known here', stackWith(attached(aws('AmazonRedshiftFullAccess')))],
  ['a policy of the account that is not in the stack', stackWith(attached(`arn:aws:iam::${account}:policy/other`))],
  ['an ARN that is not known', stackWith(attached('${var.arn}'))],
  ['groups that are not known', stackWith({ aws_iam_user_group_membership: { m: { user, groups: '${var.groups}' } } })],
])('%s is undecided', (_name, stack) => {
  expect(spoken(judge(stack))).toContain('rotated-users undecided');
});

testSome<[string, Loose, string[]]>([
  ['nothing visible', stackWith(), []],
  ['work', stackWith(own(policy(['s3:GetObject', 'iam:GetUser'], '*'))), ['s3:GetObject, iam:GetUser on *']],
  ['all of IAM that reads', stackWith(own(policy(['iam:Get*', 'iam:List*']))), ['iam:Get*, iam:List* on *']],
  [
    'one role',
    stackWith(own(policy('sts:AssumeRole', `arn:aws:iam::${account}:role/deploy`))),
    [`sts:AssumeRole on arn:aws:iam::${account}:role/deploy`],
  ],
  ['everything on a bucket', stackWith(own(policy('*', 'arn:aws:s3:::b/*'))), ['* on arn:aws:s3:::b/*']],
  ['a policy of AWS that reads', stackWith(attached(aws('ReadOnlyAccess'))), [`what ${aws('ReadOnlyAccess')} says`]],
  ['a Deny', stackWith(own(policy('*', '*', { Effect: 'Deny' }))), []],
  [
    "another user's power",
    stackWith({ aws_iam_user_policy: { x: { name: 'p', user: 'admin', policy: policy('*') } } }),
    [],
  ],
  [
    'a group that lists another user, by reference',
    stackWith(
      { aws_iam_user: { o: { name: 'other' } } },
      { aws_iam_group_membership: { m: { name: 'm', group: 'ops', users: ['${aws_iam_user.o.name}'] } } },
      groupPolicy,
    ),
    [],
  ],
  [
    "another group's power",
    stackWith(
      {
        aws_iam_group: { readers: { name: 'readers' } },
        aws_iam_user_group_membership: { m: { user, groups: ['readers'] } },
      },
      groupPolicy,
    ),
    [],
  ],
])('%s is not a reason, and is shown', (_name, stack, rights) => {
  const check = judge(stack);
  expect(spoken(check).filter((one) => one.startsWith('rotated-users'))).toEqual([]);
  expect(check.users.find(({ name }) => name === user)).toMatchObject({ name: user, rights, accepted: null });
  expect(check.users).toHaveLength(4);
});

test('a contract with a pattern of users is held against every visible user', () => {
  const contracts = contractsWith((contract) => contract.identity[0].resources.push('arn:aws:iam::*:user/ops-*'));
  const stack = stackWith({ aws_iam_user_policy: { x: { name: 'p', user: 'ops-admin', policy: policy('*') } } });
  expect(spoken(judge(stack, contracts))).toContain('rotated-users fail');
});

test.each<[string, string, Loose]>([
  ['a pattern that reaches into paths', `arn:aws:iam::${account}:user/ci*`, { name: 'ops', path: '/ci/' }],
  ['everything in the account', `arn:aws:iam::${account}:*`, { name: 'ops' }],
  ['a short ARN', 'arn:aws:iam', { name: 'ops', path: '/ci/' }],
  ['everything', '*', { name: 'ops' }],
])('a contract with %s is held against every user that it takes in', (_name, resource, named) => {
  const contracts = contractsWith((contract) => contract.identity[0].resources.push(resource));
  const power = { aws_iam_user_policy: { x: { name: 'p', user: 'ops', policy: policy('*') } } };
  expect(spoken(judge(stackWith(power, { aws_iam_user: { ops: named } }), contracts))).toContain('rotated-users fail');
});

test('a pattern of names takes in no user whose name it does not match', () => {
  const contracts = contractsWith((contract) => contract.identity[0].resources.push('arn:aws:iam::*:user/ci/x-*'));
  const power = { aws_iam_user_policy: { x: { name: 'p', user: 'ops', policy: policy('*') } } };
  const stack = stackWith(power, { aws_iam_user: { ops: { name: 'ops', path: '/ci/' } } });
  expect(spoken(judge(stack, contracts))).not.toContain('rotated-users fail');
});

test.each<[string, Loose]>([
  [
    'policy',
    { aws_iam_policy_attachment: { x: { name: 'a', users: ['${var.user}'], policy_arn: aws('IAMFullAccess') } } },
  ],
  ['group', { aws_iam_group_membership: { m: { name: 'm', group: 'ops', users: ['x', '${var.user}'] } } }],
])('a %s that lists somebody unknown may be for any user', (_name, listing) => {
  expect(spoken(judge(stackWith(listing, groupPolicy)))).toContain('rotated-users fail');
});
