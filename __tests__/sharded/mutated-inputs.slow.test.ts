/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- an edit reaches anywhere into untyped JSON */
import { judge, spoken, type Loose } from '../checks/sample';
import { exportOf, planBetween, stateOf } from './inputs';
import { secretArn, sharded, userArn, userName } from './sharded';

/** One fault at a time in the plans, the state and the export of a stack of three shards with twelve users. User 0 is in shard 00, user 1 in 01. */
const { stack, contracts } = sharded(12, 3);
const ofRoles = contracts.filter(({ name }) => name === 'execution-role' || name === 'schedule-role');
const given = { environment: 'staging', region: 'eu-central-1' };

/** An input that shows resources by their addresses. */
interface Shown {
  readonly input: Loose;
  /** The values of a resource after the apply. */
  readonly of: (address: string) => Loose;
  readonly remove: (address: string) => void;
}

const plan = (made: Loose): Shown => ({
  input: made,
  of: (address) => made.resource_changes.find((one: Loose) => one.address === address).change.after,
  remove: (address) => {
    for (const holder of [made, made.planned_values.root_module])
      for (const list of ['resource_changes', 'resources'])
        if (holder[list] !== undefined) holder[list] = holder[list].filter((one: Loose) => one.address !== address);
  },
});
const firstPlan = planBetween(undefined, stack);
const laterPlan = planBetween(stack, stack);
const wholeState = stateOf(stack);
const wholeExport = exportOf(stack);
const kinds: readonly (readonly [string, () => Shown])[] = [
  ['the first plan', () => plan(structuredClone(firstPlan))],
  ['a later plan', () => plan(structuredClone(laterPlan))],
  [
    'the state',
    () => {
      const input = structuredClone(wholeState);
      const { root_module: module } = input.values;
      return {
        input,
        of: (address) => module.resources.find((one: Loose) => one.address === address).values,
        remove: (address) => {
          module.resources = module.resources.filter((one: Loose) => one.address !== address);
        },
      };
    },
  ],
];

const machineArn = (suffix: string) => `arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-staging${suffix}`;
const machine = (shard: string) => `aws_sfn_state_machine.rotation["${shard}"]`;
const role = (shard: string) => `aws_iam_role.execution["${shard}"]`;
const managed = (policy: string) => `aws_iam_policy.execution["${policy}"]`;
const schedule = (index: number) => `aws_scheduler_schedule.rotation["${userName(index)}"]`;

function inText(holder: Loose, name: string, edit: (value: Loose) => void): void {
  const value = JSON.parse(holder[name]);
  edit(value);
  holder[name] = JSON.stringify(value);
}
const inPolicy =
  (policy: string, edit: (statements: Loose) => void) =>
  ({ of }: Shown) =>
    inText(of(managed(policy)), 'policy', ({ Statement }) => edit(Statement));
const inDefinition =
  (shard: string, edit: (states: Loose, definition: Loose) => void) =>
  ({ of }: Shown) =>
    inText(of(machine(shard)), 'definition', (value) => edit(value.States, value));
const inTrust =
  (shard: string, edit: (statement: Loose) => void) =>
  ({ of }: Shown) =>
    inText(of(role(shard)), 'assume_role_policy', ({ Statement }) => edit(Statement[0]));
const targetOf = ({ target }: Loose): Loose => [target].flat()[0];
const swap = (one: Loose, other: Loose, name: string): void => {
  [one[name], other[name]] = [other[name], one[name]];
};
const pairRule = (index: number) => (choice: Loose) => choice.Next === `PairOf-${userName(index)}`;

const faults: readonly (readonly [string, string, (shown: Shown) => void])[] = [
  [
    'a role has a user of another shard',
    'grants-inside-contract',
    inPolicy('01-0', ([keys]) => keys.Resource.push(userArn(0))),
  ],
  [
    'a role has a secret of another shard',
    'grants-inside-contract',
    inPolicy('01-0', ([, secrets]) => secrets.Resource.push(secretArn(0))),
  ],
  [
    'a policy has a wildcard',
    'grants-inside-contract',
    inPolicy('02-0', ([keys]) => (keys.Resource = 'arn:aws:iam::111122223333:user/*')),
  ],
  [
    'a policy has a sixth action',
    'grants-inside-contract',
    inPolicy('00-0', ([keys]) => keys.Action.push('iam:PutUserPolicy')),
  ],
  [
    'a policy allows all but one resource',
    'grants-inside-contract',
    inPolicy('00-0', ([keys]) => {
      keys.NotResource = userArn(0);
      delete keys.Resource;
    }),
  ],
  [
    'a policy has a statement more',
    'grants-inside-contract',
    inPolicy('02-0', (all) => all.push({ Effect: 'Allow', Action: 'iam:CreateUser', Resource: '*' })),
  ],
  [
    'the inline policy of a shard has another action',
    'grants-inside-contract',
    ({ of }) =>
      inText(
        of('aws_iam_role_policy.execution["01"]'),
        'policy',
        ({ Statement }) => (Statement[0].Action = ['ses:SendEmail', 'iam:CreateUser']),
      ),
  ],
  [
    'two policies are swapped',
    'grants-inside-contract',
    ({ of }) => swap(of(managed('00-0')), of(managed('01-0')), 'policy'),
  ],
  [
    'a policy is attached to the role of another shard',
    'grants-inside-contract',
    ({ of }) => (of('aws_iam_role_policy_attachment.execution["01-0"]').role = 'keyturn-staging-execution'),
  ],
  [
    'a policy is attached that is not in the input',
    'no-managed-policies',
    ({ of }) =>
      (of('aws_iam_role_policy_attachment.execution["01-0"]').policy_arn = 'arn:aws:iam::111122223333:policy/other'),
  ],
  [
    'a policy of AWS is attached',
    'no-managed-policies',
    ({ of }) =>
      of('aws_iam_role_policy_attachments_exclusive.execution["01"]').policy_arns.push(
        'arn:aws:iam::aws:policy/IAMFullAccess',
      ),
  ],
  [
    'a shard has no exclusive list of its attachments',
    'closed-role',
    ({ remove }) => remove('aws_iam_role_policy_attachments_exclusive.execution["02"]'),
  ],
  [
    'a shard has no exclusive list of its inline policies',
    'closed-role',
    ({ remove }) => remove('aws_iam_role_policies_exclusive.execution["02"]'),
  ],
  ['two machines run as one role', 'one-shard', ({ of }) => (of(machine('02')).role_arn = of(machine('01')).role_arn)],
  ['two machines swap their roles', 'one-shard', ({ of }) => swap(of(machine('01')), of(machine('02')), 'role_arn')],
  [
    'two machines swap their definitions',
    'one-shard',
    ({ of }) => swap(of(machine('01')), of(machine('02')), 'definition'),
  ],
  ['a machine has another name', 'covered', ({ of }) => (of(machine('02')).name = 'keyturn-other')],
  ['a role has another name', 'covered', ({ of }) => (of(role('02')).name = 'keyturn-other')],
  ['a machine is missing', 'covered', ({ remove }) => remove(machine('01'))],
  [
    'a user is in two shards',
    'one-shard',
    ({ of }) => {
      const from = JSON.parse(of(machine('00')).definition).States;
      inText(of(machine('01')), 'definition', ({ States: states }) => {
        states.CheckInput.Choices.splice(3, 0, from.CheckInput.Choices.find(pairRule(0)));
        states[`PairOf-${userName(0)}`] = from[`PairOf-${userName(0)}`];
      });
    },
  ],
  [
    'a user that no contract lists',
    'bound-pairs',
    inDefinition(
      '01',
      ({ CheckInput }) => (CheckInput.Choices.find(pairRule(1)).And[0].StringEquals = 'administrator'),
    ),
  ],
  [
    'the secret of another user of the shard',
    'bound-pairs',
    inDefinition('01', (states) => (states[`PairOf-${userName(1)}`].Parameters.secretName = `${userName(4)}/aws`)),
  ],
  [
    'the input of one shard is not checked',
    'bound-pairs',
    inDefinition('02', ({ CheckInput }) => (CheckInput.Default = 'CheckGracePeriod')),
  ],
  [
    'another wait in one shard',
    'same-shards',
    inDefinition('01', (states) => {
      const [name = ''] = Object.keys(states).filter((one) => states[one].Seconds !== undefined);
      states[name].Seconds = 7;
    }),
  ],
  ['a state more in one shard', 'same-shards', inDefinition('02', (states) => (states.More = { Type: 'Succeed' }))],
  ['a comment in one shard', 'same-shards', inDefinition('01', (_, definition) => (definition.Comment = 'other'))],
  [
    'a user that is treated differently',
    'same-shards',
    inDefinition('01', (states) => (states[`PairOf-${userName(1)}`].Next = 'BeginRotation')),
  ],
  [
    'another type of history in one shard',
    'same-shards',
    ({ of }) => (of(machine('01')).logging_configuration = [{ level: 'ALL', include_execution_data: true }]),
  ],
  [
    'a schedule starts the machine of another shard',
    'one-shard',
    ({ of }) => (targetOf(of(schedule(1))).arn = machineArn('')),
  ],
  [
    'a schedule names a user of another shard',
    'one-shard',
    ({ of }) => (targetOf(of(schedule(1))).input = targetOf(of(schedule(0))).input),
  ],
  [
    'the trust of a shard names the machine of another',
    'trust',
    inTrust('01', ({ Condition }) => (Condition.ArnEquals['aws:SourceArn'] = machineArn(''))),
  ],
  ['the trust of a shard has no condition', 'trust', inTrust('01', (statement) => delete statement.Condition)],
  ['the trust of a shard admits everybody', 'trust', inTrust('02', (statement) => (statement.Principal = '*'))],
  [
    'the schedules can start a machine of no shard',
    'grants-inside-contract',
    ({ of }) =>
      inText(of('aws_iam_role_policy.schedule'), 'policy', ({ Statement }) =>
        Statement[0].Resource.push(machineArn('-03')),
      ),
  ],
  [
    'the key admits any role under the context of one machine',
    'resource-inside-contract',
    ({ of }) =>
      inText(
        of('aws_kms_key.history'),
        'policy',
        ({ Statement }) =>
          (Statement.find(({ Sid }: Loose) => Sid === 'ExecutionRole1').Condition.StringEquals['aws:PrincipalArn'] =
            '*'),
      ),
  ],
];

describe.each(kinds)('%s', (_, made) => {
  test('passes as it is', () => expect(spoken(judge(made().input, contracts))).toEqual([]));

  test.each(faults)('%s: %s', (__, rule, edit) => {
    const shown = made();
    edit(shown);
    const check = judge(shown.input, contracts);
    expect(check.verdict).not.toBe('pass');
    expect(rulesOf(check)).toContain(rule);
  });
});

function rulesOf(check: Parameters<typeof spoken>[0]): string[] {
  return spoken(check).map((one) => one.split(' ')[0] ?? '');
}

/** What a plan alone can hide: values that nobody knows or that must not be shown. */
const hidden: readonly (readonly [string, string, (change: Loose) => void])[] = [
  [
    'the policy of a shard is not known',
    managed('01-0'),
    (change) => {
      delete change.after.policy;
      change.after_unknown.policy = true;
    },
  ],
  [
    'the definition of a shard is not known',
    machine('02'),
    (change) => {
      delete change.after.definition;
      change.after_unknown.definition = true;
    },
  ],
  [
    'the role of a machine is not known',
    machine('02'),
    (change) => {
      delete change.after.role_arn;
      change.after_unknown.role_arn = true;
    },
  ],
  [
    'the trust of a shard is not known',
    role('01'),
    (change) => {
      delete change.after.assume_role_policy;
      change.after_unknown.assume_role_policy = true;
    },
  ],
  [
    'the attachments of a shard are not known',
    'aws_iam_role_policy_attachments_exclusive.execution["01"]',
    (change) => {
      delete change.after.policy_arns;
      change.after_unknown.policy_arns = true;
    },
  ],
  [
    'the target of a schedule is not known',
    schedule(1),
    (change) => {
      delete change.after.target;
      change.after_unknown.target = true;
    },
  ],
];

test.each(hidden)('a plan: %s', (_, address, edit) => {
  const input = structuredClone(laterPlan);
  const { change } = input.resource_changes.find((one: Loose) => one.address === address);
  change.actions = ['update'];
  edit(change);
  expect(judge(input, contracts).verdict).not.toBe('pass');
});

/** An export shows roles and policies, and no machine. */
interface Account {
  readonly role: (shard: '' | '-01' | '-02') => Loose;
  readonly version: (policy: string) => Loose;
  readonly input: Loose;
}

const inVersion =
  (policy: string, edit: (statements: Loose) => void) =>
  ({ version }: Account) =>
    edit(version(policy).Document.Statement);
const attached = (name: string) => ({ PolicyName: name, PolicyArn: `arn:aws:iam::111122223333:policy/${name}` });

const ofAccount: readonly (readonly [string, string, (account: Account) => void])[] = [
  ['a policy has a wildcard', 'grants-inside-contract', inVersion('02-0', ([keys]) => (keys.Resource = '*'))],
  [
    'a policy has a sixth action',
    'grants-inside-contract',
    inVersion('00-0', ([keys]) => keys.Action.push('iam:PutUserPolicy')),
  ],
  [
    'a policy has a user of no contract',
    'grants-inside-contract',
    inVersion('01-0', ([keys]) => keys.Resource.push('arn:aws:iam::111122223333:user/administrator')),
  ],
  [
    'a policy has a statement more',
    'grants-inside-contract',
    inVersion('01-0', (all) => all.push({ Effect: 'Allow', NotAction: 'iam:GetUser', Resource: '*' })),
  ],
  ['a policy has a user of another shard', 'one-shard', inVersion('01-0', ([keys]) => keys.Resource.push(userArn(0)))],
  [
    'a policy has a secret of another shard',
    'one-shard',
    inVersion('01-0', ([, secrets]) => secrets.Resource.push(secretArn(0))),
  ],
  [
    'two roles have one policy',
    'one-shard',
    ({ role: of }) => of('-01').AttachedManagedPolicies.push(attached('keyturn-staging-execution-02-0')),
  ],
  [
    'a role has a policy of AWS',
    'no-managed-policies',
    ({ role: of }) =>
      of('-02').AttachedManagedPolicies.push({
        PolicyName: 'IAMFullAccess',
        PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess',
      }),
  ],
  [
    'a role has a policy that the export does not show',
    'no-managed-policies',
    ({ role: of }) => of('-02').AttachedManagedPolicies.push(attached('other')),
  ],
  [
    'a role has an inline policy more',
    'grants-inside-contract',
    ({ role: of }) =>
      of('-01').RolePolicyList.push({
        PolicyName: 'more',
        PolicyDocument: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'iam:*', Resource: '*' } },
      }),
  ],
  ['a role loses its policy', 'one-shard', ({ role: of }) => of('-01').AttachedManagedPolicies.splice(0)],
  [
    'the trust of a shard names the machine of another',
    'trust',
    ({ role: of }) =>
      (of('-01').AssumeRolePolicyDocument.Statement[0].Condition.ArnEquals['aws:SourceArn'] = machineArn('')),
  ],
  [
    'the trust of a shard has no condition',
    'trust',
    ({ role: of }) => delete of('-02').AssumeRolePolicyDocument.Statement[0].Condition,
  ],
  [
    'the trust of a shard admits a user',
    'trust',
    ({ role: of }) => (of('-02').AssumeRolePolicyDocument.Statement[0].Principal = { AWS: userArn(2) }),
  ],
  [
    'another version is in force',
    'grants-inside-contract',
    ({ input }) => {
      const [policy] = input.Policies;
      const [first] = policy.PolicyVersionList;
      const wide = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'iam:*', Resource: '*' } };
      policy.DefaultVersionId = 'v2';
      policy.PolicyVersionList = [
        { ...first, VersionId: 'v2', Document: wide },
        { ...first, IsDefaultVersion: false },
      ];
    },
  ],
  ['no version is in force', 'no-managed-policies', ({ version }) => (version('00-0').IsDefaultVersion = false)],
  [
    'a shard more, without users',
    'one-shard',
    ({ input, role: of }) => input.RoleDetailList.push(renamed(of('-02'), [])),
  ],
  [
    'a shard more, with the users of another',
    'one-shard',
    ({ input, role: of }) => input.RoleDetailList.push(renamed(of('-02'), of('-02').AttachedManagedPolicies)),
  ],
];

/** The role of shard 02 as one of shard 03. */
function renamed(own: Loose, policies: Loose): Loose {
  const text = JSON.stringify(own)
    .replaceAll('-execution-02"', '-execution-03"')
    .replaceAll('keyturn-staging-02', 'keyturn-staging-03');
  return { ...JSON.parse(text), AttachedManagedPolicies: policies };
}

describe('the export of the account', () => {
  const judgeAccount = (input: Loose) => judge(input, ofRoles, { coverAll: 'ours', given });

  test('passes as it is', () => expect(spoken(judgeAccount(wholeExport))).toEqual([]));

  test.each(ofAccount)('%s: %s', (_, rule, edit) => {
    const input = structuredClone(wholeExport);
    edit({
      input,
      role: (suffix) =>
        input.RoleDetailList.find(({ RoleName }: Loose) => RoleName === `keyturn-staging-execution${suffix}`),
      version: (policy) =>
        input.Policies.find(({ PolicyName }: Loose) => PolicyName === `keyturn-staging-execution-${policy}`)
          .PolicyVersionList[0],
    });
    const check = judgeAccount(input);
    expect(check.verdict).not.toBe('pass');
    expect(rulesOf(check)).toContain(rule);
  });
});
