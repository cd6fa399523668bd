/* eslint-disable @typescript-eslint/no-unsafe-return -- an edit reaches anywhere into untyped JSON */
import { testSome } from '../effort';
import { judge, sampleStack, spoken, type Loose } from './sample';

/** A user whose keys are rotated, with ways to more rights, and with the same words where they lead nowhere. */
const account = '111122223333';
const user = 'backup-agent';
const arn = (service: string, part: string, region = 'eu-central-1') =>
  `arn:aws:${service}:${region}:${account}:${part}`;
const iam = (part: string) => arn('iam', part, '');
const self = 'arn:aws:iam::*:user/$${aws:username}';
const device = 'arn:aws:iam::*:mfa/$${aws:username}';

const statement = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const policy = (...args: Parameters<typeof statement>) => document(statement(...args));
const trust = (Principal: unknown, Action = 'sts:AssumeRole') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action }] });
const delegated = trust({ AWS: `arn:aws:iam::${account}:root` });
const service = (name: string) => trust({ Service: `${name}.amazonaws.com` });

function stackWith(...parts: Loose[]): Loose {
  const stack = sampleStack();
  for (const part of parts)
    for (const [type, bodies] of Object.entries<object>(part))
      stack.resource[type] = { ...stack.resource[type], ...bodies };
  return stack;
}

const own = (text: string): Loose => ({ aws_iam_user_policy: { own: { name: 'p', user, policy: text } } });
const role = (name: string, assume_role_policy: string, more: object = {}): Loose => ({
  aws_iam_role: { [name]: { name, assume_role_policy, ...more } },
});
const has = (name: string, text: string): Loose => ({
  aws_iam_role_policy: { [name]: { name: 'p', role: name, policy: text } },
});
const administrator = (name: string): Loose => ({
  aws_iam_role_policy_attachment: {
    [name]: { role: name, policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  },
});
const reader = (name: string): Loose => has(name, policy('s3:GetObject'));

const said = (stack: Loose): string[] => spoken(judge(stack)).filter((one) => one.startsWith('rotated-users'));
const notes = (stack: Loose): string[] =>
  judge(stack).findings.flatMap(({ rule, verdict, message }) =>
    rule === 'rotated-users' && verdict === 'note' ? [message] : [],
  );

type Row = [name: string, stack: Loose];

describe('rights that reach only the user, and give no policy, are not administration', () => {
  testSome<Row>([
    ['own keys', stackWith(own(policy(['iam:CreateAccessKey', 'iam:DeleteAccessKey', 'iam:UpdateAccessKey'], self)))],
    ['own keys, by a pattern', stackWith(own(policy('iam:*AccessKey*', self)))],
    ['own keys, by name', stackWith(own(policy('iam:CreateAccessKey', iam(`user/${user}`))))],
    [
      'own keys below any path',
      stackWith(own(policy('iam:CreateAccessKey', 'arn:aws:iam::*:user/*/$${aws:username}'))),
    ],
    ["the user's password", stackWith(own(policy(['iam:ChangePassword', 'iam:GetUser'])))],
    ["the user's login", stackWith(own(policy(['iam:CreateLoginProfile', 'iam:UpdateLoginProfile'], self)))],
    ['own devices', stackWith(own(policy(['iam:*MFADevice', 'iam:ResyncMFADevice'], [self, device])))],
    ['a device of nobody', stackWith(own(policy('iam:CreateVirtualMFADevice')))],
    ['own certificates and SSH keys', stackWith(own(policy(['iam:*SigningCertificate*', 'iam:*SSHPublicKey*'], self)))],
    ['a role that only a service can have', stackWith(own(policy('iam:CreateServiceLinkedRole')))],
    [
      'the policy that AWS publishes for it',
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
      stackWith(
        own(
          document(
            statement(['iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices']),
            statement(['iam:ChangePassword', 'iam:GetUser'], self),
            statement(
              ['iam:CreateAccessKey', 'iam:DeleteAccessKey', 'iam:ListAccessKeys', 'iam:UpdateAccessKey'],
              self,
            ),
            statement(['iam:DeleteSigningCertificate', 'iam:UploadSigningCertificate'], self),
            statement(['iam:DeleteSSHPublicKey', 'iam:UploadSSHPublicKey'], self),
            statement(['iam:CreateServiceSpecificCredential', 'iam:ResetServiceSpecificCredential'], self),
            statement('iam:CreateVirtualMFADevice', 'arn:aws:iam::*:mfa/*'),
            statement(['iam:DeactivateMFADevice', 'iam:EnableMFADevice', 'iam:ResyncMFADevice'], self),
          ),
        ),
      ),
    ],
    [
      'the same by a group',
      stackWith(
        { aws_iam_group: { people: { name: 'people' } } },
        { aws_iam_user_group_membership: { m: { user, groups: ['people'] } } },
        { aws_iam_group_policy: { g: { name: 'p', group: 'people', policy: policy('iam:*AccessKey*', self) } } },
      ),
    ],
  ])('%s', (_name, stack) => {
    expect(said(stack)).toEqual([]);
    expect(notes(stack)).toEqual([]);
  });

  testSome<Row>([
    ['a policy on oneself', stackWith(own(policy('iam:PutUserPolicy', self)))],
    ['an attachment to oneself', stackWith(own(policy('iam:AttachUserPolicy', iam(`user/${user}`))))],
    ['all of IAM on oneself', stackWith(own(policy('iam:*', self)))],
    ['a pattern that takes in a policy on oneself', stackWith(own(policy('iam:P*', self)))],
    ["the user's boundary", stackWith(own(policy('iam:DeleteUserPermissionsBoundary', self)))],
    ['own tags', stackWith(own(policy('iam:TagUser', self)))],
    ['an action that nobody knows', stackWith(own(policy('iam:GrantUserEverything', self)))],
    ["another user's keys", stackWith(own(policy('iam:CreateAccessKey', iam('user/other'))))],
    ["every user's keys", stackWith(own(policy('iam:CreateAccessKey', 'arn:aws:iam::*:user/*')))],
    ['keys of users whose name begins the same', stackWith(own(policy('iam:CreateAccessKey', `${self}*`)))],
    [
      'keys of users whose name ends the same',
      stackWith(own(policy('iam:CreateAccessKey', 'arn:aws:iam::*:user/*$${aws:username}'))),
    ],
    ["keys below a path with the user's name", stackWith(own(policy('iam:CreateAccessKey', `${self}/*`)))],
    [
      'keys by another variable',
      stackWith(own(policy('iam:CreateAccessKey', 'arn:aws:iam::*:user/$${aws:PrincipalTag/n}'))),
    ],
    ['own keys and those of others', stackWith(own(policy('iam:CreateAccessKey', [self, iam('user/other')])))],
    [
      'all users but one',
      stackWith(own(document({ Effect: 'Allow', Action: 'iam:CreateAccessKey', NotResource: self }))),
    ],
    ["others' passwords", stackWith(own(policy('iam:UpdateLoginProfile', iam('user/other'))))],
    ['groups', stackWith(own(policy('iam:AddUserToGroup', iam('group/ops'))))],
    ['a version of a policy', stackWith(own(policy('iam:CreatePolicyVersion', iam('policy/p'))))],
    ['the default version of a policy', stackWith(own(policy('iam:SetDefaultPolicyVersion', iam('policy/p'))))],
    ['a policy of a group', stackWith(own(policy('iam:PutGroupPolicy', iam('group/ops'))))],
    ['a policy of a role', stackWith(own(policy('iam:AttachRolePolicy', iam('role/app'))))],
    ['the trust of a role', stackWith(own(policy('iam:UpdateAssumeRolePolicy', iam('role/app'))))],
    ['the permission sets of the organisation', stackWith(own(policy('sso:PutInlinePolicyToPermissionSet')))],
    ['the accounts of the organisation', stackWith(own(policy('organizations:CreateAccount')))],
    ['the root users of accounts', stackWith(own(policy('sts:AssumeRoot')))],
    ['the groups of the organisation', stackWith(own(policy('identitystore:*')))],
  ])('but %s is', (_name, stack) => {
    expect(said(stack)).toEqual(['rotated-users fail']);
  });
});

describe('a role that the user reaches is judged by its rights', () => {
  const assume = own(policy('sts:AssumeRole', iam('role/deploy')));
  const pass = own(policy('iam:PassRole', iam('role/deploy')));
  const two = (...parts: Loose[]) => stackWith(role('deploy', delegated), ...parts);

  testSome<Row>([
    ['assumes an administrator', two(assume, administrator('deploy'))],
    ['passes an administrator', stackWith(role('deploy', service('lambda')), pass, administrator('deploy'))],
    ['assumes one who writes IAM', two(assume, has('deploy', policy('iam:PutUserPolicy', iam('user/x'))))],
    ['assumes one by a pattern', two(own(policy('sts:AssumeRole', iam('role/dep*'))), administrator('deploy'))],
    [
      'assumes one by a reference',
      two(own(policy('sts:AssumeRole', iam('role/deploy'))), {
        aws_iam_role_policy_attachment: {
          x: { role: '${aws_iam_role.deploy.name}', policy_arn: 'arn:aws:iam::aws:policy/IAMFullAccess' },
        },
      }),
    ],
    [
      'assumes one below a path',
      stackWith(
        role('deploy', delegated, { path: '/ci/' }),
        administrator('deploy'),
        own(policy('sts:AssumeRole', iam('role/ci/deploy'))),
      ),
    ],
    [
      'assumes one with a managed policy',
      stackWith(
        role('deploy', delegated, { managed_policy_arns: ['arn:aws:iam::aws:policy/PowerUserAccess'] }),
        assume,
      ),
    ],
    [
      'assumes one with an inline policy',
      stackWith(role('deploy', delegated, { inline_policy: [{ name: 'p', policy: policy('*') }] }), assume),
    ],
    [
      'assumes one who assumes an administrator',
      two(
        assume,
        role('ops', trust({ AWS: iam('role/deploy') })),
        administrator('ops'),
        has('deploy', policy('sts:AssumeRole', iam('role/ops'))),
      ),
    ],
    [
      'assumes one of two that assume each other',
      two(
        assume,
        role('ops', delegated),
        has('deploy', policy('sts:AssumeRole', iam('role/ops'))),
        has('ops', document(statement('sts:AssumeRole', iam('role/deploy')), statement('iam:CreateUser'))),
      ),
    ],
    ['assumes one named as an administrator', stackWith(own(policy('sts:AssumeRole', iam('role/Administrator'))))],
    ['passes one named as an administrator', stackWith(own(policy('iam:PassRole', iam('role/ci/PowerUserAccess'))))],
    [
      'assumes the administrator of another account',
      stackWith(own(policy('sts:AssumeRole', 'arn:aws:iam::999988887777:role/OrganizationAccountAccessRole'))),
    ],
    ['assumes every role', stackWith(own(policy('sts:AssumeRole')))],
    ['passes every role', stackWith(own(policy('iam:PassRole', iam('role/*'))))],
    [
      'passes every role to one service',
      stackWith(
        own(
          policy('iam:PassRole', '*', {
            Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
          }),
        ),
      ),
    ],
    ['passes the role that rotates', stackWith(own(policy('iam:PassRole', iam('role/keyturn-staging-execution'))))],
    [
      'is trusted by an administrator',
      stackWith(role('deploy', trust({ AWS: iam(`user/${user}`) })), administrator('deploy')),
    ],
    ['is trusted by an administrator, as everybody is', stackWith(role('deploy', trust('*')), administrator('deploy'))],
  ])('and the user %s', (_name, stack) => {
    expect(said(stack)).toEqual(expect.arrayContaining(['rotated-users fail']));
  });

  testSome<Row>([
    ['assumes one who reads', two(assume, reader('deploy'))],
    ['passes one who reads', two(pass, reader('deploy'))],
    ['passes one who reads, by a pattern', two(own(policy('iam:PassRole', iam('role/deploy'))), reader('deploy'))],
    [
      'names an administrator who trusts a service only',
      stackWith(assume, role('deploy', service('ec2')), administrator('deploy')),
    ],
    [
      'assumes one of two that assume each other',
      two(
        assume,
        role('ops', delegated),
        has('deploy', policy('sts:AssumeRole', iam('role/ops'))),
        has('ops', policy('sts:AssumeRole', iam('role/deploy'))),
      ),
    ],
    ['is trusted by one who reads', stackWith(role('deploy', trust({ AWS: iam(`user/${user}`) })), reader('deploy'))],
    [
      'passes roles to what runs nothing',
      stackWith(
        own(
          policy('iam:PassRole', '*', {
            Condition: { StringEquals: { 'iam:PassedToService': 'monitoring.rds.amazonaws.com' } },
          }),
        ),
      ),
    ],
    [
      'sees another user trusted by an administrator',
      stackWith(role('deploy', trust({ AWS: iam('user/other') })), administrator('deploy')),
    ],
    ['may pass what is not of IAM', stackWith(own(policy('iam:PassRole', arn('s3', 'b', ''))))],
  ])('and the user %s, which is not a reason', (_name, stack) => {
    expect(said(stack)).toEqual([]);
    expect(notes(stack)).toEqual([]);
  });

  test('one that is not visible is said, once for a user', () => {
    const stack = stackWith(own(policy(['iam:PassRole', 'sts:AssumeRole'], [iam('role/a'), iam('role/b')])));
    expect(said(stack)).toEqual([]);
    expect(notes(stack)).toEqual([
      `user "${user}" reaches rights that are not visible in this input: sts:AssumeRole on ${iam('role/a')}; sts:AssumeRole on ${iam('role/b')}; iam:PassRole on ${iam('role/a')}, and 1 more`,
    ]);
  });

  test('one whose rights are not known is undecided', () => {
    const known = { aws_iam_role_policy_attachment: { d: { role: 'deploy', policy_arn: iam('policy/elsewhere') } } };
    expect(said(two(assume, known))).toEqual(['rotated-users undecided']);
  });
});

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html and the same of other services
describe('what runs as a role, and the user changes, is judged by that role', () => {
  const code = own(policy('lambda:UpdateFunctionCode', arn('lambda', 'function:app')));
  const app = { aws_lambda_function: { app: { function_name: 'app', role: iam('role/app') } } };
  const machine = {
    aws_sfn_state_machine: { app: { name: 'app', role_arn: '${aws_iam_role.app.arn}', definition: '{}' } },
  };

  testSome<Row>([
    ['any function', stackWith(own(policy('lambda:UpdateFunctionCode')))],
    ['any function of the region', stackWith(own(policy('lambda:Update*', arn('lambda', 'function:*'))))],
    ['the layers of any function', stackWith(own(policy('lambda:UpdateFunctionConfiguration')))],
    ['the function of an administrator', stackWith(code, app, role('app', service('lambda')), administrator('app'))],
    [
      'the function of an administrator, by a pattern',
      stackWith(
        own(policy('lambda:*', arn('lambda', 'function:a*'))),
        app,
        role('app', service('lambda')),
        administrator('app'),
      ),
    ],
    [
      'the function of an administrator, by a star for several fields',
      stackWith(
        own(policy('lambda:*', 'arn:aws:lambda:*:*:app')),
        app,
        role('app', service('lambda')),
        administrator('app'),
      ),
    ],
    [
      'the machine that rotates',
      stackWith(own(policy('states:UpdateStateMachine', arn('states', 'stateMachine:keyturn-staging')))),
    ],
    ['any machine', stackWith(own(policy('states:UpdateStateMachine')))],
    ['any stack', stackWith(own(policy('cloudformation:UpdateStack')))],
    ['any stack, by a change set', stackWith(own(policy('cloudformation:CreateChangeSet')))],
    ['any project', stackWith(own(policy('codebuild:StartBuild')))],
    ['any instance', stackWith(own(policy('ssm:SendCommand')))],
    ['any instance by its data', stackWith(own(policy('ec2:ModifyInstanceAttribute', arn('ec2', 'instance/*'))))],
    [
      'an instance of an administrator',
      stackWith(
        own(policy('ssm:StartSession', arn('ec2', 'instance/i-0123456789abcdef0'))),
        role('app', service('ec2')),
        administrator('app'),
        { aws_iam_instance_profile: { app: { name: 'app', role: '${aws_iam_role.app.name}' } } },
      ),
    ],
    ['any task', stackWith(own(policy('ecs:ExecuteCommand')))],
    ['any endpoint of Glue', stackWith(own(policy('glue:UpdateDevEndpoint')))],
    ['any notebook', stackWith(own(policy('sagemaker:CreatePresignedNotebookInstanceUrl')))],
    ['any service of App Runner', stackWith(own(policy('apprunner:UpdateService')))],
  ])('%s', (_name, stack) => {
    expect(said(stack)).toEqual(['rotated-users fail']);
  });

  testSome<Row>([
    ['a function that reads', stackWith(code, app, role('app', service('lambda')), reader('app'))],
    ['a call of any function', stackWith(own(policy('lambda:InvokeFunction')))],
    [
      'a layer, by stars',
      stackWith(own(policy('lambda:*', 'arn:aws:lambda:*:*:layer:app')), app, administrator('app')),
    ],
    ['a start of any machine', stackWith(own(policy('states:StartExecution')))],
    ['a build on what is not a project', stackWith(own(policy('codebuild:StartBuild', arn('s3', 'b', ''))))],
    [
      'everything on a function that reads',
      stackWith(own(policy('*', arn('lambda', 'function:app'))), app, role('app', service('lambda')), reader('app')),
    ],
  ])('%s is not a reason', (_name, stack) => {
    expect(said(stack)).toEqual([]);
    expect(notes(stack)).toEqual([]);
  });

  test('a machine whose role writes IAM, by a reference', () => {
    const update = own(policy('states:UpdateStateMachine', arn('states', 'stateMachine:app')));
    const parts = [update, machine, role('app', service('states'))];
    expect(said(stackWith(...parts, administrator('app')))).toContain('rotated-users fail');
    expect(said(stackWith(...parts, reader('app')))).not.toContain('rotated-users fail');
  });

  test('a function that is not visible is said', () => {
    expect(said(stackWith(code))).toEqual([]);
    expect(notes(stackWith(code))).toEqual([
      `user "${user}" reaches rights that are not visible in this input: lambda:UpdateFunctionCode on ${arn('lambda', 'function:app')}`,
    ]);
  });
});

describe('managed policies of AWS are known by what they allow', () => {
  const attached = (name: string) =>
    stackWith({ aws_iam_user_policy_attachment: { x: { user, policy_arn: `arn:aws:iam::aws:policy/${name}` } } });

  testSome<[string]>([
    ['AdministratorAccess'],
    ['PowerUserAccess'],
    ['IAMFullAccess'],
    ['job-function/SystemAdministrator'],
    ['AWSLambda_FullAccess'],
    ['AmazonEC2FullAccess'],
    ['AmazonSSMFullAccess'],
    ['AWSCloudFormationFullAccess'],
    ['AWSStepFunctionsFullAccess'],
    ['SecretsManagerReadWrite'],
    ['AWSOrganizationsFullAccess'],
  ])('%s is too much', (name) => {
    expect(said(attached(name))).toEqual(['rotated-users fail']);
  });

  testSome<[string]>([
    ['ReadOnlyAccess'],
    ['SecurityAudit'],
    ['AmazonDynamoDBFullAccess'],
    ['AWSStepFunctionsReadOnlyAccess'],
    ['IAMUserChangePassword'],
    ['AWSCodeCommitPowerUser'],
    ['AmazonS3FullAccess'],
    ['service-role/AWSLambdaBasicExecutionRole'],
  ])('%s is not', (name) => {
    expect(said(attached(name))).toEqual([]);
  });

  test('of another it is not known', () => {
    expect(said(attached('AmazonRedshiftFullAccess'))).toEqual(['rotated-users undecided']);
  });
});
