/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-confusing-void-expression --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { planOf } from './planned';
import { editDefinition, editPolicy, editTrust, judge, sampleStack, spoken, type Loose } from './sample';
import { someOf } from '../effort';

const account = '111122223333';
const user = (name: string) => `arn:aws:iam::${account}:user/${name}`;

/** A hostile or careless edit, and the rule that must speak of it. */
/** The rule of one of the pairs. */
const ruleOfPair = ({ CheckInput }: Loose): Loose =>
  CheckInput.Choices.find(({ Next }: Loose) => Next === 'PairOf-legacy-ftp');

type Case = readonly [name: string, edit: (stack: Loose) => void, says: string];

const allow = (stack: Loose, statement: object) =>
  editPolicy(stack, (policy) => policy.Statement.push({ Effect: 'Allow', ...statement }));
const statement = (stack: Loose, index: number, edit: (statement: Loose) => void) =>
  editPolicy(stack, (policy) => edit(policy.Statement[index]));
const add = (stack: Loose, type: string, name: string, body: object) => {
  stack.resource[type] = { ...stack.resource[type], [name]: body };
};
const roleName = 'keyturn-staging-execution';
const roleArn = `arn:aws:iam::${account}:role/${roleName}`;
const everything = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';

const grants: Case[] = [
  ['a user more', (s) => statement(s, 0, (x) => x.Resource.push(user('administrator'))), 'grants-inside-contract fail'],
  ['every user', (s) => statement(s, 0, (x) => (x.Resource = '*')), 'grants-inside-contract fail'],
  ['a path of users', (s) => statement(s, 0, (x) => (x.Resource = user('ci/*'))), 'grants-inside-contract fail'],
  [
    'one unknown character',
    (s) => statement(s, 0, (x) => x.Resource.push(user('backup-agen?'))),
    'grants-inside-contract fail',
  ],
  [
    'a user of another account',
    (s) => statement(s, 0, (x) => x.Resource.push('arn:aws:iam::999999999999:user/ci/ci-deployer')),
    'grants-inside-contract fail',
  ],
  [
    'a user in another case',
    (s) => statement(s, 0, (x) => x.Resource.push(user('Backup-Agent'))),
    'grants-inside-contract fail',
  ],
  [
    'a short ARN',
    (s) => statement(s, 1, (x) => (x.Resource = 'arn:aws:secretsmanager')),
    'grants-inside-contract fail',
  ],
  [
    'every suffix of a secret',
    (s) => statement(s, 1, (x) => (x.Resource = x.Resource[0].replace('??????', '*'))),
    'grants-inside-contract fail',
  ],
  [
    'an action more',
    (s) => statement(s, 0, (x) => x.Action.push('iam:UpdateAccessKey')),
    'grants-inside-contract fail',
  ],
  [
    'an action with a wildcard',
    (s) => statement(s, 0, (x) => (x.Action = 'iam:*AccessKey')),
    'grants-inside-contract fail',
  ],
  [
    'an action of any service',
    (s) => statement(s, 0, (x) => (x.Action = '?am:ListAccessKeys')),
    'grants-inside-contract fail',
  ],
  [
    'NotAction',
    (s) => statement(s, 0, (x) => ((x.NotAction = x.Action), delete x.Action)),
    'grants-inside-contract fail',
  ],
  [
    'NotResource',
    (s) => statement(s, 0, (x) => ((x.NotResource = x.Resource), delete x.Resource)),
    'grants-inside-contract fail',
  ],
  [
    'a policy variable',
    (s) => statement(s, 0, (x) => x.Resource.push('arn:aws:iam::111122223333:user/$${aws:username}')),
    'grants-inside-contract fail',
  ],
  ['no condition on the mail', (s) => statement(s, 2, (x) => delete x.Condition), 'grants-inside-contract fail'],
  [
    'a condition less on the mail',
    (s) => statement(s, 2, (x) => delete x.Condition.StringEquals),
    'grants-inside-contract fail',
  ],
  [
    'IfExists on the mail',
    (s) =>
      statement(
        s,
        2,
        (x) =>
          (x.Condition = { ...x.Condition, StringEquals: undefined, StringEqualsIfExists: x.Condition.StringEquals }),
      ),
    'grants-inside-contract fail',
  ],
  [
    'a recipient more',
    (s) => statement(s, 2, (x) => x.Condition['ForAllValues:StringLike']['ses:Recipients'].push('*@example.org')),
    'grants-inside-contract fail',
  ],
  [
    'an empty condition',
    (s) => statement(s, 2, (x) => (x.Condition.StringEquals['ses:FromAddress'] = [])),
    'grants-inside-contract',
  ],
  [
    'a second statement',
    (s) => allow(s, { Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' }),
    'grants-inside-contract fail',
  ],
  [
    'a wide Allow next to a Deny of everything',
    (s) => (
      allow(s, { Action: '*', Resource: '*' }),
      editPolicy(s, (p) => p.Statement.push({ Effect: 'Deny', Action: '*', Resource: '*' }))
    ),
    'grants-inside-contract fail',
  ],
  [
    'a second policy',
    (s) => add(s, 'aws_iam_role_policy', 'more', { name: 'more', role: roleName, policy: everything }),
    'grants-inside-contract fail',
  ],
  [
    'a second policy, in another case',
    (s) => add(s, 'aws_iam_role_policy', 'more', { name: 'more', role: roleName.toUpperCase(), policy: everything }),
    'grants-inside-contract fail',
  ],
  [
    'a second policy, by reference',
    (s) =>
      add(s, 'aws_iam_role_policy', 'more', { name: 'more', role: '${aws_iam_role.execution.id}', policy: everything }),
    'grants-inside-contract fail',
  ],
  [
    'a second policy by for_each',
    (s) =>
      add(s, 'aws_iam_role_policy', 'more', {
        for_each: { [roleName]: {} },
        name: 'more',
        role: '${each.key}',
        policy: everything,
      }),
    'grants-inside-contract fail',
  ],
  [
    'a policy on a role that nobody knows',
    (s) => add(s, 'aws_iam_role_policy', 'more', { name: 'more', role: '${var.role}', policy: everything }),
    'grants-inside-contract undecided',
  ],
  [
    'a policy from a function',
    (s) => (s.resource.aws_iam_role_policy.execution.policy = '${file("policy.json")}'),
    'grants-inside-contract undecided',
  ],
  [
    'a policy with a reference inside',
    (s) => statement(s, 0, (x) => x.Resource.push('${aws_iam_user.any.arn}')),
    'grants-inside-contract undecided',
  ],
  [
    'a policy that is not JSON',
    (s) => (s.resource.aws_iam_role_policy.execution.policy = '{'),
    'grants-inside-contract undecided',
  ],
  [
    'a repeated key in a policy',
    (s) =>
      (s.resource.aws_iam_role_policy.execution.policy = s.resource.aws_iam_role_policy.execution.policy.replace(
        '"Effect":"Allow"',
        '"Effect":"Allow","Effect":"Allow"',
      )),
    'grants-inside-contract undecided',
  ],
  ['an element in the wrong case', (s) => editPolicy(s, (p) => (p.statement = [])), 'grants-inside-contract undecided'],
  [
    'an inline_policy in the role',
    (s) => (s.resource.aws_iam_role.execution.inline_policy = [{ name: 'x', policy: everything }]),
    'grants-inside-contract fail',
  ],
  [
    'an inline_policy that is not known',
    (s) => (s.resource.aws_iam_role.execution.inline_policy = '${var.policies}'),
    'grants-inside-contract undecided',
  ],
  [
    'managed policies that are not known',
    (s) => (s.resource.aws_iam_role.execution.managed_policy_arns = '${var.arns}'),
    'grants-inside-contract undecided',
  ],
  [
    'a policy of the same name in another account, attached',
    (s) => (
      add(s, 'aws_iam_policy', 'p', { name: 'p', policy: '{"Statement":[]}' }),
      add(s, 'aws_iam_role_policy_attachment', 'a', {
        role: roleName,
        policy_arn: 'arn:aws:iam::999999999999:policy/p',
      })
    ),
    'no-managed-policies fail',
  ],
  [
    'a start of any machine',
    (s) => editPolicy(s, (p) => (p.Statement[0].Resource = '*'), 'schedule'),
    'grants-inside-contract fail',
  ],
  [
    'a managed policy',
    (s) =>
      add(s, 'aws_iam_role_policy_attachment', 'a', {
        role: roleName,
        policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    'no-managed-policies fail',
  ],
  [
    'a managed policy through the exclusive',
    (s) =>
      s.resource.aws_iam_role_policy_attachments_exclusive.execution.policy_arns.push(
        'arn:aws:iam::aws:policy/AdministratorAccess',
      ),
    'no-managed-policies fail',
  ],
  [
    'a managed policy in the role',
    (s) => (s.resource.aws_iam_role.execution.managed_policy_arns = ['arn:aws:iam::aws:policy/ReadOnlyAccess']),
    'no-managed-policies fail',
  ],
  [
    'a managed policy by aws_iam_policy_attachment',
    (s) =>
      add(s, 'aws_iam_policy_attachment', 'a', {
        name: 'a',
        roles: [roleName],
        policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    'no-managed-policies fail',
  ],
  [
    'a policy of the stack, attached',
    (s) => (
      add(s, 'aws_iam_policy', 'p', { name: 'p', policy: everything }),
      add(s, 'aws_iam_role_policy_attachment', 'a', { role: roleName, policy_arn: '${aws_iam_policy.p.arn}' })
    ),
    'grants-inside-contract fail',
  ],
  [
    'no exclusive for inline policies',
    (s) => delete s.resource.aws_iam_role_policies_exclusive.execution,
    'closed-role undecided',
  ],
  [
    'no exclusive for attachments',
    (s) => delete s.resource.aws_iam_role_policy_attachments_exclusive.schedule,
    'closed-role undecided',
  ],
  [
    'an exclusive of count 0',
    (s) => (s.resource.aws_iam_role_policies_exclusive.execution.count = 0),
    'closed-role undecided',
  ],
  [
    'an exclusive that lets another policy stay',
    (s) => s.resource.aws_iam_role_policies_exclusive.execution.policy_names.push('by-hand'),
    'closed-role undecided',
  ],
  [
    'an exclusive without the policy',
    (s) => (s.resource.aws_iam_role_policies_exclusive.execution.policy_names = []),
    'closed-role fail',
  ],
];

const uses: Case[] = [
  [
    'trust in another service',
    (s) => editTrust(s, (x) => (x.Principal.Service = 'lambda.amazonaws.com')),
    'trust fail',
  ],
  [
    'trust in a second service',
    (s) => editTrust(s, (x) => (x.Principal.Service = ['states.amazonaws.com', 'ec2.amazonaws.com'])),
    'trust fail',
  ],
  ['trust in an account', (s) => editTrust(s, (x) => (x.Principal.AWS = '999999999999')), 'trust fail'],
  ['trust in everybody', (s) => editTrust(s, (x) => (x.Principal = '*')), 'trust fail'],
  ['trust without conditions', (s) => editTrust(s, (x) => delete x.Condition), 'trust fail'],
  ['trust without the account', (s) => editTrust(s, (x) => delete x.Condition.StringEquals), 'trust fail'],
  [
    'trust for any machine',
    (s) => editTrust(s, (x) => (x.Condition.ArnEquals['aws:SourceArn'] = 'arn:aws:states:*:*:*')),
    'trust fail',
  ],
  [
    'trust that may tag the session',
    (s) => editTrust(s, (x) => (x.Action = ['sts:AssumeRole', 'sts:TagSession'])),
    'trust fail',
  ],
  [
    'trust from a data source',
    (s) => (s.resource.aws_iam_role.execution.assume_role_policy = '${data.aws_iam_policy_document.t.json}'),
    'trust undecided',
  ],
  [
    'a second machine',
    (s) => add(s, 'aws_sfn_state_machine', 'second', { ...s.resource.aws_sfn_state_machine.rotation, name: 'second' }),
    'only-named-uses fail',
  ],
  [
    'a second machine, by reference',
    (s) =>
      add(s, 'aws_sfn_state_machine', 'second', {
        name: 'other',
        definition: '{}',
        role_arn: '${aws_iam_role.execution.arn}',
      }),
    'only-named-uses fail',
  ],
  [
    'an instance profile',
    (s) => add(s, 'aws_iam_instance_profile', 'p', { name: 'p', role: roleName }),
    'only-named-uses fail',
  ],
  [
    'a schedule outside the group',
    (s) =>
      add(s, 'aws_scheduler_schedule', 'x', {
        group_name: 'default',
        target: { arn: 'x', role_arn: `arn:aws:iam::${account}:role/keyturn-staging-schedule` },
      }),
    'only-named-uses fail',
  ],
  [
    'another role that trusts it',
    (s) =>
      add(s, 'aws_iam_role', 'x', {
        name: 'x',
        assume_role_policy: JSON.stringify({
          Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: roleArn } },
        }),
      }),
    'only-named-uses fail',
  ],
  [
    'a role without a contract',
    (s) => add(s, 'aws_iam_role', 'x', { name: 'x', assume_role_policy: '{}' }),
    'covered fail',
  ],
  ['a machine of another name', (s) => (s.resource.aws_sfn_state_machine.rotation.name = 'rotation'), 'covered'],
  ['a role that is elsewhere', (s) => delete s.resource.aws_iam_role.execution, 'covered undecided'],
  [
    'a role of the same name in another account',
    (s) => (
      s.provider.aws.push({ alias: 'other', region: 'eu-central-1', allowed_account_ids: ['999999999999'] }),
      (s.resource.aws_iam_role.execution.provider = 'aws.other')
    ),
    'covered undecided',
  ],
  [
    'a role of another account',
    (s) => (s.resource.aws_sfn_state_machine.rotation.role_arn = 'arn:aws:iam::999999999999:role/x'),
    'covered undecided',
  ],
  [
    'a user who is an administrator',
    (s) =>
      add(s, 'aws_iam_user_policy_attachment', 'x', {
        user: 'backup-agent',
        policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    'rotated-users fail',
  ],
  [
    'a user who may write IAM',
    (s) => add(s, 'aws_iam_user_policy', 'x', { user: 'ci-deployer', policy: everything }),
    'rotated-users fail',
  ],
];

const constructs: Case[] = [
  ['a key policy', (s) => add(s, 'aws_kms_key', 'k', { policy: '{}' }), 'resource-policies undecided'],
  [
    'a bucket policy',
    (s) => add(s, 'aws_s3_bucket_policy', 'k', { bucket: 'b', policy: '{}' }),
    'resource-policies undecided',
  ],
  ['a type that nobody knows', (s) => add(s, 'aws_brand_new', 'k', {}), 'known-types undecided'],
  [
    'a secret with a policy',
    (s) => add(s, 'aws_secretsmanager_secret', 'k', { name: 'x', policy: '{}' }),
    'resource-policies undecided',
  ],
  [
    'a provisioner',
    (s) => (s.resource.aws_iam_role.execution.provisioner = { 'local-exec': { command: 'x' } }),
    'no-executors undecided',
  ],
  ['a CloudFormation stack', (s) => add(s, 'aws_cloudformation_stack', 'x', { name: 'x' }), 'no-executors undecided'],
  ['an external program', (s) => (s.data = { external: { x: { program: ['sh'] } } }), 'no-executors undecided'],
  ['a module', (s) => (s.module = { x: { source: './x' } }), 'whole-input undecided'],
  [
    'a dynamic block',
    (s) => (s.resource.aws_iam_role.execution.dynamic = { inline_policy: {} }),
    'whole-input undecided',
  ],
  [
    'a count that nobody knows',
    (s) => (s.resource.aws_iam_role_policies_exclusive.execution.count = '${var.n}'),
    'whole-input undecided',
  ],
  [
    'ignore_changes',
    (s) => (s.resource.aws_iam_role_policy.execution.lifecycle = { ignore_changes: ['policy'] }),
    'whole-input undecided',
  ],
  ['an import', (s) => (s.import = [{ to: 'aws_iam_role.execution', id: 'x' }]), 'whole-input undecided'],
  [
    'a fork of the provider',
    (s) => (s.terraform.required_providers.aws.source = 'evil/aws'),
    'known-provider undecided',
  ],
];

const task = (states: Loose, name: string) => states[name];
const definitions: Case[] = [
  [
    'a sixth call',
    (s) =>
      editDefinition(s, (x) => (task(x, 'ListAccessKeys').Resource = 'arn:aws:states:::aws-sdk:iam:attachUserPolicy')),
    'five-calls fail',
  ],
  [
    'a function',
    (s) => editDefinition(s, (x) => (task(x, 'SendEmail').Resource = 'arn:aws:states:::lambda:invoke')),
    'five-calls fail',
  ],
  [
    'a call in a branch',
    (s) =>
      editDefinition(
        s,
        (x) =>
          (x.Rotated = {
            Type: 'Parallel',
            End: true,
            Branches: [
              { StartAt: 'A', States: { A: { Type: 'Task', Resource: 'arn:aws:states:::http:invoke', End: true } } },
            ],
          }),
      ),
    'five-calls fail',
  ],
  [
    'a call as another role',
    (s) =>
      editDefinition(
        s,
        (x) => (task(x, 'ListAccessKeys').Credentials = { RoleArn: 'arn:aws:iam::999999999999:role/x' }),
      ),
    'five-calls fail',
  ],
  [
    'a call without a parameter',
    (s) => editDefinition(s, (x) => delete task(x, 'UpdateSecret').Parameters['SecretString.$']),
    'five-calls fail',
  ],
  [
    'a call without the user',
    (s) => editDefinition(s, (x) => delete task(x, 'ListAccessKeys').Parameters['UserName.$']),
    'five-calls fail',
  ],
  [
    'a misspelt call',
    (s) =>
      editDefinition(s, (x) => (task(x, 'CreateAccessKey').Resource = 'arn:aws:states:::aws-sdk:iam:createAccesKey')),
    'five-calls fail',
  ],
  [
    'a blind retry of CreateAccessKey',
    (s) =>
      editDefinition(s, (x) => (task(x, 'CreateAccessKey').Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }])),
    'created-once fail',
  ],
  [
    'a retry by default',
    (s) => editDefinition(s, (x) => (task(x, 'CreateAccessKey').Retry = [{ ErrorEquals: ['States.Timeout'] }])),
    'created-once fail',
  ],
  [
    'a way back after a lost answer',
    (s) =>
      editDefinition(
        s,
        (x) =>
          (task(x, 'CreateAccessKey').Catch = [
            { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'CreateAccessKey' },
          ]),
      ),
    'created-once fail',
  ],
  [
    'a way back after throttling, without a list of the keys',
    (s) =>
      editDefinition(s, (x) => {
        const choice = task(x, 'IsCreateRefused');
        choice.Choices[1].Next = 'CreateAccessKey';
      }),
    'created-once fail',
  ],
  [
    'a way back after whatever IAM says',
    (s) => editDefinition(s, (x) => (task(x, 'IsCreateRefused').Choices[1].And[1].StringMatches = '*')),
    'created-once fail',
  ],
  [
    'a way back after an error that is not looked at',
    (s) => editDefinition(s, (x) => (task(x, 'IsCreateRefused').Default = 'SettleAfterThrottling')),
    'created-once fail',
  ],
  ['an Express machine', (s) => (s.resource.aws_sfn_state_machine.rotation.type = 'EXPRESS'), 'created-once fail'],
  [
    'a token made repeatedly',
    (s) => editDefinition(s, (x) => (task(x, 'UpdateSecret').Parameters['ClientRequestToken.$'] = 'States.UUID()')),
    'fixed-token fail',
  ],
  [
    'no token',
    (s) => editDefinition(s, (x) => delete task(x, 'UpdateSecret').Parameters['ClientRequestToken.$']),
    'fixed-token fail',
  ],
  [
    'pairs that are not checked',
    (s) => editDefinition(s, (x) => (x.CheckInput.Default = 'CheckGracePeriod')),
    'bound-pairs fail',
  ],
  [
    'a pair that is crossed',
    (s) => editDefinition(s, (x) => (ruleOfPair(x).And[1].Or[1].StringEquals = 'ci-deployer/aws')),
    'bound-pairs fail',
  ],
  [
    "another user's secret written for a user",
    (s) => editDefinition(s, (x) => (x['PairOf-legacy-ftp'].Parameters.secretName = 'ci-deployer/aws')),
    'bound-pairs fail',
  ],
  [
    'a secret that is written whatever the input names',
    (s) => editDefinition(s, (x) => ruleOfPair(x).And.splice(1)),
    'bound-pairs fail',
  ],
  [
    'a pair that is written for another user',
    (s) => editDefinition(s, (x) => (ruleOfPair(x).Next = 'PairOf-ci-deployer')),
    'bound-pairs fail',
  ],
  [
    'a user that is not compared',
    (s) =>
      editDefinition(s, (x) =>
        x.CheckInput.Choices.push({
          Variable: '$.secretName',
          StringEquals: 'legacy-ftp/aws',
          Next: 'CheckGracePeriod',
        }),
      ),
    'bound-pairs fail',
  ],
  [
    'a user compared by pattern',
    (s) =>
      editDefinition(s, (x) =>
        x.CheckInput.Choices.push({
          And: [
            { Variable: '$.userName', StringMatches: '*' },
            { Variable: '$.secretName', StringEquals: 'legacy-ftp/aws' },
          ],
          Next: 'CheckGracePeriod',
        }),
      ),
    'bound-pairs fail',
  ],
  [
    'a user written after the check',
    (s) => editDefinition(s, (x) => (x.FixToken.ResultPath = '$.secretName')),
    'bound-pairs fail',
  ],
  [
    'a user from elsewhere',
    (s) => editDefinition(s, (x) => (task(x, 'CreateAccessKey').Parameters = { UserName: 'administrator' })),
    'bound-pairs fail',
  ],
  [
    'the secret in the mail',
    (s) =>
      editDefinition(
        s,
        (x) => (
          (x.Forget.Parameters['key.$'] = '$.createAccessKey.AccessKey.SecretAccessKey'),
          (task(x, 'SendEmail').Parameters.Message.Body.Text = { 'Data.$': '$.key' })
        ),
      ),
    'secret-flow fail',
  ],
  ['the secret in the output', (s) => editDefinition(s, (x) => (x.Forget.ResultPath = '$.kept')), 'secret-flow fail'],
  [
    'the whole result in a cause',
    (s) => editDefinition(s, (x) => (x.NotStored.Parameters['cause.$'] = 'States.JsonToString($.createAccessKey)')),
    'secret-flow fail',
  ],
  ...[
    "States.Format('{}', $['createAccessKey'].AccessKey.SecretAccessKey)",
    "States.Format('{}', $.createAccessKey['AccessKey']['SecretAccessKey'])",
    `States.Format('{}', $["createAccessKey"].AccessKey.SecretAccessKey)`,
    "States.Format('it\\'s {}', $['createAccessKey'].AccessKey)",
    "States.ArrayGetItem(States.Array($['createAccessKey']), 0)",
    "States.Format('{}', $[?(@['AccessKey'])])",
    "States.Format('{}, $.createAccessKey.AccessKey)",
    "States.Format('{}', $..SecretAccessKey)",
  ].map((cause): Case => [
    `the secret in a cause, as ${cause}`,
    (s) => editDefinition(s, (x) => (x.NotStored.Parameters['cause.$'] = cause)),
    'secret-flow fail',
  ]),
  [
    'the secret in many places at once, and then in a cause',
    (s) =>
      editDefinition(s, (x) => {
        const copies = Array.from({ length: 64 }, (_, index) => [
          `copy${index}.$`,
          '$.createAccessKey.AccessKey.SecretAccessKey',
        ]);
        x.Copies = {
          Type: 'Pass',
          Parameters: {
            ...Object.fromEntries(
              ['userName', 'secretName', 'destination', 'known'].map((name) => [`${name}.$`, `$.${name}`]),
            ),
            ...Object.fromEntries(copies),
          },
          Next: 'NotStored',
        };
        x.TakeUnstoredKeyBack.Next = 'Copies';
        x.NotStored.Parameters = { ...x.NotStored.Parameters, 'cause.$': '$.copy63' };
      }),
    'secret-flow fail',
  ],
  [
    'the secret in the description of the secret',
    (s) =>
      editDefinition(
        s,
        (x) => (task(x, 'UpdateSecret').Parameters['Description.$'] = '$.createAccessKey.AccessKey.SecretAccessKey'),
      ),
    'secret-flow fail',
  ],
  [
    'the secret in the log',
    (s) =>
      (s.resource.aws_sfn_state_machine.rotation.logging_configuration = {
        level: 'ALL',
        include_execution_data: true,
      }),
    'secret-flow fail',
  ],
  ['a call that the role may not make', (s) => editPolicy(s, (p) => p.Statement.splice(2, 1)), 'calls-granted fail'],
  [
    'a Deny over a call',
    (s) => editPolicy(s, (p) => p.Statement.push({ Effect: 'Deny', Action: 'ses:*', Resource: '*' })),
    'calls-granted undecided',
  ],
  [
    'a boundary',
    (s) => (s.resource.aws_iam_role.execution.permissions_boundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess'),
    'calls-granted undecided',
  ],
  [
    'a grant that nothing calls',
    (s) =>
      editDefinition(s, (x) => {
        x.SendEmail = { Type: 'Pass', Next: 'IsThereAPreviousKey' };
        x.SendFailureEmail = { Type: 'Pass', Next: 'RotationFailed' };
      }),
    'grants-called fail',
  ],
  ['a user that is not granted', (s) => statement(s, 0, (x) => x.Resource.pop()), 'contract-used fail'],
  ['JSONata', (s) => editDefinition(s, (_, d) => (d.QueryLanguage = 'JSONata')), 'definition-understood undecided'],
  [
    'a field that nobody knows',
    (s) => editDefinition(s, (x) => (x.FixToken.Assign = { 'k.$': '$.createAccessKey' })),
    'definition-understood undecided',
  ],
  [
    'a definition from a file',
    (s) => (s.resource.aws_sfn_state_machine.rotation.definition = '${file("d.json")}'),
    'definition-understood undecided',
  ],
  [
    'a definition that repeats a key',
    (s) => (s.resource.aws_sfn_state_machine.rotation.definition = '{"StartAt":"A","StartAt":"B","States":{}}'),
    'definition-understood undecided',
  ],
];

describe('the sample stack', () => {
  test('passes as it is', () => {
    const check = judge(sampleStack());
    expect(check.findings).toEqual([]);
    expect(check.verdict).toBe('pass');
  });

  describe.each([
    ['grants', grants],
    ['uses', uses],
    ['constructs', constructs],
    ['definitions', definitions],
  ])('with other %s', (_, cases) => {
    test.each(someOf(cases))('%s is found', (_name, edit, says) => {
      const stack = sampleStack();
      edit(stack);
      const check = judge(stack);
      expect(check.verdict).not.toBe('pass');
      expect(spoken(check)).toContainEqual(expect.stringContaining(says));
      expect(spoken(check).filter((rule) => rule.startsWith('rule-crashed'))).toEqual([]);
    });
  });

  const planned = [...grants, ...uses, ...constructs, ...definitions].flatMap(([name, edit, says]) => {
    const stack = sampleStack();
    edit(stack);
    const plan = planOf(stack);
    return plan === undefined ? [] : [{ name, plan, says }];
  });

  describe('as a plan', () => {
    test.each(someOf(planned))('$name is found', ({ plan, says }) => {
      const check = judge(plan);
      expect(check.verdict).not.toBe('pass');
      expect(spoken(check)).toContainEqual(expect.stringContaining(says));
      expect(spoken(check).filter((rule) => rule.startsWith('rule-crashed'))).toEqual([]);
    });
  });

  test('is widened in more than sixty ways, as a stack and as a plan', () => {
    const widening = new Set([...grants, ...uses].map(([name]) => name));
    expect(widening.size).toBeGreaterThanOrEqual(60);
    expect(planned.filter(({ name }) => widening.has(name)).length).toBeGreaterThanOrEqual(60);
  });

  test('a loop that nests the secret deeper each time comes to an end', () => {
    const stack = sampleStack();
    editDefinition(stack, (states) => {
      states.FixToken = {
        Type: 'Pass',
        Parameters: { 'deeper.$': '$.createAccessKey' },
        ResultPath: '$.createAccessKey',
        Next: 'FixToken',
      };
    });
    expect(judge(stack).verdict).toBeDefined();
  });

  test('a repeated key in the file is undecided', () => {
    const text = JSON.stringify(sampleStack()).replace('"resource":{', '"resource":{"aws_iam_role":{},');
    expect(spoken(judge(text))).toContain('whole-input undecided');
  });
});
