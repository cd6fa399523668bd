/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- an edit reaches anywhere into untyped JSON */
import { judge as judgeExport, sampleExport } from '../inputs/sample';
import { judge, spoken, wholeContracts, wholeStack, type Loose } from '../checks/sample';

/** The contracts of the project name shards and rules by parameters. An environment without shards can have none of them. */
const arn = (service: string, name: string) => `arn:aws:${service}:eu-central-1:111122223333:${name}`;
const inText = (holder: Loose, name: string, edit: (value: Loose) => void): void => {
  const value = JSON.parse(holder[name]);
  edit(value);
  holder[name] = JSON.stringify(value);
};
const both = (condition: Loose, key: string, value: string) => (condition[key] = [condition[key], value].flat());

const faults: readonly (readonly [string, string, (resource: Loose) => void])[] = [
  [
    'a machine of a shard that the schedules start',
    'grants-inside-contract fail',
    ({ aws_iam_role_policy: { schedule } }) =>
      inText(schedule, 'policy', ({ Statement: [one] }) =>
        both(one, 'Resource', arn('states', 'stateMachine:keyturn-staging-01')),
      ),
  ],
  [
    'a machine of a shard that the events start',
    'grants-inside-contract fail',
    ({ aws_iam_role_policy: { events } }) =>
      inText(events, 'policy', ({ Statement: [one] }) =>
        both(one, 'Resource', arn('states', 'stateMachine:keyturn-staging-01')),
      ),
  ],
  [
    'a second rule that starts rotations',
    'trust fail',
    ({ aws_iam_role: { events } }) =>
      inText(events, 'assume_role_policy', ({ Statement: [one] }) =>
        both(one.Condition.ArnEquals, 'aws:SourceArn', arn('events', 'rule/keyturn-staging-guardduty-1')),
      ),
  ],
  [
    'a second rule of the alerts',
    'trust fail',
    ({ aws_iam_role: { alerts } }) =>
      inText(alerts, 'assume_role_policy', ({ Statement: [one] }) =>
        both(one.Condition.ArnEquals, 'aws:SourceArn', arn('events', 'rule/keyturn-staging-alerts-1')),
      ),
  ],
  [
    'a second rule that sends to the queue',
    'resource-inside-contract fail',
    ({ aws_sqs_queue: { undelivered_events: queue } }) =>
      inText(queue, 'policy', ({ Statement: [one] }) =>
        both(one.Condition.ArnEquals, 'aws:SourceArn', arn('events', 'rule/keyturn-staging-alerts-1')),
      ),
  ],
  ...['guardduty_1', 'guardduty_x'].map(
    (id) =>
      [
        `a target ${id}`,
        'only-named-uses fail',
        ({ aws_cloudwatch_event_target: targets }: Loose) => (targets[id] = targets.guardduty),
      ] as const,
  ),
  [
    'a target with a key',
    'only-named-uses fail',
    ({ aws_cloudwatch_event_target: { guardduty } }) => (guardduty.for_each = { '00': {} }),
  ],
  [
    'a machine of a shard that the role trusts',
    'trust fail',
    ({ aws_iam_role: { execution } }) =>
      inText(execution, 'assume_role_policy', ({ Statement: [one] }) =>
        both(one.Condition.ArnEquals, 'aws:SourceArn', arn('states', 'stateMachine:keyturn-staging-01')),
      ),
  ],
  [
    'the context of a shard in the key',
    'resource-inside-contract fail',
    ({ aws_kms_key: { history } }) =>
      inText(history, 'policy', ({ Statement: statements }) => {
        const { Condition: condition } = statements.find(({ Sid }: Loose) => Sid === 'ExecutionRole');
        const key = 'kms:EncryptionContext:aws:states:stateMachineArn';
        both(condition.StringEquals, key, arn('states', 'stateMachine:keyturn-staging-01'));
      }),
  ],
  [
    'the role of a shard in the key',
    'resource-inside-contract fail',
    ({ aws_kms_key: { history } }) =>
      inText(history, 'policy', ({ Statement: statements }) => {
        const { Condition: condition } = statements.find(({ Sid }: Loose) => Sid === 'ExecutionRole');
        const role = 'arn:aws:iam::111122223333:role/keyturn-staging-execution-01';
        both(condition.StringEquals, 'aws:PrincipalArn', role);
      }),
  ],
  [
    'a second machine with the name of a shard',
    'covered undecided',
    ({ aws_sfn_state_machine: machines }) => (machines.more = { ...machines.rotation, name: 'keyturn-staging-01' }),
  ],
];

test('the sample passes', () => {
  expect(spoken(judge(wholeStack(), wholeContracts))).toEqual([]);
});

test.each(faults)('%s: %s', (_, expected, edit) => {
  const stack = wholeStack();
  edit(stack.resource);
  expect(spoken(judge(stack, wholeContracts))).toContain(expected);
});

describe('in the export of an account without shards', () => {
  const contracts = wholeContracts.filter(({ name }) => name === 'execution-role' || name === 'schedule-role');
  const withRole = (statements: (own: readonly Loose[]) => readonly Loose[]) => {
    const account = sampleExport();
    const [execution] = account.RoleDetailList;
    const copy = JSON.parse(
      JSON.stringify(execution)
        .replaceAll('keyturn-staging-execution', 'keyturn-staging-execution-01')
        .replaceAll('stateMachine:keyturn-staging', 'stateMachine:keyturn-staging-01'),
    );
    const { PolicyDocument: document } = copy.RolePolicyList[0];
    document.Statement = statements(document.Statement);
    account.RoleDetailList.push(copy);
    return spoken(judgeExport(account, contracts));
  };

  test('the contracts of the project hold', () => {
    expect(spoken(judgeExport(sampleExport(), contracts))).toEqual([]);
  });

  test('a role with the name of a shard is none, without users', () => {
    expect(withRole((own) => own.slice(2))).toContain('one-shard fail');
  });

  test('a role with the name of a shard is none, with the users of the machine', () => {
    expect(withRole((own) => own)).toContain('one-shard fail');
  });
});
