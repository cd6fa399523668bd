/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModel } from '../../../src/inputs';
import { judge, samplePlan, type Loose } from '../../checks/sample';

const fixtures = join(__dirname, '..', '..', 'fixtures');
const policy = 'aws_iam_role_policy.execution';
const wide = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

const byAddress = (list: Loose, address: string): Loose => list.find((one: Loose) => one.address === address);
const changeOf = (plan: Loose, address: string): Loose => byAddress(plan.resource_changes, address).change;
const plannedIn = (plan: Loose): Loose => plan.planned_values.root_module;
const without = (list: Loose, address: string): Loose => list.filter((one: Loose) => one.address !== address);
const more = { address: 'aws_iam_role_policy.more', mode: 'managed', type: 'aws_iam_role_policy', name: 'more' };

/** The plan of a deployment that stays as it is. */
function unchanged(): Loose {
  const plan = samplePlan();
  for (const { change } of plan.resource_changes)
    Object.assign(change, { actions: ['no-op'], before: change.after, after_unknown: {} });
  plan.prior_state = { format_version: '1.0', values: structuredClone(plan.planned_values) };
  return plan;
}

type Row = readonly [name: string, edit: (plan: Loose) => void, says: string, plan?: () => Loose];

const rows: readonly Row[] = [
  [
    'planned_values with a wider policy',
    (p) => (byAddress(plannedIn(p).resources, policy).values.policy = wide),
    `planned_values shows ${policy} with other values than its change`,
  ],
  [
    'planned_values with another type at the address',
    (p) => (byAddress(plannedIn(p).resources, policy).type = 'aws_iam_user_policy'),
    `planned_values shows ${policy} with other values than its change`,
  ],
  [
    'planned_values with a policy more',
    (p) => plannedIn(p).resources.push({ ...more, values: { role: 'keyturn-staging-execution', policy: wide } }),
    `the plan keeps ${more.address} and shows no change for it`,
  ],
  [
    'planned_values with a policy more in a module',
    (p) =>
      (plannedIn(p).child_modules = [
        { address: 'module.a', resources: [{ ...more, address: `module.a.${more.address}`, values: {} }] },
      ]),
    `the plan keeps module.a.${more.address} and shows no change for it`,
  ],
  [
    'planned_values without an exclusive resource',
    (p) => (plannedIn(p).resources = without(plannedIn(p).resources, 'aws_iam_role_policies_exclusive.execution')),
    'the plan has a change for aws_iam_role_policies_exclusive.execution, and planned_values lacks it',
  ],
  [
    'a change that destroys what planned_values keeps',
    (p) => Object.assign(changeOf(p, policy), { actions: ['delete'], before: changeOf(p, policy).after, after: null }),
    `planned_values shows ${policy} with other values than its change`,
  ],
  [
    'a prior state with a wider policy',
    (p) => (byAddress(p.prior_state.values.root_module.resources, policy).values.policy = wide),
    `prior_state shows ${policy} with other values than its change`,
    unchanged,
  ],
  [
    'a prior state with a policy more',
    (p) => p.prior_state.values.root_module.resources.push({ ...more, values: {} }),
    `the plan found ${more.address} and shows no change for it`,
    unchanged,
  ],
  [
    'a configuration with a policy more',
    (p) => p.configuration.root_module.resources.push({ ...more, provider_config_key: 'aws', expressions: {} }),
    `the configuration has ${more.address}, and the plan shows no change for it`,
  ],
  [
    'a configuration with a wider policy',
    (p) => (byAddress(p.configuration.root_module.resources, policy).expressions.policy = { constant_value: wide }),
    `the plan creates ${policy} with another policy than its configuration`,
  ],
];

test.each(rows.map(([name, ...row]) => ({ name, row })))('$name is a contradiction', ({ row }) => {
  const [edit, says, made = samplePlan] = row;
  const plan = made();
  expect(judge(JSON.stringify(plan)).findings.filter(({ rule }) => rule === 'whole-input')).toEqual([]);
  edit(plan);
  const { verdict, findings } = judge(JSON.stringify(plan));
  expect(verdict).not.toBe('pass');
  expect(findings.map(({ message }) => message)).toContainEqual(expect.stringContaining(says));
});

const honest: readonly Row[] = [
  ['members in another order', (p) => (changeOf(p, policy).after = reversed(changeOf(p, policy).after)), ''],
  ['a block with a count of none', (p) => block(p, { count_expression: { constant_value: 0 } }), ''],
  ['a block for each of none', (p) => block(p, { expressions: { name: { references: ['each.key'] } } }), ''],
  ['a configuration with a template', (p) => literal(p, '${jsonencode({})}'), ''],
  ['an update that ignores changes', (p) => literal(p, wide), '', unchanged],
];

const block = (plan: Loose, parts: object): void =>
  plan.configuration.root_module.resources.push({ ...more, provider_config_key: 'aws', expressions: {}, ...parts });
const reversed = (object: object): object => Object.fromEntries(Object.entries(object).reverse());
const literal = (plan: Loose, text: string): void => {
  byAddress(plan.configuration.root_module.resources, policy).expressions.policy = { constant_value: text };
};

test.each(honest.map(([name, ...row]) => ({ name, row })))('$name contradicts nothing', ({ row }) => {
  const [edit, , made = samplePlan] = row;
  const plan = made();
  edit(plan);
  expect(judge(JSON.stringify(plan)).findings.filter(({ rule }) => rule === 'whole-input')).toEqual([]);
});

const recorded = readdirSync(join(fixtures, 'plans')).map((name) => join('plans', name));
const real = [...recorded, 'sample/plan.json', 'strangers/plan.json', 'strangers/services/plan.json'];

test.each(real)('%s contradicts nothing', (name) => {
  const { constructs } = readModel(readFileSync(join(fixtures, name), 'utf8'), name);
  expect(constructs.filter(({ description }) => /the parts of a plan|shows no change/.test(description))).toEqual([]);
});
