import { draftContract } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { spoken, type Loose } from '../sample';
import { planOf } from './planned';
import { allow, judgeStranger, stackOf } from './stranger';

/** A draft has an entry for each question that an entry can answer: people decide about it. */
const source = 'registry.terraform.io/hashicorp/aws';
const unknown = { references: ['local.x'] };

function planned(added: readonly Loose[]): Loose {
  const plan = planOf(stackOf([allow('s3:GetObject', 'arn:aws:s3:::reports/*')]));
  for (const { type, name = 'x', values = {}, open = [], provider = source } of added) {
    const address = `${String(type)}.${String(name)}`;
    const named = { address, mode: 'managed', type, name, provider_name: provider };
    const after_unknown = Object.fromEntries((open as string[]).map((one) => [one, true]));
    const change = { actions: ['create'], before: null, after: values, after_unknown };
    (plan.resource_changes as Loose[]).push({ ...named, change });
    (plan.configuration.root_module.resources as Loose[]).push({
      ...{ address, mode: 'managed', type, name, provider_config_key: 'aws' },
      expressions: Object.fromEntries((open as string[]).map((one) => [one, unknown])),
    });
  }
  return plan as object;
}

const drafted = (plan: Loose): Loose =>
  draftContract(readModel(JSON.stringify(plan), 'plan.json'), 'worker', {}, '2026-11-23')?.contract;

const answered = (draft: Loose): Loose => JSON.parse(JSON.stringify(draft).replaceAll('TODO', 'decided'));

const elsewhere = (address: string, attribute: string) => ({
  ...{ address, attribute, reason: 'TODO: what it names, and how that is known' },
});
const ignored = (address: string, more: object = {}) => ({
  ...{ address, ...more, reason: 'TODO: why it gives the role nothing', owner: 'TODO: who decides' },
  expires: '2027-02-21',
});

test.each<[string, Loose, Loose]>([
  [
    'a use that is not known',
    { type: 'aws_lambda_function', values: { function_name: 'f' }, open: ['role'] },
    { elsewhere: [elsewhere('aws_lambda_function.x', 'role')] },
  ],
  [
    'two uses of one resource that are not known',
    { type: 'aws_ecs_task_definition', values: { family: 'f' }, open: ['task_role_arn', 'execution_role_arn'] },
    {
      elsewhere: [
        elsewhere('aws_ecs_task_definition.x', 'task_role_arn'),
        elsewhere('aws_ecs_task_definition.x', 'execution_role_arn'),
      ],
    },
  ],
  [
    'a policy of a resource that is not known',
    { type: 'aws_sqs_queue_policy', values: { queue_url: 'q' }, open: ['policy'] },
    { elsewhere: [elsewhere('aws_sqs_queue_policy.x', 'policy')] },
  ],
  [
    'an attachment to a role that is not known',
    {
      type: 'aws_iam_role_policy_attachment',
      values: { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      open: ['role'],
    },
    { elsewhere: [elsewhere('aws_iam_role_policy_attachment.x', 'role')] },
  ],
  [
    'a type of another provider',
    { type: 'datadog_monitor', values: { name: 'm' }, provider: 'registry.terraform.io/datadog/datadog' },
    { ignored: [ignored('datadog_monitor.x')] },
  ],
  [
    'a provider of another name',
    { type: 'acme_thing', values: { name: 'm' }, provider: 'registry.terraform.io/example/acme' },
    { ignored: [ignored('acme_thing.x', { provider: 'registry.terraform.io/example/acme' })] },
  ],
])('for %s', (_, added, entries) => {
  const plan = planned([added]);
  const draft = drafted(plan);
  expect(draft).toMatchObject(entries);
  expect(judgeStranger(plan, draft).verdict).toBe('undecided');
  expect(spoken(judgeStranger(plan, answered(draft)))).toEqual([]);
});

describe('for what the policies of resources give', () => {
  const queue = (policy: string): Loose => ({
    type: 'aws_sqs_queue_policy',
    values: { queue_url: 'q', policy },
  });
  const statement = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Resource: '*', ...more }] });

  test('a line with its conditions, in which services are in lower case', () => {
    const plan = planned([
      queue(
        statement({
          Action: ['SQS:SendMessage', 'sqs:ReceiveMessage'],
          Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
        }),
      ),
    ]);
    const draft = drafted(plan);
    expect(draft.resourcePolicies).toEqual([
      {
        reason: 'TODO: why the policy of this resource allows it to the role, or to everybody',
        address: 'aws_sqs_queue_policy.x',
        actions: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
        conditions: [{ key: 'aws:SourceIp', operator: 'IpAddress', values: ['192.0.2.0/24'] }],
      },
    ]);
    expect(judgeStranger(plan, draft).verdict).toBe('undecided');
    expect(spoken(judgeStranger(plan, answered(draft)))).toEqual([]);
    const wider = planned([queue(statement({ Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'] }))]);
    expect(spoken(judgeStranger(wider, answered(draft)))).toContain('resource-policies fail');
    const more = planned([queue(statement({ Action: 'sqs:DeleteQueue' }))]);
    expect(spoken(judgeStranger(more, answered(draft)))).toContain('resource-policies fail');
  });

  test.each([
    ['every action', { Action: '*' }],
    ['every action but one', { Action: undefined, NotAction: 'sqs:DeleteQueue' }],
  ])('no line for %s, which a contract cannot express', (_, more) => {
    const draft = drafted(planned([queue(statement(more))]));
    expect(draft).not.toHaveProperty('resourcePolicies');
  });

  test('an entry for a principal that is not understood', () => {
    const plan = planned([queue(statement({ Action: 'sqs:*', Principal: { AWS: 'arn:aws:iam::root' } }))]);
    const draft = drafted(plan);
    expect(draft.ignored).toEqual([ignored('aws_sqs_queue_policy.x')]);
    expect(spoken(judgeStranger(plan, answered(draft)))).toEqual([]);
    const wider = planned([queue(statement({ Action: 'sqs:*' }))]);
    expect(spoken(judgeStranger(wider, answered(draft)))).toContain('resource-policies fail');
  });
});

test('none for what is known, and none for an unknown argument of IAM', () => {
  expect(drafted(planned([{ type: 'aws_sqs_queue', values: { name: 'q' } }]))).not.toHaveProperty('elsewhere');
  const group = planned([{ type: 'aws_iam_group', values: { name: 'g', odd: 'x' } }]);
  expect(drafted(group)).not.toHaveProperty('ignored');
});

test('an answered draft lets nothing else pass', () => {
  const queue = { type: 'aws_sqs_queue_policy', values: { queue_url: 'q' }, open: ['policy'] };
  const own = answered(drafted(planned([queue])));
  const wider = { type: 'aws_iam_role_policy_attachment', values: { role: 'worker' }, open: ['policy_arn'] };
  expect(judgeStranger(planned([queue, wider]), own).verdict).not.toBe('pass');
  const other = { ...queue, name: 'other' };
  expect(judgeStranger(planned([queue, other]), own).verdict).not.toBe('pass');
});
