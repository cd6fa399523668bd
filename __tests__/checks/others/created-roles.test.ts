import { draftContract, readContract, type CheckOptions } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { spoken, type Loose } from '../sample';
import { planOf } from './planned';
import { allow, contractOf, document, judgeStranger, stackOf } from './stranger';

const grant = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] };
const entry = (more: object = {}) => ({
  ...{ address: 'aws_iam_role.worker', reason: 'Its block has no dynamic block.', owner: 'platform' },
  ...{ expires: '2027-01-31', ...more },
});
const contract = (...noOtherPolicies: readonly object[]): Loose =>
  contractOf([grant], {
    subject: { role: 'worker' },
    uses: [],
    ...(noOtherPolicies.length === 0 ? {} : { noOtherPolicies }),
  });

/** The stack of a role that no resource closes. */
function openStack(edit: (resources: Loose) => void = () => undefined): Loose {
  const stack = stackOf([allow(grant.actions, grant.resources)]);
  delete stack.resource.aws_iam_role_policies_exclusive;
  delete stack.resource.aws_iam_role_policy_attachments_exclusive;
  edit(stack.resource);
  return stack;
}

const changesOf = (plan: Loose): Loose[] => plan.resource_changes as Loose[];
const blocksOf = (plan: Loose): Loose[] => plan.configuration.root_module.resources as Loose[];

/** The plan that creates it. `edit` gets the change of the role, and its block of the configuration. */
function openPlan(edit: (change: Loose, block: Loose, plan: Loose) => void = () => undefined): Loose {
  const plan = planOf(openStack());
  const isRole = ({ type }: Loose): boolean => type === 'aws_iam_role';
  edit(changesOf(plan).find(isRole)?.change, blocksOf(plan).find(isRole) ?? {}, plan);
  return plan;
}

const verdictOf = (plan: Loose, own: Loose = contract(entry()), options: Partial<CheckOptions> = {}) =>
  judgeStranger(plan, own, options);

test('a created role is undecided without an entry, and only about inline policies', () => {
  const check = verdictOf(openPlan(), contract());
  expect(spoken(check)).toEqual(['closed-role undecided']);
  expect(check.findings[0]?.message).toContain('inline_policy of role "worker" is not known');
  expect(check.findings[0]?.remedy).toContain('"noOtherPolicies": [{"address":"aws_iam_role.worker"');
});

test('with an entry it passes, and the assumption comes first', () => {
  const check = verdictOf(openPlan());
  expect(spoken(check)).toEqual([]);
  expect(check.verdict).toBe('pass');
  expect(check.premises[0]).toBe(
    'The configuration of aws_iam_role.worker has no dynamic "inline_policy" block, which this plan would not show: Its block has no dynamic block. (platform, until 2027-01-31; contract "worker")',
  );
});

test('what a person says of the plan comes before it', () => {
  const plan = openPlan((_, __, whole) => {
    delete whole.complete;
    whole.terraform_version = '1.7.5';
  });
  const { verdict, premises } = verdictOf(plan, contract(entry()), { assumeComplete: true });
  expect(verdict).toBe('pass');
  expect(premises.slice(0, 2).map((one) => one.slice(0, 20))).toEqual(['The plan is complete', 'The configuration of']);
});

test('--strict does not accept it', () => {
  for (const strict of [true, ['closed-role']]) {
    const check = verdictOf(openPlan(), contract(entry()), { strict });
    expect(spoken(check)).toContain('closed-role fail');
    expect(check.findings.map(({ place }) => place.contractPointer)).toContain('/noOtherPolicies/0');
  }
});

test('it holds until the end of its last day', () => {
  expect(verdictOf(openPlan(), contract(entry()), { today: '2027-01-31' }).verdict).toBe('pass');
  const check = verdictOf(openPlan(), contract(entry()), { today: '2027-02-01' });
  expect(spoken(check)).toEqual(['closed-role undecided']);
  expect(check.findings[0]?.message).toContain('"noOtherPolicies" of contract "worker" accepted it until 2027-01-31');
  expect(check.premises.join()).not.toContain('inline_policy');
});

test('it names one role, or every instance of one block', () => {
  const [own, instances] = ['aws_iam_role.worker', 'aws_iam_role.worker[*]'];
  const renamed = (address: string): Loose =>
    JSON.parse(
      JSON.stringify(openPlan()).replaceAll('"address":"aws_iam_role.worker"', `"address":${JSON.stringify(address)}`),
    );
  const passes = (address: string, named: string) =>
    verdictOf(renamed(address), contract(entry({ address: named }))).verdict === 'pass';
  expect(passes('module.m.aws_iam_role.worker', own)).toBe(false);
  expect(passes(own, 'aws_iam_role.other')).toBe(false);
  expect(passes(own, instances)).toBe(false);
});

test.each<[string, Loose, RegExp]>([
  [
    'a contract with pairs',
    { pairs: [{ userName: 'ci', secretName: 'ci/aws' }] },
    /is not for a contract with "pairs"/,
  ],
  ['every role', { noOtherPolicies: [entry({ address: 'aws_iam_role.*' })] }, /must be the address of one resource/],
  ['an entry without a last day', { noOtherPolicies: [{ ...entry(), expires: undefined }] }, /expires: is missing/],
  [
    'a day that does not exist',
    { noOtherPolicies: [entry({ expires: '2027-02-30' })] },
    /is not a day of the calendar/,
  ],
])('the reader refuses %s', (_, more, words) => {
  expect(() => readContract(JSON.stringify({ ...(contract(entry()) as object), ...more }), 'contract.json')).toThrow(
    words,
  );
});

const wide = document(allow('*'));
const attached = (values: object) => (_: Loose, __: Loose, plan: Loose) => {
  const [address, type] = ['aws_iam_role_policy_attachment.x', 'aws_iam_role_policy_attachment'];
  const named = { address, mode: 'managed', type, name: 'x', provider_name: 'registry.terraform.io/hashicorp/aws' };
  const after_unknown = Object.fromEntries(
    ['role', 'policy_arn'].filter((name) => !(name in values)).map((name) => [name, true]),
  );
  changesOf(plan).push({ ...named, change: { actions: ['create'], before: null, after: values, after_unknown } });
  blocksOf(plan).push({
    ...{ address, mode: 'managed', type, name: 'x', provider_config_key: 'aws' },
    expressions: { role: { references: ['var.x'] }, policy_arn: { references: ['var.x'] } },
  });
};
const ofAws = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** The attacks: an entry lets nothing pass that the plan shows. */
test.each<[string, (change: Loose, block: Loose, plan: Loose) => void]>([
  [
    'a block of the role whose policy is known',
    (change, block) => {
      change.after.inline_policy = [{ name: 'x', policy: wide }];
      change.after_unknown.inline_policy = [{}];
      block.expressions.inline_policy = [{ name: { constant_value: 'x' }, policy: { constant_value: wide } }];
    },
  ],
  [
    'a dynamic block that the plan knows',
    (change) => {
      change.after.inline_policy = [{ name: 'x', policy: wide }];
      change.after_unknown.inline_policy = [{}];
    },
  ],
  [
    'a dynamic block whose policy is not known',
    (change) => {
      change.after.inline_policy = [{ name: 'x' }];
      change.after_unknown.inline_policy = [{ policy: true }];
    },
  ],
  [
    'a list with a block that is not known',
    (change) => {
      change.after_unknown.inline_policy = [true];
    },
  ],
  [
    'a block next to a dynamic one',
    (_, block) => {
      block.expressions.inline_policy = [{ name: { constant_value: 'x' }, policy: { references: ['local.x'] } }];
    },
  ],
  [
    'managed_policy_arns that are not known',
    (_, block) => {
      block.expressions.managed_policy_arns = { references: ['local.x'] };
    },
  ],
  [
    'managed_policy_arns that are known',
    (change, block) => {
      change.after.managed_policy_arns = [ofAws];
      delete change.after_unknown.managed_policy_arns;
      block.expressions.managed_policy_arns = { constant_value: [ofAws] };
    },
  ],
  ['an attachment to a role that is not known', attached({ policy_arn: ofAws })],
  ['an attached policy that is not known', attached({ role: 'worker' })],
  ['an attached policy that is known', attached({ role: 'worker', policy_arn: ofAws })],
  [
    'a role that exists and gets a dynamic block',
    (change) => {
      change.actions = ['update'];
      change.before = { ...change.after, inline_policy: [], managed_policy_arns: [] };
      delete change.after_unknown.managed_policy_arns;
      change.after.managed_policy_arns = [];
    },
  ],
  [
    'a role that exists with a policy of its own',
    (change) => {
      change.actions = ['no-op'];
      change.after = { ...change.after, inline_policy: [{ name: 'x', policy: wide }], managed_policy_arns: [] };
      change.after_unknown = {};
      change.before = change.after;
    },
  ],
  [
    'a role that exists with an attached policy',
    (change) => {
      change.actions = ['update'];
      change.after = { ...change.after, inline_policy: [], managed_policy_arns: [ofAws] };
      change.after_unknown = {};
      change.before = change.after;
    },
  ],
  [
    'a plan without its configuration',
    (_, __, plan) => {
      plan.configuration = {};
    },
  ],
  [
    'a configuration without the role',
    (_, __, plan) => {
      plan.configuration.root_module.resources = blocksOf(plan).filter(({ type }) => type !== 'aws_iam_role');
    },
  ],
  [
    'a role without its unknown values',
    (change) => {
      change.after_unknown = {};
    },
  ],
  [
    'a plan with targets',
    (_, __, plan) => {
      plan.complete = false;
    },
  ],
])('an entry does not let %s pass', (_, edit) => {
  expect(verdictOf(openPlan(edit)).verdict).not.toBe('pass');
});

test('in a stack it has no effect: the role may exist', () => {
  expect(spoken(verdictOf(openStack()))).toContain('closed-role undecided');
});

test('an exclusive resource is judged all the same', () => {
  const stack = openStack((resources) => {
    resources.aws_iam_role_policies_exclusive = { worker: { role_name: 'worker', policy_names: ['work', 'other'] } };
  });
  const check = verdictOf(planOf(stack));
  expect(spoken(check)).toEqual(['closed-role undecided']);
  expect(check.premises.join()).not.toContain('inline_policy');
});

test('a role of a rotation needs both exclusive resources', () => {
  const own = contract();
  own.pairs = [{ userName: 'ci', secretName: 'ci/aws' }];
  const check = verdictOf(openPlan(), own);
  const open = check.findings.filter(({ rule }) => rule === 'closed-role');
  expect(open.map(({ message }) => message.split(' ')[0])).toEqual(['inline_policy', 'managed_policy_arns']);
  expect(open.map(({ remedy }) => remedy).join()).not.toContain('noOtherPolicies');
});

describe('a draft', () => {
  const drafted = (input: Loose, today?: string): Loose =>
    draftContract(readModel(JSON.stringify(input), 'input.json'), 'worker', {}, today)?.contract;

  test('has an entry for a created role that nothing closes, with a last day', () => {
    const found = {
      address: 'aws_iam_role.worker',
      reason: 'TODO: how it is known that the role has no dynamic "inline_policy" block',
      owner: 'TODO: who decides',
    };
    expect(drafted(openPlan()).noOtherPolicies).toEqual([{ ...found, expires: 'TODO: the last day' }]);
    expect(drafted(openPlan(), '2026-11-23').noOtherPolicies).toEqual([{ ...found, expires: '2027-02-21' }]);
  });

  test('with a TODO in it is undecided', () => {
    expect(verdictOf(openPlan(), drafted(openPlan())).verdict).toBe('undecided');
  });

  test.each<[string, Loose]>([
    ['a stack', openStack()],
    ['a role that is closed', planOf(stackOf([allow(grant.actions, grant.resources)]))],
    [
      'a role that exists',
      openPlan((change) => {
        change.actions = ['no-op'];
        change.after = { ...change.after, inline_policy: [], managed_policy_arns: [] };
        change.after_unknown = {};
        change.before = change.after;
      }),
    ],
    [
      'a role with a block of its own',
      openPlan((_, block) => {
        block.expressions.inline_policy = [{ policy: { references: ['local.x'] } }];
      }),
    ],
  ])('has none for %s', (_, input) => {
    expect(drafted(input)).not.toHaveProperty('noOtherPolicies');
  });
});
