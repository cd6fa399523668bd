/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { spoken, type Loose } from '../checks/sample';
import { contractsWith, judge, sampleExport } from './sample';

type Edit = (account: Loose) => unknown;
type Row = readonly [name: string, edit: Edit, verdict: string, says: string];

const role = (a: Loose): Loose => a.RoleDetailList[0];
const web = (a: Loose): Loose => a.RoleDetailList[2];
const user = (a: Loose): Loose => a.UserDetailList[0];
const statements = (a: Loose): Loose => role(a).RolePolicyList[0].PolicyDocument.Statement;
const trusted = (a: Loose): Loose => role(a).AssumeRolePolicyDocument.Statement[0];
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const inline = (name: string, document: unknown) => ({ PolicyName: name, PolicyDocument: document });
const encoded = (document: unknown): string => encodeURIComponent(JSON.stringify(document));
const readLogs = 'arn:aws:iam::111122223333:policy/read-logs';

function attach(a: Loose, arn: string): void {
  role(a).AttachedManagedPolicies.push({ PolicyName: arn.split('/').at(-1), PolicyArn: arn });
}

/** A managed policy of the account. */
function policy(a: Loose, name: string, document: unknown, edit: (policy: Loose) => void = () => undefined): void {
  const made = {
    PolicyName: name,
    Arn: `arn:aws:iam::111122223333:policy/${name}`,
    Path: '/',
    DefaultVersionId: 'v1',
    PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document }],
  };
  edit(made);
  a.Policies.push(made);
}

function attachNew(a: Loose, document: unknown, edit: (policy: Loose) => void = () => undefined): void {
  policy(a, 'extra', document, edit);
  attach(a, 'arn:aws:iam::111122223333:policy/extra');
}

/** Puts another text everywhere, as in another account or partition. */
function everywhere(a: Loose, from: string, to: string): void {
  Object.assign(a, JSON.parse(JSON.stringify(a).replaceAll(from, to)));
}

const outside = 'grants-inside-contract fail';
const unread = 'grants-inside-contract undecided';
const cut = 'whole-input undecided';

const honest: (readonly [name: string, edit: Edit])[] = [
  ['as the AWS CLI prints it', () => undefined],
  ['with "IsTruncated": false', (a) => (a.IsTruncated = false)],
  ['as the SDK for Python prints it', (a) => Object.assign(a, { IsTruncated: false, ResponseMetadata: {} })],
  [
    'documents in percent encoding',
    (a) => (role(a).RolePolicyList[0].PolicyDocument = encoded({ Version: '2012-10-17', Statement: statements(a) })),
  ],
  [
    'documents as JSON text',
    (a) => (role(a).AssumeRolePolicyDocument = JSON.stringify(role(a).AssumeRolePolicyDocument)),
  ],
  ['of another account', (a) => everywhere(a, '111122223333', '999988887777')],
  ['of another partition', (a) => everywhere(everywhereIn(a, 'arn:aws:', 'arn:aws-cn:'), 'eu-central-1', 'cn-north-1')],
  [
    'a role in a path',
    (a) => Object.assign(role(a), { Path: '/keys/', Arn: role(a).Arn.replace('role/', 'role/keys/') }),
  ],
  ['another order of roles', (a) => a.RoleDetailList.reverse()],
  [
    'grants in a policy of the account instead',
    (a) => (attachNew(a, role(a).RolePolicyList[0].PolicyDocument), (role(a).RolePolicyList = [])),
  ],
  ['an old version that was wide', (a) => (a.Policies[0].PolicyVersionList[0].Document = everything)],
  ['a policy that nobody has', (a) => policy(a, 'extra', everything)],
  ['another role that may do everything', (a) => web(a).RolePolicyList.push(inline('x', everything))],
  [
    'a user who may change the role',
    (a) =>
      a.UserDetailList.push({
        ...user(a),
        Path: '/',
        UserName: 'operator',
        UserId: 'AIDAOPERATOR',
        Arn: 'arn:aws:iam::111122223333:user/operator',
        UserPolicyList: [
          inline('x', {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'iam:PassRole', Resource: role(a).Arn }],
          }),
        ],
      }),
  ],
  [
    'another role with a wide policy of AWS, whose document is not there',
    (a) =>
      web(a).AttachedManagedPolicies.push({
        PolicyName: 'x',
        PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
  ],
  [
    'a boundary on the role',
    (a) => (role(a).PermissionsBoundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: readLogs }),
  ],
  [
    'roles that AWS made for its services',
    (a) =>
      a.RoleDetailList.push({
        ...web(a),
        Path: '/aws-service-role/x/',
        RoleName: 'x',
        Arn: 'arn:aws:iam::111122223333:role/aws-service-role/x/x',
        InstanceProfileList: [],
      }),
  ],
  ['users without the list of their policies', (a) => delete user(a).UserPolicyList],
  ['an account without users and groups', (a) => Object.assign(a, { UserDetailList: [], GroupDetailList: [] })],
  [
    'another role that trusts the account',
    (a) => (web(a).AssumeRolePolicyDocument.Statement[0].Principal = { AWS: 'arn:aws:iam::111122223333:root' }),
  ],
  [
    'another role that trusts a role that is gone',
    (a) => (web(a).AssumeRolePolicyDocument.Statement[0].Principal = { AWS: 'AROAZZZZZZZZZZZZZZZZZ' }),
  ],
  [
    'another role that trusts that it names by a condition',
    (a) =>
      Object.assign(web(a).AssumeRolePolicyDocument.Statement[0], {
        Principal: { AWS: '*' },
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other' } },
      }),
  ],
  [
    'a Deny next to it',
    (a) =>
      role(a).RolePolicyList.push(
        inline('no', { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] }),
      ),
  ],
];

function everywhereIn(a: Loose, from: string, to: string): Loose {
  everywhere(a, from, to);
  return a;
}

const hostile: Row[] = [
  // Roads to a right.
  ['a second inline policy', (a) => role(a).RolePolicyList.push(inline('x', everything)), 'fail', outside],
  [
    'an inline policy in percent encoding',
    (a) => role(a).RolePolicyList.push(inline('x', encoded(everything))),
    'fail',
    outside,
  ],
  ['an action more', (a) => statements(a)[0].Action.push('iam:AttachUserPolicy'), 'fail', outside],
  ['an action with a wildcard', (a) => (statements(a)[0].Action = 'iam:*AccessKey*'), 'fail', outside],
  [
    'a user more',
    (a) => statements(a)[0].Resource.push('arn:aws:iam::111122223333:user/administrator'),
    'fail',
    outside,
  ],
  ['all users', (a) => (statements(a)[0].Resource = 'arn:aws:iam::111122223333:user/*'), 'fail', outside],
  [
    'a secret more',
    (a) => statements(a)[1].Resource.push('arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-??????'),
    'fail',
    outside,
  ],
  [
    'another region',
    (a) => (statements(a)[1].Resource = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:ci-deployer/aws-??????'),
    'undecided',
    'covered undecided',
  ],
  ['mail without its conditions', (a) => delete statements(a)[2].Condition, 'fail', outside],
  ['NotAction', (a) => (statements(a)[0] = { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }), 'fail', outside],
  ['a policy of the account that is too wide', (a) => attachNew(a, everything), 'fail', outside],
  [
    'a default version that is too wide',
    (a) => (attach(a, readLogs), (a.Policies[0].PolicyVersionList[1].Document = everything)),
    'fail',
    outside,
  ],
  ['a policy of AWS', (a) => attach(a, 'arn:aws:iam::aws:policy/ReadOnlyAccess'), 'fail', 'no-managed-policies fail'],
  [
    'a policy of AWS whose document is there and narrow',
    (a) => (
      attachNew(a, role(a).RolePolicyList[0].PolicyDocument, (p) => (p.Arn = 'arn:aws:iam::aws:policy/extra')),
      (role(a).AttachedManagedPolicies[0].PolicyArn = 'arn:aws:iam::aws:policy/extra')
    ),
    'fail',
    'no-managed-policies fail',
  ],
  [
    'a wide grant under a boundary',
    (a) => (
      role(a).RolePolicyList.push(inline('x', everything)),
      (role(a).PermissionsBoundary = { PermissionsBoundaryArn: readLogs })
    ),
    'fail',
    outside,
  ],
  [
    'a wide grant next to a Deny',
    (a) => statements(a).push(everything.Statement[0], { Effect: 'Deny', Action: '*', Resource: '*' }),
    'fail',
    outside,
  ],

  // Who may assume and use it.
  ['everybody is trusted', (a) => (trusted(a).Principal = '*'), 'fail', 'trust fail'],
  [
    'another account is trusted',
    (a) =>
      role(a).AssumeRolePolicyDocument.Statement.push({
        Effect: 'Allow',
        Principal: { AWS: '999988887777' },
        Action: 'sts:AssumeRole',
      }),
    'fail',
    'trust fail',
  ],
  ['trust without SourceArn', (a) => delete trusted(a).Condition.ArnEquals, 'fail', 'trust fail'],
  [
    'trust in percent encoding',
    (a) => (role(a).AssumeRolePolicyDocument = encoded({ Statement: { ...trusted(a), Principal: '*' } })),
    'fail',
    'trust fail',
  ],
  [
    'another service is trusted',
    (a) => (trusted(a).Principal.Service = ['states.amazonaws.com', 'lambda.amazonaws.com']),
    'fail',
    'trust fail',
  ],
  [
    'an instance profile holds the role',
    (a) =>
      role(a).InstanceProfileList.push({
        InstanceProfileName: 'p',
        Arn: 'arn:aws:iam::111122223333:instance-profile/p',
        Roles: [],
      }),
    'fail',
    'only-named-uses fail',
  ],
  [
    'another role trusts the role',
    (a) => (web(a).AssumeRolePolicyDocument.Statement[0].Principal = { AWS: role(a).Arn }),
    'fail',
    'only-named-uses fail',
  ],
  [
    'another role trusts a session of the role',
    (a) =>
      (web(a).AssumeRolePolicyDocument.Statement[0].Principal = {
        AWS: 'arn:aws:sts::111122223333:assumed-role/keyturn-staging-execution/x',
      }),
    'fail',
    'only-named-uses fail',
  ],
  [
    'another role trusts everybody',
    (a) => (web(a).AssumeRolePolicyDocument.Statement[0].Principal = '*'),
    'fail',
    'only-named-uses fail',
  ],
  [
    'another role trusts every AWS identity',
    (a) => (web(a).AssumeRolePolicyDocument.Statement[0].Principal = { AWS: ['*'] }),
    'fail',
    'only-named-uses fail',
  ],
  [
    'another role trusts all whose ARN is like that of the role',
    (a) =>
      Object.assign(web(a).AssumeRolePolicyDocument.Statement[0], {
        Principal: { AWS: '*' },
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/keyturn-*' } },
      }),
    'fail',
    'only-named-uses fail',
  ],
  [
    'another role trusts the id of the role',
    (a) => (web(a).AssumeRolePolicyDocument.Statement[0].Principal = { AWS: role(a).RoleId }),
    'fail',
    'only-named-uses fail',
  ],

  // Users in the reach of the role.
  [
    'a rotated user who may make users',
    (a) => (user(a).UserPolicyList[0].PolicyDocument = everything),
    'fail',
    'rotated-users fail',
  ],
  [
    'a rotated user who is an administrator',
    (a) => user(a).AttachedManagedPolicies.push({ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    'fail',
    'rotated-users fail',
  ],
  [
    'a rotated user with a policy of the account that is too wide',
    (a) => (
      policy(a, 'extra', everything),
      user(a).AttachedManagedPolicies.push({ PolicyArn: 'arn:aws:iam::111122223333:policy/extra' })
    ),
    'fail',
    'rotated-users fail',
  ],
  [
    'a rotated user in a group that is too wide',
    (a) => (user(a).GroupList.push('operators'), a.GroupDetailList[0].GroupPolicyList.push(inline('x', everything))),
    'fail',
    'rotated-users fail',
  ],
  [
    'a rotated user in a group that is not in the export',
    (a) => user(a).GroupList.push('gone'),
    'undecided',
    'rotated-users undecided',
  ],
  [
    'a rotated user in a group of administrators',
    (a) => (
      user(a).GroupList.push('operators'),
      a.GroupDetailList[0].AttachedManagedPolicies.push({ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' })
    ),
    'fail',
    'rotated-users fail',
  ],

  // What is not whole.
  ['IsTruncated', (a) => (a.IsTruncated = true), 'undecided', cut],
  ['IsTruncated as a text', (a) => (a.IsTruncated = 'false'), 'undecided', cut],
  ['a Marker', (a) => (a.Marker = 'abc'), 'undecided', cut],
  ['a NextToken', (a) => (a.NextToken = 'abc'), 'undecided', cut],
  ['no list of policies', (a) => delete a.Policies, 'undecided', cut],
  ['no list of roles', (a) => delete a.RoleDetailList, 'undecided', cut],
  ['no list of users', (a) => delete a.UserDetailList, 'undecided', cut],
  ['a part that is not known', (a) => (a.InlinePolicies = []), 'undecided', cut],
  ['a role without the list of its inline policies', (a) => delete role(a).RolePolicyList, 'undecided', unread],
  [
    'a role without the list of its managed policies',
    (a) => delete role(a).AttachedManagedPolicies,
    'undecided',
    unread,
  ],
  ['a role without the list of its instance profiles', (a) => delete role(a).InstanceProfileList, 'undecided', cut],
  ['a list that is null', (a) => (role(a).RolePolicyList = null), 'undecided', unread],
  ['a member of a role that is not known', (a) => (role(a).ExtraPolicies = []), 'undecided', cut],
  ['the role twice', (a) => a.RoleDetailList.push(structuredClone(role(a))), 'undecided', cut],
  [
    'the role twice, in other letters',
    (a) =>
      a.RoleDetailList.push({
        ...role(a),
        RoleName: 'KEYTURN-staging-execution',
        Arn: 'arn:aws:iam::111122223333:role/KEYTURN-staging-execution',
      }),
    'undecided',
    cut,
  ],
  ['a policy twice', (a) => a.Policies.push(structuredClone(a.Policies[0])), 'undecided', cut],
  [
    'two accounts',
    (a) =>
      a.RoleDetailList.push({ ...web(a), RoleName: 'other', Path: '/', Arn: 'arn:aws:iam::999988887777:role/other' }),
    'undecided',
    cut,
  ],
  [
    'a role whose ARN is that of another',
    (a) => (role(a).Arn = 'arn:aws:iam::111122223333:role/other'),
    'undecided',
    cut,
  ],
  ['a role without a name', (a) => delete role(a).RoleName, 'undecided', cut],
  ['a role that is not an object', (a) => a.RoleDetailList.push('role'), 'undecided', cut],
  ['the role is not there', (a) => a.RoleDetailList.shift(), 'undecided', 'covered undecided'],
  ['no roles at all', (a) => (a.RoleDetailList = []), 'undecided', 'covered undecided'],

  // What cannot be read.
  [
    'an attached policy whose document is not there',
    (a) => (attach(a, readLogs), (a.Policies = [])),
    'undecided',
    'no-managed-policies undecided',
  ],
  [
    'a boundary whose document is not there',
    (a) => (role(a).PermissionsBoundary = { PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/x' }),
    'undecided',
    'no-managed-policies undecided',
  ],
  [
    'a boundary without a name',
    (a) => (role(a).PermissionsBoundary = {}),
    'undecided',
    'no-managed-policies undecided',
  ],
  [
    'an attached policy without an ARN',
    (a) => role(a).AttachedManagedPolicies.push({ PolicyName: 'x' }),
    'undecided',
    unread,
  ],
  [
    'an attached policy with no default version',
    (a) => attachNew(a, everything, (p) => (p.PolicyVersionList[0].IsDefaultVersion = false)),
    'undecided',
    cut,
  ],
  [
    'an attached policy with two default versions',
    (a) => attachNew(a, statements(a), (p) => p.PolicyVersionList.push(p.PolicyVersionList[0])),
    'undecided',
    cut,
  ],
  [
    'an attached policy whose default version is another',
    (a) => attachNew(a, everything, (p) => (p.DefaultVersionId = 'v2')),
    'undecided',
    cut,
  ],
  [
    'an attached policy without versions',
    (a) => attachNew(a, everything, (p) => delete p.PolicyVersionList),
    'undecided',
    cut,
  ],
  [
    'a document in double encoding',
    (a) => role(a).RolePolicyList.push(inline('x', encodeURIComponent(encoded(everything)))),
    'undecided',
    cut,
  ],
  [
    'a document with + for blanks',
    (a) => role(a).RolePolicyList.push(inline('x', encoded(everything).replace('%3A', '+%3A'))),
    'undecided',
    cut,
  ],
  ['a document in broken encoding', (a) => role(a).RolePolicyList.push(inline('x', '%7B%2')), 'undecided', cut],
  ['a document that is a list', (a) => role(a).RolePolicyList.push(inline('x', [])), 'undecided', cut],
  ['a document that is empty', (a) => role(a).RolePolicyList.push(inline('x', '')), 'undecided', cut],
  ['an inline policy without a document', (a) => role(a).RolePolicyList.push({ PolicyName: 'x' }), 'undecided', cut],
  [
    'a document that repeats a key',
    (a) =>
      role(a).RolePolicyList.push(
        inline('x', encodeURIComponent('{"Statement":{"Effect":"Allow","Action":"*","Action":"s3:x","Resource":"*"}}')),
      ),
    'undecided',
    unread,
  ],
  ['a document with an unknown element', (a) => (statements(a)[0].Resources = ['*']), 'undecided', unread],
  [
    'a document with a look-alike letter',
    (a) => (statements(a)[1].Action = 'secretsmanager:UpdateSecre\u0442'),
    'undecided',
    unread,
  ],
  ['a trust policy that is not there', (a) => delete role(a).AssumeRolePolicyDocument, 'undecided', 'trust undecided'],
  [
    'a trust policy that is a text of another kind',
    (a) => (role(a).AssumeRolePolicyDocument = 'none'),
    'undecided',
    'trust undecided',
  ],
];

describe('an honest export', () => {
  test.each(honest)('%s: passes without a finding', (_, edit) => {
    const account = sampleExport();
    edit(account);
    const check = judge(account);
    expect({ verdict: check.verdict, spoken: spoken(check) }).toEqual({ verdict: 'pass', spoken: [] });
  });

  test('is judged as the role that contracts name, at its ARN', () => {
    const check = judge(sampleExport());
    expect(check.kind).toBe('export');
    expect(check.name).toBe('account 111122223333');
    expect(check.roles.map(({ arn }) => arn)).toEqual([
      'arn:aws:iam::111122223333:role/keyturn-staging-execution',
      'arn:aws:iam::111122223333:role/keyturn-staging-schedule',
    ]);
    expect(check.premises.join(' ')).toContain('The export is complete');
    expect(check.notVisible.join(' ')).toContain('state machines');
  });

  test('shows nothing of what only a machine or Terraform shows', () => {
    const applicable = judge(sampleExport()).rules.filter(({ outcome }) => outcome !== 'not-applicable');
    const rules = applicable.map(({ id }) => id);
    for (const id of ['five-calls', 'secret-flow', 'known-types', 'no-executors', 'known-provider', 'role-stays'])
      expect(rules).not.toContain(id);
    for (const id of ['grants-inside-contract', 'trust', 'closed-role', 'only-named-uses']) expect(rules).toContain(id);
  });
});

describe('a hostile export', () => {
  test.each<Row>(hostile)('%s: is found', (_, edit, verdict, says) => {
    const account = sampleExport();
    edit(account);
    const check = judge(account);
    expect(spoken(check)).toContain(says);
    expect(check.verdict).toBe(verdict);
  });
});

describe('a finding in an export', () => {
  test('names the ARN and the place in the export', () => {
    const account = sampleExport();
    role(account).RolePolicyList.push(inline('x', everything));
    const [finding] = judge(account).findings;
    expect(finding?.place).toMatchObject({
      address: 'arn:aws:iam::111122223333:role/keyturn-staging-execution policy "x"',
      pointer: '/RoleDetailList/0/RolePolicyList/1/PolicyDocument',
      statement: 0,
    });
  });

  test.each<readonly [string, Edit, string]>([
    ['trust', (a) => (trusted(a).Principal = '*'), '/RoleDetailList/0/AssumeRolePolicyDocument'],
    ['a managed policy', (a) => attachNew(a, everything), '/Policies/1/PolicyVersionList/0/Document'],
    ['what is attached', (a) => attach(a, 'arn:aws:iam::aws:policy/X'), '/RoleDetailList/0/AttachedManagedPolicies'],
  ])('of %s points at it', (_, edit, pointer) => {
    const account = sampleExport();
    edit(account);
    expect(judge(account).findings[0]?.place.pointer).toBe(pointer);
  });

  test('of a list that was cut says how to export it whole', () => {
    const account = sampleExport();
    account.IsTruncated = true;
    expect(judge(account).findings[0]?.remedy).toContain('aws iam get-account-authorization-details');
  });

  test('is one for all roles that lack the same', () => {
    const account = sampleExport();
    for (const one of account.RoleDetailList) delete one.InstanceProfileList;
    const findings = judge(account).findings.filter(({ rule }) => rule === 'whole-input');
    expect(findings.map(({ message }) => message)).toEqual([
      'arn:aws:iam::111122223333:role/keyturn-staging-execution and 2 more: each has no InstanceProfileList, not even an empty one',
    ]);
  });
});

describe('the role of a contract in an export', () => {
  const messages = (check: ReturnType<typeof judge>) =>
    check.findings.map(({ message, remedy }) => `${message} ${remedy}`).join('\n');

  test('is asked for where the contract names a machine alone', () => {
    const check = judge(
      sampleExport(),
      contractsWith((execution) => delete execution.subject.role),
    );
    expect(check.verdict).toBe('undecided');
    expect(messages(check)).toContain('"role": "NAME"');
  });

  test('is not found by an address of Terraform', () => {
    const check = judge(
      sampleExport(),
      contractsWith((execution) => (execution.subject = { address: 'aws_iam_role.x' })),
    );
    expect(check.verdict).toBe('undecided');
    expect(messages(check)).toContain('no Terraform addresses');
  });

  test.each([
    ['its path', { path: '/' }, 'pass'],
    ['another path', { path: '/other/' }, 'undecided'],
    ['its account', { account: '111122223333' }, 'pass'],
    ['another account', { account: '999988887777' }, 'undecided'],
  ])('is found by %s', (_, where, verdict) => {
    const contracts = contractsWith((_execution, schedule) => Object.assign(schedule.subject, where));
    expect(judge(sampleExport(), contracts).verdict).toBe(verdict);
  });

  test('is in the region that is given', () => {
    expect(judge(sampleExport(), undefined, { given: { region: 'eu-central-1' } }).verdict).toBe('pass');
    expect(judge(sampleExport(), undefined, { given: { region: 'us-east-1' } }).verdict).toBe('fail');
  });

  test('is undecided where its policies are of two regions, until one is given', () => {
    const account = sampleExport();
    statements(account)[1].Resource.push('arn:aws:secretsmanager:us-east-1:111122223333:secret:ci-deployer/aws-??????');
    const check = judge(account);
    expect(check.verdict).toBe('undecided');
    expect(messages(check)).toContain('--region REGION');
    expect(judge(account, undefined, { given: { region: 'eu-central-1' } }).verdict).toBe('fail');
  });

  test('is in the account that is asked for', () => {
    expect(judge(sampleExport(), undefined, { given: { account: '111122223333' } }).verdict).toBe('pass');
    const check = judge(sampleExport(), undefined, { given: { account: '999988887777' } });
    expect(check.verdict).toBe('undecided');
    expect(messages(check)).toContain('is in account 111122223333');
  });

  test('is shown with its path', () => {
    const account = sampleExport();
    Object.assign(role(account), { Path: '/keys/', Arn: role(account).Arn.replace('role/', 'role/keys/') });
    expect(judge(account).roles[0]?.arn).toBe('arn:aws:iam::111122223333:role/keys/keyturn-staging-execution');
  });

  test('is enough: other roles need a contract only where all are asked for', () => {
    expect(spoken(judge(sampleExport(), undefined, { coverAll: 'always' }))).toEqual(['covered fail']);
  });

  test('that is granted less than the contract has a line that nothing uses', () => {
    const account = sampleExport();
    statements(account).pop();
    expect(spoken(judge(account, undefined, { strict: ['contract-used'] }))).toEqual(['contract-used fail']);
    const role = { machine: undefined, role: 'keyturn-${environment}-execution' };
    const check = judge(
      account,
      contractsWith((execution) => (execution.subject = role)),
    );
    expect({ verdict: check.verdict, notes: check.findings.map(({ rule, verdict }) => `${rule} ${verdict}`) }).toEqual({
      verdict: 'pass',
      notes: ['contract-used note'],
    });
  });

  test('may be held by an instance profile that the contract names', () => {
    const account = sampleExport();
    const arn = 'arn:aws:iam::111122223333:instance-profile/p';
    role(account).InstanceProfileList.push({ InstanceProfileName: 'p', Arn: arn });
    expect(
      judge(
        account,
        contractsWith((execution) => execution.uses.push({ address: arn })),
      ).verdict,
    ).toBe('pass');
  });
});
