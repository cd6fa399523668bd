/* eslint-disable @typescript-eslint/no-unsafe-call --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { checkModel, type Check } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { withSource } from '../../../src/terraform';
import { digest, sampleContracts, samplePlan, sampleStack, spoken, type Loose } from '../../checks/sample';
import { someOf } from '../../effort';

const everything = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
const change = (plan: Loose, address: string): Loose =>
  plan.resource_changes.find((one: Loose) => one.address === address).change;
const policy = 'aws_iam_role_policy.execution';

const expressionsOf = (plan: Loose, address: string): Loose => {
  const { resources } = plan.configuration.root_module;
  return resources.find((one: Loose) => `${one.type}.${one.name}` === address).expressions;
};

/** Writes an attribute by way of a resource, so that the plan does not know it and shows only the name of a local value. */
function forget(plan: Loose, stack: Loose, address: string, name: string, written?: string): void {
  const [type = '', own = ''] = address.split('.');
  const resource = stack.resource[type][own];
  addParameter(plan, stack, written ?? resource[name]);
  stack.locals = { later: '${aws_ssm_parameter.later.value}' };
  forgetLocal(plan, stack, address, name);
}

/** Writes an attribute as `local.later`, which the plan does not know. */
function forgetLocal(plan: Loose, stack: Loose, address: string, name: string): void {
  const edited = change(plan, address);
  edited.after = { ...edited.after, [name]: undefined };
  edited.after_unknown[name] = true;
  const [type = '', own = ''] = address.split('.');
  stack.resource[type][own][name] = '${local.later}';
  expressionsOf(plan, address)[name] = { constant_value: '${local.later}', references: ['local.later'] };
}

/** A resource that holds a text; the plan knows it, unless it is made of something. */
function addParameter(plan: Loose, stack: Loose, value: Loose): void {
  const body = { name: 'later', type: 'String', value };
  stack.resource.aws_ssm_parameter = { later: body };
  const [like] = plan.resource_changes;
  const identity = { address: 'aws_ssm_parameter.later', mode: 'managed', type: 'aws_ssm_parameter', name: 'later' };
  const after = value === '${var.document}' ? { ...body, value: plan.variables?.document?.value } : body;
  plan.resource_changes.push({
    ...identity,
    provider_name: like.provider_name,
    change: { actions: ['create'], before: null, after, after_unknown: { id: true } },
  });
  const expressions = Object.fromEntries(
    Object.entries(body).map(([name, constant]) => [name, { constant_value: constant }]),
  );
  plan.configuration.root_module.resources.push({ ...identity, provider_config_key: 'aws', expressions });
}

/** Writes the policy by way of a variable, with a default and its value in the plan. */
function forgetBy(
  plan: Loose,
  stack: Loose,
  of: (own: string) => { default: string; shown: { value?: string } },
): void {
  const variable = of(stack.resource.aws_iam_role_policy.execution.policy);
  plan.variables = { document: variable.shown };
  stack.variable = { document: { default: variable.default } };
  forget(plan, stack, policy, 'policy', '${var.document}');
}

function judged(plan: Loose, stack: Loose): Check {
  const model = readModel(JSON.stringify(plan), 'plan.json');
  const source =
    stack === undefined ? undefined : readModel(JSON.stringify(stack), 'cdk.tf.json', { variables: model.variables });
  const options = { today: '2026-11-23', coverAll: 'always', digest } as const;
  return checkModel(source === undefined ? model : withSource(model, source), sampleContracts, options);
}

type Row = readonly [
  name: string,
  edit: (plan: Loose, stack: Loose) => void,
  alone: string,
  together: string,
  says?: string,
];

const rows: Row[] = [
  ['the plan of the stack itself', () => undefined, 'pass', 'pass'],
  ['a policy that the plan does not know', (p, s) => forget(p, s, policy, 'policy'), 'undecided', 'pass'],
  ['a definition', (p, s) => forget(p, s, 'aws_sfn_state_machine.rotation', 'definition'), 'undecided', 'pass'],
  ['a trust policy', (p, s) => forget(p, s, 'aws_iam_role.execution', 'assume_role_policy'), 'undecided', 'pass'],
  ['the role of a policy', (p, s) => forget(p, s, policy, 'role'), 'undecided', 'pass'],
  [
    'the list of an exclusive',
    (p, s) => forget(p, s, 'aws_iam_role_policies_exclusive.execution', 'policy_names'),
    'undecided',
    'pass',
  ],
  [
    'a policy that is wide where it is written',
    (p, s) => forget(p, s, policy, 'policy', everything),
    'undecided',
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'another policy than the plan has',
    (_, s) => (s.resource.aws_iam_role_policy.execution.policy = everything),
    'pass',
    'undecided',
    'whole-input undecided',
  ],
  [
    'a policy that is another where it is written, of which the plan knows only that it is made from something',
    (p, s) => {
      const { policy: own } = s.resource.aws_iam_role_policy.execution;
      forget(p, s, policy, 'policy', everything);
      s.resource.aws_iam_role_policy.execution.policy = own;
    },
    'undecided',
    'undecided',
    'whole-input undecided',
  ],
  [
    'a block that the plan does not have',
    (_, s) => (s.resource.aws_iam_role.execution.inline_policy = { name: 'x', policy: everything }),
    'pass',
    'undecided',
    'whole-input undecided',
  ],
  [
    'a variable that had a narrower value in the plan than its default',
    (p, s) => forgetBy(p, s, (own) => ({ default: everything, shown: { value: own } })),
    'undecided',
    'pass',
  ],
  [
    'a variable that had a wider value in the plan than its default',
    (p, s) => forgetBy(p, s, (own) => ({ default: own, shown: { value: everything } })),
    'undecided',
    'fail',
    'grants-inside-contract fail',
  ],
  [
    'a variable whose value the plan does not show',
    (p, s) => forgetBy(p, s, (own) => ({ default: own, shown: {} })),
    'undecided',
    'undecided',
  ],
  [
    'instances that are made from something else',
    (_, s) => (s.resource.aws_scheduler_schedule.rotation.for_each['ci-deployer'].extra = 1),
    'pass',
    'undecided',
    'whole-input undecided',
  ],
  [
    'a resource more than the plan has',
    (_, s) => (s.resource.aws_iam_role_policy.more = { name: 'more', role: 'x', policy: everything }),
    'pass',
    'undecided',
    'whole-input undecided',
  ],
  [
    'a resource less than the plan has',
    (_, s) => delete s.resource.aws_scheduler_schedule_group.rotation,
    'pass',
    'undecided',
    'whole-input undecided',
  ],
  [
    'another account',
    (_, s) => (s.provider.aws[0].allowed_account_ids = ['999999999999']),
    'pass',
    'undecided',
    'whole-input undecided',
  ],
  ['another region', (_, s) => (s.provider.aws[0].region = 'us-east-1'), 'pass', 'undecided', 'whole-input undecided'],
  [
    'changes that are ignored, so that the plan keeps another policy',
    (p, s) => {
      const resource = s.resource.aws_iam_role_policy.execution;
      resource.lifecycle = { ignore_changes: ['policy'] };
      resource.policy = everything;
      expressionsOf(p, policy).policy = { constant_value: everything };
    },
    'pass',
    'pass',
  ],
  [
    'a provisioner',
    (_, s) => (s.resource.aws_iam_role.execution.provisioner = { 'local-exec': { command: 'true' } }),
    'pass',
    'undecided',
    'no-executors undecided',
  ],
  [
    'a literal, of which the plan would know',
    (p, s) => {
      s.locals = { later: s.resource.aws_iam_role_policy.execution.policy };
      forgetLocal(p, s, policy, 'policy');
    },
    'undecided',
    'undecided',
    'whole-input undecided',
  ],
  [
    'a literal of which the plan would know, by way of a variable',
    (p, s) => {
      s.variable = { document: { default: s.resource.aws_iam_role_policy.execution.policy } };
      s.locals = { later: '${var.document}' };
      p.variables = { document: { value: s.variable.document.default } };
      forgetLocal(p, s, policy, 'policy');
    },
    'undecided',
    'undecided',
    'whole-input undecided',
  ],
  [
    'dynamic blocks with a policy, of which the plan would know',
    (_, s) =>
      (s.resource.aws_iam_role.execution.dynamic = {
        inline_policy: { for_each: ['x'], content: { name: 'x', policy: everything } },
      }),
    'pass',
    'undecided',
    'whole-input undecided',
  ],
  [
    'dynamic blocks that cannot be decided',
    (_, s) =>
      (s.resource.aws_iam_role.execution.dynamic = {
        inline_policy: { for_each: '${var.policies}', content: { name: 'x', policy: '${inline_policy.value}' } },
      }),
    'pass',
    'undecided',
  ],
];

describe('a plan with the configuration that it was made of', () => {
  test.each(
    someOf(rows).map(([name, edit, alone, together, says]) => [name, { edit, alone, together, says }] as const),
  )('%s', (_, { edit, alone, together, says }) => {
    const [plan, stack] = [samplePlan(), sampleStack()];
    edit(plan, stack);
    const check = judged(plan, stack);
    expect({ alone: judged(plan, undefined).verdict, together: check.verdict, spoken: spoken(check) }).toEqual({
      alone,
      together,
      spoken: says === undefined ? spoken(check) : expect.arrayContaining([says]),
    });
    if (together === 'pass') expect(spoken(check)).toEqual([]);
  });

  test('says where it looked, and what the configuration ignores', () => {
    const stack = sampleStack();
    stack.resource.aws_iam_role_policy.execution.lifecycle = { ignore_changes: ['policy'] };
    const { notes } = judged(samplePlan(), stack);
    expect(notes).toContain('unknown values of the plan were looked up in cdk.tf.json');
    expect(notes).toContain('aws_iam_role_policy.execution ignores changes: the values that the plan keeps are judged');
  });

  test('is not known better by a configuration that repeats a key', () => {
    const plan = samplePlan();
    const stack = sampleStack();
    forget(plan, stack, policy, 'policy');
    const model = readModel(JSON.stringify(plan), 'plan.json');
    const text = JSON.stringify(stack).replace('"name":', '"name":"x","name":');
    const source = readModel(text, 'cdk.tf.json');
    const check = checkModel(withSource(model, source), sampleContracts, {
      today: '2026-11-23',
      coverAll: 'always',
      digest,
    });
    expect(check.verdict).toBe('undecided');
    expect(check.notes.join()).toContain('cdk.tf.json was not used');
  });
});
