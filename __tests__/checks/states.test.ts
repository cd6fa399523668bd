/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call -- states are edited as untyped JSON */
import { judge, samplePlan, spoken, type Loose } from './sample';

const wide = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }],
});
const name = 'keyturn-staging-execution';

/** The state after the sample was applied, edited. */
function stateWith(edit: (resources: Record<string, Loose>) => void): Loose {
  const { planned_values } = samplePlan();
  const { resources } = planned_values.root_module;
  const byAddress = Object.fromEntries(resources.map(({ address, values }: Loose) => [address, values]));
  // What AWS answered, as far as rules look.
  const home = 'arn:aws:states:eu-central-1:111122223333:stateMachine';
  byAddress['aws_sfn_state_machine.rotation'].arn = `${home}:keyturn-staging`;
  for (const role of ['execution', 'schedule'])
    Object.assign(byAddress[`aws_iam_role.${role}`], {
      arn: `arn:aws:iam::111122223333:role/keyturn-staging-${role}`,
      inline_policy: [],
      managed_policy_arns: [],
    });
  edit(byAddress);
  return { format_version: '1.0', terraform_version: '1.11.4', values: { root_module: { resources } } };
}

const remedies = (state: Loose) => judge(state).findings.map(({ remedy }) => remedy);

describe('a state after an apply that looked at the role before it changed it', () => {
  test.each<[string, (resources: Record<string, Loose>) => void, string[]]>([
    [
      'whose role had a wider policy of the same name: what the policy itself says counts',
      (r) => (r['aws_iam_role.execution'].inline_policy = [{ name, policy: wide }]),
      [],
    ],
    [
      'whose role had a narrower policy of the same name: what the policy itself says counts',
      (r) => {
        r['aws_iam_role.execution'].inline_policy = [{ name, policy: r['aws_iam_role_policy.execution'].policy }];
        r['aws_iam_role_policy.execution'].policy = wide;
      },
      ['grants-inside-contract fail'],
    ],
    [
      'whose role had a policy that the exclusive took off: whether it is there is not known',
      (r) => (r['aws_iam_role.execution'].inline_policy = [{ name: 'by-hand', policy: wide }]),
      ['grants-inside-contract undecided'],
    ],
    [
      'whose role had a managed policy that the exclusive took off',
      (r) => (r['aws_iam_role.execution'].managed_policy_arns = ['arn:aws:iam::aws:policy/AdministratorAccess']),
      ['grants-inside-contract undecided'],
    ],
    [
      'whose role has a policy that the exclusive lists: it counts',
      (r) => {
        r['aws_iam_role.execution'].inline_policy = [{ name: 'by-hand', policy: wide }];
        r['aws_iam_role_policies_exclusive.execution'].policy_names.push('by-hand');
      },
      ['grants-inside-contract fail'],
    ],
    [
      'whose role has a policy, and the exclusive is for another role: it counts',
      (r) => {
        r['aws_iam_role.execution'].inline_policy = [{ name: 'by-hand', policy: wide }];
        r['aws_iam_role_policies_exclusive.execution'].role_name = 'another';
      },
      ['grants-inside-contract fail'],
    ],
    [
      'whose role has a policy of a name that only a policy of another role has: it counts',
      (r) => {
        r['aws_iam_role.execution'].inline_policy = [{ name: 'keyturn-staging-schedule', policy: wide }];
        r['aws_iam_role_policies_exclusive.execution'].policy_names.push('keyturn-staging-schedule');
      },
      ['grants-inside-contract fail'],
    ],
  ])('%s', (_, edit, says) => {
    const state = stateWith(edit);
    const found = spoken(judge(state));
    for (const one of says) expect(found).toContain(one);
    if (says.length === 0) expect(found).toEqual([]);
    if (says.every((one) => one.endsWith('undecided')) && says.length > 0) {
      expect(found.filter((one) => one.endsWith('fail'))).toEqual([]);
      expect(remedies(state).join()).toContain('terraform apply -refresh-only');
    }
  });
});

describe('a plan that was made without a state', () => {
  const noted = (plan: Loose) =>
    judge(plan).notes.filter((one) => one.startsWith('This plan was made without a state')).length;

  test('says so, and passes all the same', () => {
    expect([judge(samplePlan()).verdict, noted(samplePlan())]).toEqual(['pass', 1]);
  });

  test.each<[string, (plan: Loose) => void]>([
    [
      'knows a resource that is managed',
      (plan) => {
        plan.prior_state = { format_version: '1.0', values: { root_module: { resources: [] } } };
        const { resources } = plan.planned_values.root_module;
        plan.prior_state.values.root_module.resources.push(
          resources.find(({ address }: Loose) => address === 'aws_scheduler_schedule_group.rotation'),
        );
      },
    ],
    [
      'has no machine of ours',
      (plan) => {
        for (const change of plan.resource_changes)
          if (change.type === 'aws_sfn_state_machine') change.change.actions = ['delete'];
      },
    ],
  ])('does not if it %s', (_, edit) => {
    const plan = samplePlan();
    edit(plan);
    expect(noted(plan)).toBe(0);
  });

  test('does if it knows data alone', () => {
    const plan = samplePlan();
    plan.prior_state = {
      format_version: '1.0',
      values: {
        root_module: {
          resources: [
            {
              address: 'data.aws_region.now',
              mode: 'data',
              type: 'aws_region',
              name: 'now',
              values: {},
              sensitive_values: {},
            },
          ],
        },
      },
    };
    expect(noted(plan)).toBe(1);
  });
});
