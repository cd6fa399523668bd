/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- an edit reaches anywhere into untyped JSON */
import { contractsWith, judge, sampleExport } from './sample';
import type { Loose } from '../checks/sample';

/** What an export of the account says of users whose keys are rotated. */
const account = '111122223333';
const iam = (part: string) => `arn:aws:iam::${account}:${part}`;
const inline = (Action: unknown, Resource: unknown = '*') => ({
  PolicyName: 'p',
  PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] },
});
const managed = (name: string) => ({ PolicyName: name, PolicyArn: `arn:aws:iam::aws:policy/${name}` });
const userIn = (a: Loose): Loose => a.UserDetailList.find(({ UserName }: Loose) => UserName === 'backup-agent');

function edited(edit: (a: Loose) => unknown): Loose {
  const a = sampleExport();
  edit(a);
  return a;
}

function addRole(a: Loose, name: string, principal: unknown, more: Loose = {}): void {
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  a.RoleDetailList.push({
    Path: '/',
    RoleName: name,
    RoleId: `AROA${name.toUpperCase()}`,
    Arn: iam(`role/${name}`),
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement] },
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies: [],
    ...more,
  });
}

const ofRule = (a: Loose, contracts = contractsWith()) =>
  judge(a, contracts, { given: { region: 'eu-central-1' } })
    .findings.filter(({ rule }) => rule === 'rotated-users')
    .map(({ verdict, message }) => `${verdict}: ${message}`);
const shown = (a: Loose, name = 'backup-agent') => judge(a).users.find((one) => one.name === name);

test('a user without policies has none, and one with policies has all of them', () => {
  expect(shown(sampleExport())).toEqual({ name: 'backup-agent', shown: { kind: 'all' }, rights: [], accepted: null });
  expect(shown(sampleExport(), 'ci-deployer')).toMatchObject({ shown: { kind: 'all' }, rights: [/./] });
  expect(ofRule(sampleExport())).toEqual([]);
});

test('of what is not whole it is not said', () => {
  const cut = edited((a) => (a.IsTruncated = true));
  expect(shown(cut)).toMatchObject({ shown: { kind: 'nothing' } });
  const withoutUsers = edited((a) => delete a.UserDetailList);
  expect(shown(withoutUsers)).toMatchObject({ shown: { kind: 'nothing' } });
});

test('a user who does not exist is reported so', () => {
  const gone = edited((a) => a.UserDetailList.splice(a.UserDetailList.indexOf(userIn(a)), 1));
  expect(shown(gone)).toMatchObject({ shown: { kind: 'no-such-user' }, rights: [] });
  expect(ofRule(gone)).toEqual([
    'note: contract "execution-role" names user "backup-agent", who does not exist in this account',
  ]);
});

test('a user who has another path is reported so', () => {
  const moved = edited((a) =>
    Object.assign(userIn(a), { Path: '/backup/', Arn: iam('user/backup/backup-agent'), UserPolicyList: [inline('*')] }),
  );
  expect(shown(moved)).toMatchObject({ shown: { kind: 'another-path', path: '/backup/' } });
  expect(ofRule(moved)).toEqual([
    'note: contract "execution-role" names user "backup-agent" with path /, but the user has the path /backup/',
  ]);
  const contracts = contractsWith((c) => (c.identity[0].resources = [iam('user/backup/backup-agent')]));
  expect(ofRule(moved, contracts)).toEqual([expect.stringMatching(/^fail: /)]);
});

test('a pattern of the contract takes in a user below any path', () => {
  const moved = edited((a) =>
    Object.assign(userIn(a), { Path: '/backup/', Arn: iam('user/backup/backup-agent'), UserPolicyList: [inline('*')] }),
  );
  const contracts = contractsWith((c) => (c.identity[0].resources = [iam('user/*backup-agent')]));
  expect(ofRule(moved, contracts)).toEqual([expect.stringMatching(/^fail: /)]);
});

describe('a role that is reached is judged by what the account shows', () => {
  const may =
    (action: string, resource: unknown = '*') =>
    (a: Loose) =>
      (userIn(a).UserPolicyList = [inline(action, resource)]);
  const administrator = (name: string, principal: unknown) => (a: Loose) =>
    addRole(a, name, principal, { AttachedManagedPolicies: [managed('AdministratorAccess')] });
  const reader = (name: string, principal: unknown) => (a: Loose) =>
    addRole(a, name, principal, { RolePolicyList: [inline('s3:GetObject')] });
  const lambda = { Service: 'lambda.amazonaws.com' };
  const root = { AWS: iam('root') };

  test.each<[string, ((a: Loose) => unknown)[], string[]]>([
    ['an administrator', [may('sts:AssumeRole', iam('role/a')), administrator('a', root)], ['fail']],
    ['one who reads', [may('sts:AssumeRole', iam('role/a')), reader('a', root)], []],
    ['one who does not exist', [may('sts:AssumeRole', iam('role/Administrator2'))], []],
    ['one who does not exist, with no name of an administrator', [may('sts:AssumeRole', iam('role/a'))], []],
    ['one of another account', [may('sts:AssumeRole', 'arn:aws:iam::999988887777:role/a')], ['note']],
    [
      'any function, of which one is an administrator',
      [may('lambda:UpdateFunctionCode'), administrator('a', lambda)],
      ['fail'],
    ],
    [
      'any function, which all read',
      [may('lambda:UpdateFunctionCode'), reader('a', lambda), administrator('b', root)],
      [],
    ],
    ['any machine, of which one rotates', [may('states:UpdateStateMachine')], ['fail']],
    ['an administrator who trusts the user', [administrator('a', { AWS: iam('user/backup-agent') })], ['fail']],
    ['an administrator who trusts another user', [administrator('a', { AWS: iam('user/other') })], []],
    [
      'an administrator, by a group',
      [
        (a) => (userIn(a).GroupList = ['operators']),
        (a) => a.GroupDetailList[0].GroupPolicyList.push(inline('iam:PassRole', iam('role/a'))),
        administrator('a', lambda),
      ],
      ['fail', 'fail'],
    ],
  ])('%s', (_name, edits, verdicts) => {
    const found = ofRule(edited((a) => edits.forEach((edit) => edit(a))));
    expect(found.map((one) => one.split(':')[0])).toEqual(verdicts);
  });
});
