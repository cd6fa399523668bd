/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call -- a row reaches anywhere into untyped JSON */
import { checkModel } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { contractsWith, digest, editPolicy, judge, sampleContracts, sampleStack, type Loose } from './sample';
import { testSome } from '../effort';

const account = '111122223333';
const role = `arn:aws:iam::${account}:role/keyturn-staging-execution`;
const machine = `arn:aws:states:eu-central-1:${account}:stateMachine:keyturn-staging`;

const policy = (Action: unknown, Resource: unknown = '*', more: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, ...more }] });

function stackWith(type: string, body: object): Loose {
  const stack = sampleStack();
  stack.resource[type] = { ...stack.resource[type], x: body };
  return stack;
}

/** What the rule says: each verdict with its message. */
function said(stack: Loose, contracts = sampleContracts, strict = false) {
  const model = readModel(JSON.stringify(stack), 'input.json');
  const { findings } = checkModel(model, contracts, { today: '2026-11-23', coverAll: 'always', digest, strict });
  return findings
    .filter(({ rule }) => rule === 'who-can-change-the-role')
    .map(({ verdict, message }) => `${verdict}: ${message}`);
}

const user = (text: string) => stackWith('aws_iam_user_policy', { name: 'p', user: 'ops', policy: text });

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
describe('somebody else is reported, as a failure only in a strict check', () => {
  testSome<[string, Loose, string]>([
    ['an inline policy of the role', user(policy('iam:PutRolePolicy', role)), `user "ops"`],
    ['in another case', user(policy('IAM:putrolepolicy', role)), 'iam:PutRolePolicy'],
    ['a managed policy on it', user(policy('iam:AttachRolePolicy', role)), 'iam:AttachRolePolicy'],
    [
      'its trust',
      user(policy('iam:UpdateAssumeRolePolicy', `arn:aws:iam::${account}:role/*`)),
      'UpdateAssumeRolePolicy',
    ],
    ['its boundary', user(policy('iam:DeleteRolePermissionsBoundary', '*')), 'DeleteRolePermissionsBoundary'],
    ['to pass it', user(policy('iam:PassRole', role)), 'iam:PassRole'],
    [
      'to pass it, under a condition',
      user(policy('iam:PassRole', role, { Condition: { StringEquals: { 'iam:PassedToService': 'x' } } })),
      'iam:PassRole',
    ],
    ['to change its machine', user(policy('states:Update*', machine)), 'states:UpdateStateMachine'],
    ['to start its machine', user(policy('states:StartExecution', machine)), 'states:StartExecution'],
    ['to start a version of it', user(policy('states:StartExecution', `${machine}:7`)), 'states:StartExecution'],
    ['everything', user(policy('*')), 'and '],
    ['everything but', user(policy(undefined, '*', { NotAction: 's3:*' })), 'iam:PutRolePolicy'],
    [
      'on all but',
      user(policy('iam:PassRole', '*', { Resource: undefined, NotResource: 'arn:aws:iam::1:role/x' })),
      'iam:PassRole',
    ],
    [
      'on all but a short ARN with a wildcard',
      user(policy('iam:PassRole', '*', { Resource: undefined, NotResource: 'arn:*:role/other' })),
      'iam:PassRole',
    ],
    ['on a short ARN', user(policy('iam:PassRole', 'arn:aws:iam')), 'iam:PassRole'],
    [
      'to change its machine, by a star for several fields',
      user(policy('states:Update*', 'arn:aws:states:*:*:keyturn-staging')),
      'states:UpdateStateMachine',
    ],
    [
      'with a variable',
      user(policy('iam:PassRole', `arn:aws:iam::${account}:role/$\${aws:PrincipalTag/role}`)),
      'iam:PassRole',
    ],
    [
      'by a group',
      stackWith('aws_iam_group_policy', { name: 'p', group: 'g', policy: policy('iam:PassRole', role) }),
      'group "g"',
    ],
    [
      'by a managed policy',
      stackWith('aws_iam_policy', { name: 'deploy', policy: policy('iam:PassRole', role) }),
      'everyone who has policy "deploy"',
    ],
    [
      'by a policy of AWS',
      stackWith('aws_iam_user_policy_attachment', {
        user: 'ops',
        policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
      'user "ops"',
    ],
    [
      'by another policy of AWS',
      stackWith('aws_iam_group_policy_attachment', { group: 'g', policy_arn: 'arn:aws:iam::aws:policy/IAMFullAccess' }),
      'group "g"',
    ],
  ])('who may change, pass or run it: %s', (_name, stack, words) => {
    const [first, ...more] = said(stack);
    expect(first).toMatch(/^note: /);
    expect(first).toContain(words);
    expect(more).toEqual([]);
    expect(judge(stack).verdict).toBe('pass');
    expect(said(stack, sampleContracts, true)[0]).toMatch(/^fail: /);
  });
});

test.each<[string, Loose]>([
  ['the sample itself, whose schedules start the machine', sampleStack()],
  ['other roles', user(policy('iam:PassRole', `arn:aws:iam::${account}:role/app-*`))],
  ['a role whose name begins the same', user(policy('iam:PassRole', `${role}-2`))],
  ['a role of another account', user(policy('iam:PassRole', role.replace(account, '999999999999')))],
  ['other machines', user(policy('states:StartExecution', `${machine}-2`))],
  ['machines of another name, by stars', user(policy('states:*', 'arn:aws:states:*:*:stateMachine:keyturn-2'))],
  ['activities of its name, by stars', user(policy('states:*', 'arn:aws:states:*:*:activity:keyturn-staging'))],
  [
    'on all but IAM, by a short ARN',
    user(policy('iam:PassRole', '*', { Resource: undefined, NotResource: 'arn:aws:iam::*' })),
  ],
  ['to read it', user(policy(['iam:Get*', 'iam:List*', 'states:Describe*'], '*'))],
  ['a Deny', user(policy('iam:*', '*', { Effect: 'Deny' }))],
  [
    'a policy of AWS that reads',
    stackWith('aws_iam_user_policy_attachment', { user: 'ops', policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  ],
  [
    'a policy that is called as one of AWS',
    stackWith('aws_iam_user_policy_attachment', {
      user: 'ops',
      policy_arn: `arn:aws:iam::${account}:policy/AdministratorAccess`,
    }),
  ],
])('nothing is reported about %s', (_name, stack) => {
  expect(said(stack)).toEqual([]);
});

test('what is not known yet is undecided where the check is strict', () => {
  expect(said(user('${var.policy}'))).toEqual([]);
  expect(said(user('${var.policy}'), sampleContracts, true)[0]).toMatch(
    /^undecided: before the apply it is not known whether user "ops"/,
  );
});

describe('the role itself', () => {
  const grant = (Action: string, Resource: string): Loose => {
    const stack = sampleStack();
    editPolicy(stack, (document) => document.Statement.push({ Effect: 'Allow', Action, Resource }));
    return stack;
  };
  const line = (action: string, resource: string, more: object = {}) =>
    contractsWith((contract) => contract.identity.push({ actions: [action], resources: [resource], ...more }));

  test.each([
    ['iam:PutRolePolicy', role],
    ['iam:*', '*'],
    ['states:UpdateStateMachine', machine],
    ['iam:PassRole', role],
  ])('fails with %s on %s, in its contract or not', (action, resource) => {
    expect(said(grant(action, resource))[0]).toMatch(/^fail: role "keyturn-staging-execution" can change itself/);
    expect(said(grant(action, resource), line(action, resource))[0]).toMatch(/^fail: /);
  });

  test('may do so by a line that says why no Task calls it', () => {
    const contracts = line('iam:PassRole', role, { withoutCall: 'hands itself to its own machine' });
    expect(said(grant('iam:PassRole', role), contracts)).toEqual([]);
  });

  test('may start its own machine again where the contract has it', () => {
    expect(said(grant('states:StartExecution', machine), line('states:StartExecution', machine))).toEqual([]);
  });

  test('that changes another outside its contract is reported, in addition to the failure of the grant', () => {
    const other = role.replace('execution', 'schedule');
    expect(said(grant('iam:PutRolePolicy', other))).toEqual([
      `note: role "keyturn-staging-execution" can change another: iam:PutRolePolicy on ${other}`,
    ]);
  });
});
