import { draftContract } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { spoken, type Loose } from '../sample';
import { planOf } from './planned';
import { allow, contractOf, document, judgeStranger, stackOf } from './stranger';

/** Modules of native configuration choose between a name and a prefix: a plan shows only the names that both expressions mention. */
const grant = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] };
const contract = contractOf([grant], { subject: { address: 'aws_iam_role.worker' }, uses: [] });
const chosen = { references: ['var.use_name_prefix', 'local.role_name'] };

/** The plan of a module with a role `worker` and, by `other`, one more; each has the prefix of its own. */
function planned(
  edit: (resources: Loose) => void = () => undefined,
  change: (role: Loose) => void = () => undefined,
): Loose {
  const stack = stackOf([allow(grant.actions, grant.resources)]);
  const { resource } = stack;
  resource.aws_iam_role.worker = { ...resource.aws_iam_role.worker, name: undefined, name_prefix: 'worker-' };
  resource.aws_iam_role_policy.worker.role = '${aws_iam_role.worker.id}';
  resource.aws_iam_role_policies_exclusive.worker.role_name = '${aws_iam_role.worker.name}';
  resource.aws_iam_role_policy_attachments_exclusive.worker.role_name = '${aws_iam_role.worker.name}';
  edit(resource);
  for (const role of Object.values(resource.aws_iam_role as Loose[])) delete role.name;
  const plan = planOf(stack);
  for (const block of plan.configuration.root_module.resources as Loose[])
    if (block.type === 'aws_iam_role') Object.assign(block.expressions, { name: chosen, name_prefix: chosen });
  for (const one of plan.resource_changes as Loose[])
    if (one.type === 'aws_iam_role') {
      one.change.after_unknown.name = true;
      change(one);
    }
  return plan as object;
}

const withOther = (r: Loose): void => {
  r.aws_iam_role.other = { ...r.aws_iam_role.worker, name_prefix: 'other-' };
  r.aws_iam_role_policy.other = { name: 'x', role: '${aws_iam_role.other.name}', policy: document(allow('*')) };
};

test('a name that a module leaves out next to a known prefix is a generated one', () => {
  expect(spoken(judgeStranger(planned(), contract))).toEqual([]);
  const { contract: draft } = draftContract(readModel(JSON.stringify(planned()), 'plan.json'), 'worker') ?? {};
  expect(draft).toMatchObject({ subject: { address: 'aws_iam_role.worker' } });
});

test('what belongs to another new role of the module is not its own', () => {
  expect(spoken(judgeStranger(planned(withOther), contract))).toEqual([]);
  const other = { ...contract, subject: { address: 'aws_iam_role.other' } };
  expect(spoken(judgeStranger(planned(withOther), other))).toContain('grants-inside-contract fail');
});

const wide = document(allow('iam:*'));
test.each<[string, Loose]>([
  [
    'a policy more, by a reference to its name',
    planned((r) => {
      r.aws_iam_role_policy.more = { name: 'more', role: '${aws_iam_role.worker.name}', policy: wide };
    }),
  ],
  [
    'a policy more, by the name that it may have',
    planned((r) => {
      r.aws_iam_role_policy.more = { name: 'more', role: 'worker-20260101000000000000000001', policy: wide };
    }),
  ],
  [
    'a prefix that is not known',
    planned(undefined, ({ change }) => {
      delete change.after.name_prefix;
      change.after_unknown.name_prefix = true;
    }),
  ],
  [
    'an empty prefix',
    planned(undefined, ({ change }) => {
      change.after.name_prefix = '';
    }),
  ],
  [
    'another role that exists, whose new name is not known',
    planned(withOther, ({ address, change }) => {
      if (address !== 'aws_iam_role.other') return;
      change.actions = ['update'];
      change.before = change.after;
    }),
  ],
])('it does not pass with %s', (_, plan) => {
  expect(judgeStranger(plan, contract).verdict).not.toBe('pass');
});

const hosts = (name: string, values: object): Loose =>
  planned((r) => {
    r[name] = { x: values };
  });

test.each<[string, Loose, boolean]>([
  ['all hosts of a domain', hosts('aws_acm_certificate', { domain_name: '*.example.com' }), true],
  [
    'a pattern of the roles of another prefix',
    hosts('aws_iam_policy', {
      name: 'y',
      policy: document(allow('iam:PassRole', 'arn:aws:iam::111122223333:role/many-*')),
    }),
    true,
  ],
  ['a pattern that ends in other letters', hosts('aws_acm_certificate', { domain_name: 'worker-*-x' }), true],
  ['a pattern of some such names', hosts('aws_acm_certificate', { domain_name: 'worker-2026*' }), false],
  [
    'all hosts of a domain in a document',
    hosts('aws_sqs_queue', {
      name: 'q',
      policy: document({
        ...allow('sqs:*'),
        Principal: '*',
        Condition: { StringLike: { 'aws:PrincipalArn': '*.example.com' } },
      }),
    }),
    false,
  ],
])('with %s next to it', (_, plan, passes) => {
  expect(judgeStranger(plan, contract).verdict === 'pass').toBe(passes);
});
