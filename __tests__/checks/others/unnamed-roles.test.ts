/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call -- an edit reaches anywhere into untyped JSON */
import { draftContract } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { spoken, type Loose } from '../sample';
import { allow, contractOf, document, judgeStranger, machineOf, stackOf } from './stranger';

const reports = [allow('s3:GetObject', 'arn:aws:s3:::reports/*')];
const grant = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] };
const contract = contractOf([grant], { subject: { address: 'aws_iam_role.worker' }, uses: [] });

/** A role whose name the provider generates; all others name it by references. */
function unnamed(edit: (resource: Loose) => void = () => undefined, role: Loose = { name_prefix: 'worker-' }): Loose {
  const stack = stackOf(reports);
  const { resource } = stack;
  delete resource.aws_iam_role.worker.name;
  Object.assign(resource.aws_iam_role.worker, role);
  resource.aws_iam_role_policy.worker.role = '${aws_iam_role.worker.id}';
  resource.aws_iam_role_policies_exclusive.worker.role_name = '${aws_iam_role.worker.name}';
  resource.aws_iam_role_policy_attachments_exclusive.worker.role_name = '${aws_iam_role.worker.name}';
  edit(resource);
  return stack;
}

test.each<[string, Loose]>([
  ['a prefix', { name_prefix: 'worker-' }],
  ['nothing', {}],
  ['an empty name', { name: '' }],
  ['an empty prefix', { name_prefix: '' }],
  ['an empty name and an empty prefix', { name: '', name_prefix: '' }],
])('a role named by %s is judged by its address', (_, role) => {
  expect(spoken(judgeStranger(unnamed(undefined, role), contract))).toEqual([]);
});

const digits = '20260101000000000000000001';
const queueFor = (principal: object, condition: object = {}): Loose => ({
  q: { name: 'q', policy: document({ ...allow('sqs:*'), Principal: principal, Condition: condition }) },
});
const like = (pattern: string): Loose => queueFor({ AWS: '*' }, { ArnLike: { 'aws:PrincipalArn': pattern } });

/** The attacks: each gives the role more than its contract allows. */
test.each<[string, (resource: Loose) => void]>([
  [
    'a policy more, by a reference',
    (r) =>
      (r.aws_iam_role_policy.more = {
        name: 'work',
        role: '${aws_iam_role.worker.name}',
        policy: document(allow('iam:*')),
      }),
  ],
  ['a wider policy', (r) => (r.aws_iam_role_policy.worker.policy = document(allow('s3:*')))],
  [
    'an attachment by a reference',
    (r) =>
      (r.aws_iam_role_policy_attachment = {
        x: { role: '${aws_iam_role.worker.name}', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      }),
  ],
  [
    'a policy more, by the name that the role has',
    (r) => (r.aws_iam_role_policy.more = { name: 'more', role: `worker-${digits}`, policy: document(allow('iam:*')) }),
  ],
  [
    'a policy of a queue for the ARN that the role has',
    (r) => (r.aws_sqs_queue = queueFor({ AWS: `arn:aws:iam::111122223333:role/worker-${digits}` })),
  ],
  [
    'a policy of a queue for its session',
    (r) => (r.aws_sqs_queue = queueFor({ AWS: `arn:aws:sts::111122223333:assumed-role/worker-${digits}/x` })),
  ],
  [
    'a policy of a queue for a pattern of all such roles',
    (r) => (r.aws_sqs_queue = like('arn:aws:iam::111122223333:role/worker-*')),
  ],
  [
    'a policy of a queue for a pattern of some such roles',
    (r) => (r.aws_sqs_queue = like('arn:aws:iam::111122223333:role/worker-2026*')),
  ],
  [
    'a policy of a queue for a pattern of the length',
    (r) => (r.aws_sqs_queue = like(`arn:aws:iam::111122223333:role/worker-${'?'.repeat(26)}`)),
  ],
  ['a policy of a queue by a reference', (r) => (r.aws_sqs_queue = queueFor({ AWS: '${aws_iam_role.worker.arn}' }))],
  [
    'another use, by a reference',
    (r) => (r.aws_iam_instance_profile = { x: { name: 'x', role: '${aws_iam_role.worker.name}' } }),
  ],
  ['exclusives of another role', (r) => (r.aws_iam_role_policies_exclusive.worker.role_name = 'worker')],
  [
    'exclusives that name the address as a text',
    (r) => (r.aws_iam_role_policies_exclusive.worker.role_name = 'worker-<aws_iam_role.worker>'),
  ],
  ['no exclusives', (r) => delete r.aws_iam_role_policies_exclusive],
  ['a prefix that is not known', (r) => (r.aws_iam_role.worker.name_prefix = '${file("prefix")}')],
  [
    'a policy of a role that is not known',
    (r) => (r.aws_iam_role_policy.more = { name: 'more', role: '${file("role")}', policy: document(allow('iam:*')) }),
  ],
])('a role without a written name does not pass with %s', (_, edit) => {
  expect(judgeStranger(unnamed(edit), contract).verdict).not.toBe('pass');
});

test('two roles with the same prefix are two roles', () => {
  const two = (resource: Loose) => {
    resource.aws_iam_role.other = { ...resource.aws_iam_role.worker };
    resource.aws_iam_role_policy.other = {
      name: 'other',
      role: '${aws_iam_role.other.id}',
      policy: document(allow('iam:*')),
    };
  };
  expect(spoken(judgeStranger(unnamed(two), contract))).toEqual([]);
  const other = { ...contract, subject: { address: 'aws_iam_role.other' } };
  expect(spoken(judgeStranger(unnamed(two), other))).toContain('grants-inside-contract fail');
});

test('a machine finds its role without a name by the reference', () => {
  const stack = machineOf(
    { StartAt: 'A', States: { A: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:s3:getObject', End: true } } },
    reports,
    { role_arn: '${aws_iam_role.worker.arn}' },
  );
  const { resource } = unnamed();
  Object.assign(stack.resource, { ...resource, aws_sfn_state_machine: stack.resource.aws_sfn_state_machine });
  expect(spoken(judgeStranger(stack, contractOf([grant], { subject: { machine: 'work' } })))).toEqual([]);
  expect(spoken(judgeStranger(stack, contractOf([], { subject: { machine: 'work' } })))).toContain(
    'grants-inside-contract fail',
  );
});

test.each(['aws_iam_role.worker', 'worker'])(
  'a draft by %s names the address, and passes when its TODOs are answered',
  (role) => {
    const { contract: draft = {} } = draftContract(readModel(JSON.stringify(unnamed()), 'input.json'), role) ?? {};
    expect(draft).toMatchObject({ subject: { address: 'aws_iam_role.worker' } });
    const answered = JSON.parse(JSON.stringify(draft).replaceAll('TODO', 'answered'));
    expect(spoken(judgeStranger(unnamed(), answered))).toEqual([]);
  },
);

/** Managed policies of the same input, listed by references. */
const managed = (policy: string, edit: (resource: Loose) => void = () => undefined): Loose =>
  unnamed((resource) => {
    resource.aws_iam_policy = { own: { name_prefix: 'own-', policy } };
    resource.aws_iam_role_policy_attachment = {
      own: { role: '${aws_iam_role.worker.name}', policy_arn: '${aws_iam_policy.own.arn}' },
    };
    resource.aws_iam_role_policy_attachments_exclusive.worker.policy_arns = ['${aws_iam_policy.own.arn}'];
    edit(resource);
  });

test('a managed policy of the same input is judged like an inline one', () => {
  expect(spoken(judgeStranger(managed(document(...reports)), contract))).toEqual([]);
  expect(spoken(judgeStranger(managed(document(allow('iam:*'))), contract))).toContain('grants-inside-contract fail');
});

test.each<[string, (resource: Loose) => void]>([
  [
    'a second policy, which is not attached otherwise',
    (r) => {
      r.aws_iam_policy.wide = { name: 'wide', policy: document(allow('iam:*')) };
      r.aws_iam_role_policy_attachments_exclusive.worker.policy_arns.push('${aws_iam_policy.wide.arn}');
    },
  ],
  [
    'a policy that a data source looks up',
    (r) => r.aws_iam_role_policy_attachments_exclusive.worker.policy_arns.push('${data.aws_iam_policy.admin.arn}'),
  ],
  ['what a file holds', (r) => r.aws_iam_role_policy_attachments_exclusive.worker.policy_arns.push('${file("arn")}')],
  [
    'a policy of AWS',
    (r) =>
      r.aws_iam_role_policy_attachments_exclusive.worker.policy_arns.push(
        'arn:aws:iam::aws:policy/AdministratorAccess',
      ),
  ],
])('a list of attachments does not pass with %s', (_, edit) => {
  expect(judgeStranger(managed(document(...reports), edit), contract).verdict).not.toBe('pass');
});
