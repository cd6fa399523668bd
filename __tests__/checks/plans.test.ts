/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-confusing-void-expression --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { judge, samplePlan, spoken, type Loose } from './sample';
import { someOf } from '../effort';

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

/** The block of a resource in the plan's configuration. */
const block = (plan: Loose, address: string): Loose =>
  plan.configuration.root_module.resources.find((one: Loose) => one.address === address);

const create = (plan: Loose, type: string, name: string, after: object, afterUnknown: object = {}): void => {
  const address = `${type}.${name}`;
  const entry = { address, type, name, mode: 'managed', provider_name: 'registry.terraform.io/hashicorp/aws' };
  const changed = { actions: ['create'], before: null, after, after_unknown: afterUnknown };
  plan.resource_changes.push({ ...entry, change: changed });
  plan.configuration.root_module.resources.push({ ...entry, provider_config_key: 'aws', expressions: {} });
};

/** The policy is not known, and the configuration shows this text next to these references. */
function template(plan: Loose, text: string | undefined, ...references: readonly string[]): void {
  const { change: edited } = change(plan, policy);
  edited.after = { ...edited.after, policy: undefined };
  edited.after_unknown.policy = true;
  block(plan, policy).expressions.policy = { constant_value: text, references };
}

const knownPolicy = (plan: Loose): string => change(plan, policy).change.after.policy;
const namingUser = (plan: Loose, expression: string): string =>
  knownPolicy(plan).replace('arn:aws:iam::111122223333:user/ci/ci-deployer', expression);
const makeUser = (plan: Loose, after: object, afterUnknown: object = { arn: true }) =>
  create(plan, 'aws_iam_user', 'ci', after, afterUnknown);

/** A wide policy on a role of this name, through a second configuration of the provider. */
function abroad(plan: Loose, expressions: object): void {
  plan.configuration.provider_config['aws.abroad'] = {
    name: 'aws',
    full_name: 'registry.terraform.io/hashicorp/aws',
    alias: 'abroad',
    expressions,
  };
  create(plan, 'aws_iam_role_policy', 'other', {
    name: 'other',
    role: 'keyturn-staging-execution',
    policy: everything,
  });
  block(plan, 'aws_iam_role_policy.other').provider_config_key = 'aws.abroad';
}

const exclusive = 'aws_iam_role_policies_exclusive.execution';

const settled: Row[] = [
  [
    'a template that names a user whose ARN can be computed',
    (p) => (
      template(p, namingUser(p, '${aws_iam_user.ci.arn}'), 'aws_iam_user.ci.arn', 'aws_iam_user.ci'),
      makeUser(p, { name: 'ci-deployer', path: '/ci/' })
    ),
    'pass',
  ],
  [
    'a template that names another user',
    (p) => (
      template(p, namingUser(p, '${aws_iam_user.ci.arn}'), 'aws_iam_user.ci.arn', 'aws_iam_user.ci'),
      makeUser(p, { name: 'administrator', path: '/' })
    ),
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a template that names a user whose name is not known',
    (p) => (
      template(p, namingUser(p, '${aws_iam_user.ci.arn}'), 'aws_iam_user.ci.arn'),
      makeUser(p, { path: '/ci/' }, { arn: true, name: true })
    ),
    'undecided',
    'grants-inside-contract undecided',
  ],
  [
    'a template that names an attribute which AWS alone knows',
    (p) => (
      template(p, namingUser(p, '${aws_iam_user.ci.unique_id}'), 'aws_iam_user.ci.unique_id'),
      makeUser(p, { name: 'ci-deployer', path: '/ci/' }, { unique_id: true })
    ),
    'undecided',
  ],
  [
    'a template that breaks out of its text',
    (p) => (
      template(p, namingUser(p, '${aws_iam_user.ci.name}'), 'aws_iam_user.ci.name'),
      makeUser(p, { name: '*","*', path: '/' })
    ),
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a template with a function that hides everything',
    (p) => template(p, '${templatefile("x", {a = aws_iam_user.ci.arn})}', 'aws_iam_user.ci.arn'),
    'undecided',
  ],
  [
    'a template that refers to itself',
    (p) => template(p, '${aws_iam_role_policy.execution.policy}', 'aws_iam_role_policy.execution.policy'),
    'undecided',
  ],
  [
    'a template that names a variable',
    (p) => ((p.variables = { policy: { value: everything } }), template(p, '${var.policy}', 'var.policy')),
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a text without references that the plan does not know all the same',
    (p) => template(p, knownPolicy(p)),
    'undecided',
  ],
  ['native configuration, which shows references alone', (p) => template(p, undefined, 'local.x'), 'undecided'],
  [
    'a policy that is kept as it was, whatever its template says',
    (p) => {
      block(p, policy).expressions.policy = { constant_value: knownPolicy(p), references: ['aws_iam_user.x'] };
      become(change(p, policy), ['no-op']);
      change(p, policy).change.after.policy = everything;
    },
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a machine that runs as a role by reference',
    (p) => {
      const { change: edited } = change(p, 'aws_sfn_state_machine.rotation');
      edited.after = { ...edited.after, role_arn: undefined };
      edited.after_unknown.role_arn = true;
      block(p, 'aws_sfn_state_machine.rotation').expressions.role_arn = {
        references: ['aws_iam_role.execution.arn', 'aws_iam_role.execution'],
      };
    },
    'pass',
  ],
  [
    'a machine that runs as one of two roles',
    (p) => {
      const { change: edited } = change(p, 'aws_sfn_state_machine.rotation');
      edited.after = { ...edited.after, role_arn: undefined };
      edited.after_unknown.role_arn = true;
      block(p, 'aws_sfn_state_machine.rotation').expressions.role_arn = {
        references: ['aws_iam_role.execution.arn', 'aws_iam_role.schedule.arn'],
      };
    },
    'fail', // the other role's contract does not name the machine
    'covered undecided',
  ],
  [
    'inline policies that nobody knows on a role that is there already',
    (p) => {
      become(change(p, 'aws_iam_role.execution'), ['update']);
      const { change: edited } = change(p, 'aws_iam_role.execution');
      edited.after = { ...edited.after, inline_policy: undefined };
      edited.after_unknown = { inline_policy: true };
    },
    'undecided',
    'grants-inside-contract undecided',
  ],
];

/** A wide policy on a role that only its references name, next to two instances of another role. */
function referring(plan: Loose, ...references: readonly string[]): void {
  for (const index of [0, 1]) {
    create(plan, 'aws_iam_role', 'other', { name: index === 0 ? 'other' : 'keyturn-staging-execution' });
    Object.assign(plan.resource_changes.at(-1), { address: `aws_iam_role.other[${index}]`, index });
  }
  create(plan, 'aws_iam_role_policy', 'x', { name: 'x', policy: everything }, { role: true });
  block(plan, 'aws_iam_role_policy.x').expressions = { role: { references } };
}

const byReference: Row[] = [
  [
    'a wide policy on one of two instances',
    (p) => referring(p, 'aws_iam_role.other', 'each.key'),
    'fail', // the second instance takes the name of the role, and is judged with it
    'grants-inside-contract undecided',
  ],
  [
    'a wide policy on the instance that has the name',
    (p) => referring(p, 'aws_iam_role.other[1].id', 'aws_iam_role.other[1]', 'aws_iam_role.other'),
    'fail',
    'grants-inside-contract fail',
  ],
];

const byAlias: Row[] = [
  ['a wide policy through another provider', (p) => abroad(p, {}), 'undecided', 'grants-inside-contract undecided'],
  [
    'a wide policy in another account',
    (p) => abroad(p, { allowed_account_ids: { constant_value: ['999999999999'] } }),
    'pass',
  ],
  [
    'a wide policy in the same account by another provider',
    (p) => abroad(p, { allowed_account_ids: { constant_value: ['111122223333'] } }),
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a wide policy in the account of a role that the provider assumes',
    (p) => abroad(p, { assume_role: [{ role_arn: { constant_value: 'arn:aws:iam::999999999999:role/x' } }] }),
    'pass',
  ],
  [
    'a wide policy by a provider whose role is not known',
    (p) => abroad(p, { assume_role: [{ role_arn: { references: ['var.role'] } }] }),
    'undecided',
  ],
  [
    'a wide policy of either of two accounts',
    (p) => abroad(p, { allowed_account_ids: { constant_value: ['111122223333', '999999999999'] } }),
    'undecided',
  ],
  [
    'an exclusive through another provider',
    (p) => (abroad(p, {}), p.resource_changes.pop(), (block(p, exclusive).provider_config_key = 'aws.abroad')),
    'undecided',
    'closed-role undecided',
  ],
  [
    'an exclusive of another account',
    (p) => (
      abroad(p, { allowed_account_ids: { constant_value: ['999999999999'] } }),
      p.resource_changes.pop(),
      (block(p, exclusive).provider_config_key = 'aws.abroad')
    ),
    'undecided',
    'closed-role undecided',
  ],
  [
    'an exclusive by for_each',
    (p) => {
      Object.assign(change(p, exclusive), { index: 'a', address: `${exclusive}["a"]` });
      delete p.planned_values;
    },
    'pass',
  ],
  [
    'two exclusives by count',
    (p) => p.resource_changes.push({ ...change(p, exclusive), address: `${exclusive}[1]`, index: 1 }),
    'fail',
    'closed-role fail',
  ],
  [
    'an exclusive of none',
    (p) => (p.resource_changes = p.resource_changes.filter((one: Loose) => one.address !== exclusive)),
    'undecided',
    'closed-role undecided',
  ],
];

const rows: Row[] = [
  [
    'a wide policy that the plan found and says nothing of',
    (p) =>
      (p.prior_state = {
        format_version: '1.0',
        values: {
          root_module: {
            resources: [
              {
                address: 'aws_iam_role_policy.x',
                mode: 'managed',
                type: 'aws_iam_role_policy',
                name: 'x',
                values: { name: 'x', role: 'keyturn-staging-execution', policy: everything },
              },
            ],
          },
        },
      }),
    'undecided',
    'whole-input undecided',
  ],
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
  const all = [...rows, ...settled, ...byReference, ...byAlias];
  test.each(someOf(all).map(([name, edit, verdict, says]) => [name, { edit, verdict, says }] as const))(
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
    expect(check.premises.join()).toContain('The state shows the last refresh of Terraform');
    expect(spoken(check)).toEqual([]);
    expect(check.verdict).toBe('pass');
  });

  test('says what stays wide until it is applied', () => {
    const plan = samplePlan();
    become(change(plan, policy), ['update']);
    change(plan, policy).change.before = { ...change(plan, policy).change.after, policy: everything };
    const notes = judge(plan).findings.map(({ verdict, message }) => `${verdict}: ${message}`);
    expect(notes.join()).toMatch(/note: wide until applied: aws_iam_role_policy\.execution .* \* on \*/);
  });

  test('never shows what was sensitive before', () => {
    const plan = samplePlan();
    become(change(plan, policy), ['update']);
    const before = { ...change(plan, policy).change.after, policy: everything.replace('"*"', '"marked:Secret"') };
    Object.assign(change(plan, policy).change, { before, before_sensitive: { policy: true } });
    const check = judge(plan);
    expect(JSON.stringify(check.findings)).toContain('wide until applied');
    expect(JSON.stringify(check)).not.toContain('marked:Secret');
  });

  test('names credentials and endpoints that are written in it, and shows no credential', () => {
    const plan = samplePlan();
    Object.assign(plan.configuration.provider_config.aws.expressions, {
      access_key: { constant_value: 'AKIAIOSFODNN7EXAMPLE' },
      secret_key: { constant_value: 'marked-secret' },
      endpoints: [{ scheduler: { constant_value: 'https://scheduler.example.com' } }],
    });
    const check = judge(plan);
    expect(check.verdict).toBe('pass');
    expect(check.notes).toEqual([
      expect.stringMatching(/^This plan was made without a state/),
      'the provider "aws" has literal credentials (access_key, secret_key): everyone who can read this input has them',
      'the provider "aws" calls custom endpoints for scheduler, which may not be AWS',
    ]);
    expect(JSON.stringify(check)).not.toMatch(/AKIAIOSFODNN7EXAMPLE|marked-secret/);
  });

  test.each<[string, Loose]>([
    ['its own endpoint of STS', { endpoints: [{ sts: { constant_value: 'https://sts.example.com' } }] }],
    ['its own endpoint of IAM', { endpoints: [{ iam: { constant_value: 'https://iam.example.com' } }] }],
    ['an endpoint of STS that is not known', { endpoints: [{ sts: { references: ['local.endpoint'] } }] }],
    ['a provider that does not ask for its account', { skip_requesting_account_id: { constant_value: true } }],
    ['a provider that trusts anybody', { insecure: { constant_value: 'true' } }],
    ['a provider that trusts certificates of its own', { custom_ca_bundle: { constant_value: 'own.pem' } }],
  ])('does not prove its account by allowed_account_ids with %s', (_, expressions) => {
    const plan = samplePlan();
    expect(judge(plan).verdict).toBe('pass');
    Object.assign(plan.configuration.provider_config.aws.expressions, expressions);
    expect(judge(plan).verdict).toBe('undecided');
  });

  test('names the attribute that it does not know, what it is made from, and the change that makes it known', () => {
    const plan = samplePlan();
    template(plan, undefined, 'data.aws_iam_policy_document.x.json', 'data.aws_iam_policy_document.x');
    const [finding] = judge(plan).findings;
    expect(finding?.place.pointer).toMatch(/\/policy$/);
    expect(finding?.message).toContain('made from data.aws_iam_policy_document.x.json');
    expect(finding?.remedy).toContain('literal JSON');
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
