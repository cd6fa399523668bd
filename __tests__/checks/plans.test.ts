/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { judge, samplePlan, spoken, type Loose } from './sample';

const change = (plan: Loose, address: string): Loose =>
  plan.resource_changes.find((one: Loose) => one.address === address);
const policy = 'aws_iam_role_policy.execution';
const everything = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

/** Every change of a plan, made into another kind of change. */
function asAction(plan: Loose, actions: readonly string[]): void {
  for (const one of plan.resource_changes) become(one, actions);
}

function become(one: Loose, actions: readonly string[]): void {
  const { after } = one.change;
  one.change.actions = actions;
  if (actions[0] === 'create') return;
  one.change.before = after;
  const stays = !['delete', 'forget'].includes(actions.join());
  one.change.after = stays ? after : null;
  one.change.after_unknown = stays ? {} : {};
  if (stays && one.type === 'aws_iam_role') {
    one.change.after = {
      ...after,
      inline_policy: [],
      managed_policy_arns: [],
      arn: `arn:aws:iam::111122223333:role/${after.name}`,
    };
  }
}

type Row = readonly [name: string, edit: (plan: Loose) => void, verdict: string, says?: string];

const rows: Row[] = [
  ['a plan that creates everything', () => undefined, 'pass'],
  ['a plan that changes nothing', (p) => asAction(p, ['no-op']), 'pass'],
  [
    'an update that narrows',
    (p) => (
      become(change(p, policy), ['update']),
      (change(p, policy).change.before = { ...change(p, policy).change.after, policy: everything })
    ),
    'pass',
  ],
  [
    'an update that widens',
    (p) => (become(change(p, policy), ['update']), (change(p, policy).change.after.policy = everything)),
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a wide policy that is there already',
    (p) => (asAction(p, ['no-op']), (change(p, policy).change.after.policy = everything)),
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'an import of a wide policy',
    (p) => (
      become(change(p, policy), ['no-op']),
      (change(p, policy).change.importing = { id: 'x' }),
      (change(p, policy).change.after.policy = everything)
    ),
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a replacement',
    (p) => (become(change(p, policy), ['no-op']), (change(p, policy).change.actions = ['delete', 'create'])),
    'pass',
  ],
  [
    'a wide policy that lives until its replacement is there',
    (p) => (
      become(change(p, policy), ['no-op']),
      (change(p, policy).change.actions = ['create', 'delete']),
      (change(p, policy).change.before = { ...change(p, policy).change.after, policy: everything })
    ),
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a wide policy that is forgotten and stays',
    (p) =>
      p.resource_changes.push({
        address: 'aws_iam_role_policy.x',
        type: 'aws_iam_role_policy',
        name: 'x',
        mode: 'managed',
        change: {
          actions: ['forget'],
          before: { name: 'x', role: 'keyturn-staging-execution', policy: everything },
          after: null,
          after_unknown: {},
        },
      }),
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a deposed wide policy',
    (p) =>
      p.resource_changes.push({
        address: policy,
        deposed: 'abcd',
        type: 'aws_iam_role_policy',
        name: 'execution',
        mode: 'managed',
        change: {
          actions: ['delete'],
          before: { name: 'x', role: 'keyturn-staging-execution', policy: everything },
          after: null,
          after_unknown: {},
        },
      }),
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a wide policy that is deleted',
    (p) =>
      p.resource_changes.push({
        address: 'aws_iam_role_policy.x',
        type: 'aws_iam_role_policy',
        name: 'x',
        mode: 'managed',
        change: {
          actions: ['delete'],
          before: { name: 'x', role: 'keyturn-staging-execution', policy: everything },
          after: null,
          after_unknown: {},
        },
      }),
    'pass',
  ],
  [
    'a policy that is not known',
    (p) => (delete change(p, policy).change.after.policy, (change(p, policy).change.after_unknown.policy = true)),
    'undecided',
    'grants-inside-contract undecided',
  ],
  ['a policy of which nothing is known', (p) => (change(p, policy).change.after_unknown = true), 'undecided'],
  [
    'a policy on an unknown role',
    (p) => (delete change(p, policy).change.after.role, (change(p, policy).change.after_unknown.role = true)),
    'undecided',
  ],
  [
    'a trust policy that is not known',
    (p) => (
      delete change(p, 'aws_iam_role.execution').change.after.assume_role_policy,
      (change(p, 'aws_iam_role.execution').change.after_unknown.assume_role_policy = true)
    ),
    'undecided',
    'trust undecided',
  ],
  [
    'a definition that is not known',
    (p) => (
      delete change(p, 'aws_sfn_state_machine.rotation').change.after.definition,
      (change(p, 'aws_sfn_state_machine.rotation').change.after_unknown.definition = true)
    ),
    'undecided',
    'definition-understood undecided',
  ],
  [
    'an inline policy that the provider read back',
    (p) => (
      asAction(p, ['no-op']),
      change(p, 'aws_iam_role.execution').change.after.inline_policy.push({ name: 'by-hand', policy: everything })
    ),
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a managed policy that the provider read back',
    (p) => (
      asAction(p, ['no-op']),
      change(p, 'aws_iam_role.execution').change.after.managed_policy_arns.push(
        'arn:aws:iam::aws:policy/AdministratorAccess',
      )
    ),
    'fail',
    'no-managed-policies fail',
  ],
  [
    'an exclusive that is deleted',
    (p) => become(change(p, 'aws_iam_role_policies_exclusive.execution'), ['delete']),
    'undecided',
    'closed-role undecided',
  ],
  [
    'an exclusive that is forgotten',
    (p) => become(change(p, 'aws_iam_role_policies_exclusive.execution'), ['forget']),
    'undecided',
    'closed-role undecided',
  ],
  [
    'an exclusive whose list is not known',
    (p) => (
      delete change(p, 'aws_iam_role_policies_exclusive.execution').change.after.policy_names,
      (change(p, 'aws_iam_role_policies_exclusive.execution').change.after_unknown.policy_names = true)
    ),
    'undecided',
    'closed-role undecided',
  ],
  [
    'an attachment that outlives the exclusive that made it',
    (p) => (
      become(change(p, 'aws_iam_role_policy_attachments_exclusive.execution'), ['delete']),
      (change(p, 'aws_iam_role_policy_attachments_exclusive.execution').change.before.policy_arns = [
        'arn:aws:iam::aws:policy/AdministratorAccess',
      ])
    ),
    'fail',
    'no-managed-policies fail',
  ],
  ['everything destroyed', (p) => asAction(p, ['delete']), 'pass'],
  [
    'a role destroyed under its machine',
    (p) => become(change(p, 'aws_iam_role.execution'), ['delete']),
    'undecided',
    'role-stays undecided',
  ],
  ['a targeted plan', (p) => (p.complete = false), 'undecided', 'whole-input undecided'],
  ['a plan that failed', (p) => (p.errored = true), 'undecided', 'whole-input undecided'],
  ['a plan that does not say whether it failed', (p) => delete p.errored, 'undecided', 'whole-input undecided'],
  ['a plan that does not say whether it is complete', (p) => delete p.complete, 'undecided', 'whole-input undecided'],
  ['a plan with changes left for later', (p) => (p.deferred_changes = [{}]), 'undecided', 'whole-input undecided'],
  ['a plan that runs an action', (p) => (p.action_invocations = [{}]), 'undecided', 'whole-input undecided'],
  [
    'an action that nobody knows',
    (p) => (change(p, policy).change.actions = ['evict']),
    'undecided',
    'whole-input undecided',
  ],
  [
    'a change that is left out',
    (p) => (p.resource_changes = p.resource_changes.filter((one: Loose) => one.address !== policy)),
    'undecided',
    'whole-input undecided',
  ],
  [
    'a change without a change',
    (p) => p.resource_changes.push({ address: 'x.y' }),
    'undecided',
    'whole-input undecided',
  ],
  ['no changes at all', (p) => (delete p.resource_changes, delete p.planned_values), 'undecided', 'covered undecided'],
  [
    'a provisioner in the configuration',
    (p) => (p.configuration.root_module.resources[0].provisioners = [{ type: 'local-exec' }]),
    'undecided',
    'no-executors undecided',
  ],
  [
    'a provisioner in a module',
    (p) =>
      (p.configuration.root_module.module_calls = {
        a: {
          module: {
            resources: [
              {
                address: 'null_resource.x',
                mode: 'managed',
                type: 'null_resource',
                provisioners: [{ type: 'local-exec' }],
              },
            ],
          },
        },
      }),
    'undecided',
    'no-executors undecided',
  ],
  [
    'an external program',
    (p) =>
      p.configuration.root_module.resources.push({
        address: 'data.external.x',
        mode: 'data',
        type: 'external',
        name: 'x',
      }),
    'undecided',
    'no-executors undecided',
  ],
  [
    'a resource of a type that nobody knows',
    (p) =>
      p.resource_changes.push({
        address: 'aws_nobody_knows.x',
        type: 'aws_nobody_knows',
        name: 'x',
        mode: 'managed',
        provider_name: 'registry.terraform.io/hashicorp/aws',
        change: { actions: ['create'], before: null, after: {}, after_unknown: {} },
      }),
    'undecided',
    'known-types undecided',
  ],
  [
    'a provider from elsewhere',
    (p) => p.resource_changes.forEach((one: Loose) => (one.provider_name = 'registry.terraform.io/evil/aws')),
    'undecided',
    'known-provider undecided',
  ],
  [
    'the provider of OpenTofu',
    (p) => p.resource_changes.forEach((one: Loose) => (one.provider_name = 'registry.opentofu.org/hashicorp/aws')),
    'pass',
  ],
  [
    'no account',
    (p) => delete p.configuration.provider_config.aws.expressions.allowed_account_ids,
    'undecided',
    'covered undecided',
  ],
  [
    'a region that is an expression',
    (p) =>
      (p.configuration.provider_config.aws.expressions.region = {
        constant_value: '${var.region}',
        references: ['var.region'],
      }),
    'undecided',
    'covered undecided',
  ],
  [
    'a wide policy in a module, by reference',
    (p) =>
      p.resource_changes.push({
        address: 'module.m.aws_iam_role_policy.x',
        module_address: 'module.m',
        type: 'aws_iam_role_policy',
        name: 'x',
        mode: 'managed',
        change: { actions: ['create'], before: null, after: { policy: everything }, after_unknown: { role: true } },
      }),
    'undecided',
    'grants-inside-contract undecided',
  ],
];

describe('a plan', () => {
  test.each(rows.map(([name, edit, verdict, says]) => [name, { edit, verdict, says }] as const))(
    '%s',
    (_, { edit, verdict, says }) => {
      const plan = samplePlan();
      edit(plan);
      const check = judge(plan);
      expect({
        verdict: check.verdict,
        crashed: spoken(check).filter((rule) => rule.startsWith('rule-crashed')),
      }).toEqual({ verdict, crashed: [] });
      if (says !== undefined) expect(spoken(check)).toContain(says);
      if (verdict === 'pass') expect(check.findings.filter((finding) => finding.verdict !== 'note')).toEqual([]);
    },
  );

  test('of everything destroyed says that nothing remains', () => {
    const plan = samplePlan();
    asAction(plan, ['delete']);
    expect(judge(plan).notes).toContain('Nothing remains: everything in this plan is destroyed.');
  });

  test('that only refreshes is judged as a state', () => {
    const plan = samplePlan();
    const resources = plan.resource_changes.map((one: Loose) => ({
      ...one,
      values: {
        ...one.change.after,
        ...(one.type === 'aws_iam_role'
          ? {
              inline_policy: [],
              managed_policy_arns: [],
              arn: `arn:aws:iam::111122223333:role/${one.change.after.name}`,
            }
          : {}),
      },
    }));
    for (const { type, values } of resources) {
      if (type === 'aws_sfn_state_machine')
        values.arn = `arn:aws:states:eu-central-1:111122223333:stateMachine:${values.name}`;
    }
    plan.prior_state = { format_version: '1.0', values: { root_module: { resources } } };
    plan.resource_drift = [];
    delete plan.resource_changes;
    plan.planned_values = { root_module: {} };
    const check = judge(plan);
    expect(check.kind).toBe('state');
    expect(spoken(check)).toEqual([]);
    expect(check.verdict).toBe('pass');
  });

  test('never shows a sensitive value', () => {
    const plan = samplePlan();
    const { change: edited } = change(plan, policy);
    edited.after.policy = everything.replace('"*"', '"marked:Secret"');
    edited.after_sensitive = { policy: true };
    const check = judge(plan);
    expect(spoken(check)).toContain('grants-inside-contract fail');
    expect(JSON.stringify(check)).not.toContain('marked:Secret');
  });
});
