/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- an edit reaches anywhere into untyped JSON */
import { contractsWith, judge, sampleExport } from './sample';
import type { Contract } from '../../src/checks';
import type { Loose } from '../checks/sample';

/** What an export of the account says of those who can read the keys. It shows no machines: the contract names the one that rotates. */
const account = '111122223333';
const iam = (part: string) => `arn:aws:iam::${account}:${part}`;
const executions = `arn:aws:states:eu-central-1:${account}:execution:keyturn-staging:*`;
const document = (Action: unknown, Resource: unknown = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});
const inline = (...args: Parameters<typeof document>) => [{ PolicyName: 'p', PolicyDocument: document(...args) }];
const managed = (name: string) => [{ PolicyName: name, PolicyArn: `arn:aws:iam::aws:policy/${name}` }];

function withRole(more: Loose, path = '/') {
  return (a: Loose) =>
    a.RoleDetailList.push({
      Path: path,
      RoleName: 'oncall',
      RoleId: 'AROAONCALL',
      Arn: iam(`role${path}oncall`),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      InstanceProfileList: [],
      RolePolicyList: [],
      AttachedManagedPolicies: [],
      ...more,
    });
}

const group = (a: Loose) => a.GroupDetailList[0];
const said = (edit: (a: Loose) => unknown, contracts: readonly Contract[] = contractsWith(), region?: string) => {
  const a = sampleExport();
  edit(a);
  return judge(a, contracts, { given: region === undefined ? {} : { region } })
    .findings.filter(({ rule }) => rule === 'who-can-read-the-keys')
    .map(({ verdict, message }) => `${verdict}: ${message}`);
};
const reading = (...readers: object[]) => contractsWith((c) => (c.readers = readers));
const history = (arn: string) => ({ arn, actions: ['states:GetExecutionHistory'], resources: ['*'], reason: 'r' });

test('nothing is said of the account as it is', () => {
  expect(said(() => undefined)).toEqual([]);
  expect(said(() => undefined, reading())).toEqual([]);
});

test.each<[string, Loose, string]>([
  ['an inline policy', { RolePolicyList: inline('states:GetExecutionHistory', executions) }, executions],
  ['a policy of AWS', { AttachedManagedPolicies: managed('ReadOnlyAccess') }, executions],
  ['secrets', { RolePolicyList: inline('secretsmanager:GetSecretValue') }, 'secret:ci-deployer/aws-??????'],
])('a role by %s', (_name, more, words) => {
  const [first, ...others] = said(withRole(more));
  expect(others).toEqual([]);
  expect(first).toMatch(/^note: role "oncall" can read the keys that role "keyturn-staging-execution" rotates/);
  expect(first).toContain(words);
  expect(said(withRole(more), reading())).toEqual([expect.stringMatching(/^fail: /)]);
});

test.each<[string, Loose]>([
  ['another machine', { RolePolicyList: inline('states:GetExecutionHistory', executions.replace('staging', 'other')) }],
  ['another region', { RolePolicyList: inline('states:*', executions.replace('eu-central-1', 'us-east-1')) }],
  ['a policy of AWS that reads no history', { AttachedManagedPolicies: managed('SecurityAudit') }],
  [
    'a boundary that does not allow it',
    {
      RolePolicyList: inline('states:GetExecutionHistory'),
      PermissionsBoundary: {
        PermissionsBoundaryType: 'Policy',
        PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
      },
    },
  ],
])('nothing is said of %s', (_name, more) => {
  expect(said(withRole(more), reading())).toEqual([]);
});

test('a role below a path is named with it', () => {
  const edit = withRole({ AttachedManagedPolicies: managed('ReadOnlyAccess') }, '/ops/');
  expect(said(edit, reading(history(iam('role/ops/oncall'))))).toEqual([]);
  expect(said(edit, reading(history(iam('role/oncall'))))).toEqual([expect.stringMatching(/^fail: /)]);
});

describe('a group', () => {
  const reads = (a: Loose) => (group(a).GroupPolicyList = inline('states:GetExecutionHistory'));
  const both = (a: Loose) => (reads(a), a.UserDetailList[0].GroupList.push('operators'));

  test('is named with its users', () => {
    expect(said(reads)).toEqual([expect.stringContaining('group "operators" (user report-mailer) can read')]);
    expect(said(both)).toEqual([
      expect.stringContaining('group "operators" (users ci-deployer, report-mailer) can read'),
    ]);
  });

  test('is accepted by its name, or by all of its users', () => {
    expect(said(both, reading(history(iam('group/operators'))))).toEqual([]);
    const users = [history(iam('user/report-mailer')), history(iam('user/ci/ci-deployer'))];
    expect(said(both, reading(...users))).toEqual([]);
    expect(said(both, reading(...users.slice(0, 1)))).toEqual([
      expect.stringMatching(/^fail: group "operators" \(user ci-deployer\) can read/),
    ]);
  });

  test('of nobody reads nothing', () => {
    const empty = (a: Loose) => (reads(a), a.UserDetailList.forEach((user: Loose) => (user.GroupList = [])));
    expect(said(empty, reading())).toEqual([]);
  });
});

test('a policy that nobody has reads nothing', () => {
  const edit = (a: Loose) =>
    a.Policies.push({
      PolicyName: 'read',
      Path: '/',
      Arn: iam('policy/read'),
      DefaultVersionId: 'v1',
      PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document('states:*') }],
    });
  expect(said(edit, reading())).toEqual([]);
});

test('of a policy of AWS that is not known it is said, and undecided where readers are named', () => {
  const edit = withRole({ AttachedManagedPolicies: managed('AmazonRedshiftFullAccess') });
  expect(said(edit)).toEqual([expect.stringMatching(/^note: Keyturn cannot decide whether role "oncall" can read/)]);
  expect(said(edit, reading())).toEqual([expect.stringMatching(/^undecided: /)]);
});
