import { check } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { review, sidesOfOne } from '../../src/review';
import { print as printText } from '../../src/review/formats/text';
import { buildWorkflow } from '../../src/workflow';
import { wholeContracts, digest } from '../checks/sample';
import { planOf, type Change, type Side } from './plan';
import { now, reviewOf } from './reviewed';

/** A worker with one policy, which every case begins from. */
const trust = (principal: object, conditions: object = {}): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', Condition: conditions }],
  });
const source = { StringEquals: { 'aws:SourceAccount': '111122223333' } };
const states = { Service: 'states.amazonaws.com' };
const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements.map((one) => ({ Effect: 'Allow', ...one })) });
const read = { Action: ['s3:GetObject', 's3:ListBucket'], Resource: 'arn:aws:s3:::logs/*' };
const tls = { Condition: { Bool: { 'aws:SecureTransport': 'true' } } };

const role: Side = { name: 'worker', assume_role_policy: trust(states, source), permissions_boundary: null };
const grants = (text: string): Side => ({ name: 'logs', role: 'worker', policy: text });
const cron = (expression: string): Side => ({
  name: 'nightly',
  schedule_expression: expression,
  schedule_expression_timezone: 'Europe/Berlin',
  state: 'ENABLED',
  flexible_time_window: [{ mode: 'OFF', maximum_window_in_minutes: null }],
  target: [{ arn: 'arn:aws:states:eu-central-1:111122223333:stateMachine:nightly', input: '{}' }],
});
const machine = (definition: object): Side => ({
  name: 'nightly',
  role_arn: 'arn:aws:iam::111122223333:role/worker',
  definition: JSON.stringify(definition),
});
const waiting = {
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 60, Next: 'Done' }, Done: { Type: 'Succeed' } },
};

const base: readonly Change[] = [
  { address: 'aws_iam_role.worker', before: role, after: role },
  { address: 'aws_iam_role_policy.logs', before: grants(policy(read)), after: grants(policy(read)) },
  { address: 'aws_scheduler_schedule.nightly', before: cron('cron(0 3 1 * ? *)'), after: cron('cron(0 3 1 * ? *)') },
  { address: 'aws_sfn_state_machine.nightly', before: machine(waiting), after: machine(waiting) },
];

/** The base with other changes: of the same address, or in addition. */
function changed(...changes: readonly Change[]): readonly Change[] {
  const others = new Map(changes.map((one) => [one.address, one]));
  return [
    ...base.map((one) => others.get(one.address) ?? one),
    ...changes.filter(({ address }) => base.every((one) => one.address !== address)),
  ];
}

/** The page without its head, its glance and its assumptions: the lines that say what changes. */
function linesOf(changes: readonly Change[], hasState = true): string[] {
  const text = printText(reviewOf(planOf(changes, hasState)), { colour: false });
  const [, body = ''] = /\n {2}Resources .*\n([^]*)\nAssumptions, and what is not visible/.exec(text) ?? [];
  return body.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

const schedule =
  '= aws_scheduler_schedule.nightly: at 03:00 on day 1 of the month (Europe/Berlin, cron(0 3 1 * ? *)). Next: Tue 2026-12-01 03:00, Fri 2027-01-01 03:00, Mon 2027-02-01 03:00.';
const unchanged = ['Schedules', schedule];

test.each<[string, readonly Change[], readonly string[]]>([
  ['nothing changed', changed(), unchanged],
  [
    'a permission added',
    changed({
      address: 'aws_iam_role_policy.logs',
      before: grants(policy(read)),
      after: grants(policy(read, { Action: 's3:PutObject', Resource: 'arn:aws:s3:::logs/*' })),
    }),
    [
      'Permissions, before → after',
      'Role worker:',
      '+ s3:PutObject',
      'on arn:aws:s3:::logs/*',
      '(2 unchanged)',
      ...unchanged,
    ],
  ],
  [
    'a permission removed',
    changed({
      address: 'aws_iam_role_policy.logs',
      before: grants(policy(read)),
      after: grants(policy({ ...read, Action: 's3:GetObject' })),
    }),
    [
      'Permissions, before → after',
      'Role worker:',
      '- s3:ListBucket',
      'on arn:aws:s3:::logs/*',
      '(1 unchanged)',
      ...unchanged,
      'Consequences',
      '· aws_iam_role.worker: Running executions lose these rights as well, soon after the apply.',
    ],
  ],
  [
    'a right narrowed, and one widened',
    changed({
      address: 'aws_iam_role_policy.logs',
      before: grants(
        policy({ Action: 's3:*', Resource: '*' }, { Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:::a' }),
      ),
      after: grants(policy(read, { Action: 'sqs:*', Resource: 'arn:aws:sqs:::*' })),
    }),
    [
      'Permissions, before → after',
      'Role worker:',
      '+ sqs:*',
      'on arn:aws:sqs:::*',
      '+ s3:GetObject, s3:ListBucket (before, a wider right had it)',
      'on arn:aws:s3:::logs/*',
      '- s3:*',
      'on *',
      '- sqs:SendMessage (a wider right still has it)',
      'on arn:aws:sqs:::a',
      ...unchanged,
      'Consequences',
      '· aws_iam_role.worker: Running executions lose these rights as well, soon after the apply.',
    ],
  ],
  [
    'a condition dropped',
    changed({
      address: 'aws_iam_role_policy.logs',
      before: grants(policy({ ...read, ...tls })),
      after: grants(policy(read)),
    }),
    [
      'Permissions, before → after',
      'Role worker:',
      '~ s3:GetObject, s3:ListBucket',
      'on arn:aws:s3:::logs/*',
      'before: if Bool aws:SecureTransport ["true"]',
      'now: no condition',
      ...unchanged,
    ],
  ],
  [
    'trust widened',
    changed({
      address: 'aws_iam_role.worker',
      before: role,
      after: { ...role, assume_role_policy: trust({ AWS: '*' }) },
    }),
    [
      'Who can assume the roles, before → after',
      'Role worker:',
      '+ AWS *: sts:AssumeRole',
      '- Service states.amazonaws.com: sts:AssumeRole',
      'if StringEquals aws:SourceAccount ["111122223333"]',
      ...unchanged,
    ],
  ],
  [
    'a schedule changed',
    changed({
      address: 'aws_scheduler_schedule.nightly',
      before: cron('cron(0 3 1 * ? *)'),
      after: cron('cron(30 4 ? * MON-FRI *)'),
    }),
    [
      'Schedules',
      '~ aws_scheduler_schedule.nightly: at 04:30 from Monday to Friday (Europe/Berlin, cron(30 4 ? * MON-FRI *)). Next: Mon 2026-11-23 04:30, Tue 2026-11-24 04:30, Wed 2026-11-25 04:30. Before: at 03:00 on day 1 of the month (Europe/Berlin, cron(0 3 1 * ? *)).',
    ],
  ],
  [
    'a state added, one changed',
    changed({
      address: 'aws_sfn_state_machine.nightly',
      before: machine(waiting),
      after: machine({
        StartAt: 'Wait',
        States: {
          Wait: { Type: 'Wait', Seconds: 90, Next: 'Look' },
          Look: { Type: 'Pass', Next: 'Done' },
          Done: { Type: 'Succeed' },
        },
      }),
    }),
    [
      ...unchanged,
      'The state machine',
      'State machine nightly:',
      '+ state Look (Pass)',
      '~ state Wait: Seconds 60 → 90, Next Done → Look',
      'Consequences',
      '· aws_sfn_state_machine.nightly: Running executions keep the definition and the role that they started with. Executions that start after the apply use the new ones.',
    ],
  ],
  [
    'the machine replaced',
    changed({
      address: 'aws_sfn_state_machine.nightly',
      before: machine(waiting),
      after: { ...machine(waiting), type: 'EXPRESS' },
      actions: ['delete', 'create'],
    }),
    [
      ...unchanged,
      'The state machine',
      'State machine nightly:',
      '~ argument type',
      'What is destroyed or replaced',
      '~ aws_sfn_state_machine.nightly: replaced',
      'Consequences',
      '· aws_sfn_state_machine.nightly: Running executions end at their next step: a run that waits for the end of its grace period does not delete the previous key. Until they end, a machine of the same name cannot be created. Wait for them before the apply.',
    ],
  ],
  [
    'the role of the machine replaced',
    changed({ address: 'aws_iam_role.worker', before: role, after: role, actions: ['delete', 'create'] }),
    [
      ...unchanged,
      'What is destroyed or replaced',
      '~ aws_iam_role.worker: replaced',
      'Consequences',
      '· aws_iam_role.worker: While the role is away, every call of a running execution with it fails, also if the new role has the same name. Wait for running executions before the apply.',
    ],
  ],
  [
    'the machine and its schedule destroyed',
    changed(
      { address: 'aws_sfn_state_machine.nightly', before: machine(waiting) },
      { address: 'aws_scheduler_schedule.nightly', before: cron('rate(7 days)') },
    ),
    [
      'Schedules',
      '- aws_scheduler_schedule.nightly: every 7 days (Europe/Berlin, rate(7 days)).',
      'The state machine',
      'State machine nightly:',
      '- 2 states',
      'What is destroyed or replaced',
      '- aws_scheduler_schedule.nightly: destroyed',
      '- aws_sfn_state_machine.nightly: destroyed',
      'Consequences',
      '· aws_scheduler_schedule.nightly: It starts nothing any more. What it started continues.',
      '· aws_sfn_state_machine.nightly: Running executions end at their next step: a run that waits for the end of its grace period does not delete the previous key. Nothing rotates afterwards.',
    ],
  ],
  [
    'a policy that is known after the apply: nothing is called removed',
    changed({
      address: 'aws_iam_role_policy.logs',
      before: grants(policy(read)),
      after: { name: 'logs', role: 'worker' },
      unknown: { policy: true },
    }),
    [
      'Permissions, before → after',
      'Role worker:',
      '? s3:GetObject, s3:ListBucket',
      'on arn:aws:s3:::logs/*',
      '· aws_iam_role_policy.logs after the change: its rights cannot be shown, because it is not known: it is known only after the apply',
      ...unchanged,
    ],
  ],
  [
    'a policy that is marked sensitive',
    changed({
      address: 'aws_iam_role_policy.logs',
      before: grants(policy(read)),
      after: grants(policy({ Action: '*', Resource: '*' })),
      sensitive: { policy: true },
    }),
    [
      'Permissions, before → after',
      'Role worker:',
      '~ aws_iam_role_policy.logs: a policy that is marked sensitive, so its rights are not shown',
      ...unchanged,
    ],
  ],
  [
    'a Deny removed, a boundary dropped, a managed policy attached',
    changed(
      {
        address: 'aws_iam_role.worker',
        before: { ...role, permissions_boundary: 'arn:aws:iam::111122223333:policy/boundary' },
        after: role,
      },
      {
        address: 'aws_iam_role_policy.logs',
        before: grants(policy(read, { Effect: 'Deny', NotAction: 's3:*', Resource: '*' })),
        after: grants(policy(read)),
      },
      {
        address: 'aws_iam_role_policy_attachment.more',
        after: { role: 'worker', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
    ),
    [
      'Permissions, before → after',
      'Role worker:',
      '- Deny * except s3:*',
      'on *',
      '(2 unchanged)',
      '+ managed policy arn:aws:iam::aws:policy/AdministratorAccess, whose document this input does not show',
      '~ permissions boundary: arn:aws:iam::111122223333:policy/boundary before, none after',
      ...unchanged,
    ],
  ],
])('%s', (_, changes, expected) => {
  expect(linesOf(changes)).toEqual(expected);
});

/** A machine of Keyturn for these users. */
function rotating(...users: readonly string[]): object {
  return buildWorkflow({
    pairs: users.map((userName) => ({ userName, secretName: `${userName}/aws` })),
    partition: 'aws',
    strategy: 'overlap',
    twoKeys: 'refuse',
    settleSeconds: 10,
    gracePeriodSeconds: 86_400,
    maxGracePeriodSeconds: 604_800,
    mail: {
      source: 'sender@example.com',
      toAddresses: ['recipient@example.com'],
      ccAddresses: [],
      bccAddresses: [],
      replyToAddresses: [],
      subject: 'subject',
      htmlBody: 'body',
      textBody: 'body',
    },
    secretFormat: { kind: 'access-key' },
  });
}

test('a user added and one removed, with the arithmetic of the age of a key', () => {
  const lines = linesOf(
    changed({
      address: 'aws_sfn_state_machine.nightly',
      before: machine(rotating('ci-deployer', 'backup-agent')),
      after: machine(rotating('ci-deployer', 'report-mailer')),
    }),
  );
  expect(lines.slice(0, 3)).toEqual([
    'Rotated users',
    '+ user report-mailer, secret report-mailer/aws',
    '- user backup-agent, secret backup-agent/aws',
  ]);
  expect(lines.join('\n')).toMatch(
    /nightly, strategy overlap: a key lives at most 33 days 1 hour (.+) = largest gap 31 days 1 hour \+ flexible window 0 seconds \+ retry age 1 day \+ grace period 1 day \+ longest run \1, if every run succeeds\.$/m,
  );
  expect(lines).toContain('~ state CheckInput: Choices');
});

test('an empty prior state is unknown, and nothing is called added', () => {
  const created = base.map(({ address, after }) => ({ address, after }));
  const text = printText(reviewOf(planOf(created, false)), { colour: false });
  expect(text).toContain('Before: unknown.');
  expect(text.replace('nothing is called added', '')).not.toMatch(/\badded\b|^ *\+ /m);
});

test('without a contract the word of a pass is not used', () => {
  const text = printText(reviewOf(planOf(base)), { colour: false });
  expect(text).toContain('Not judged');
  expect(text).not.toMatch(/\bpass(ed|es)?\b/);
});

test('with contracts it has the verdict of the check', () => {
  const model = readModel(planOf(base), 'plan.json');
  const report = check([model], wholeContracts, { today: '2026-11-23', coverAll: 'ours', digest });
  const found = review({ sides: sidesOfOne(model), after: model, before: undefined, report, now });
  expect(found.verdict).toBe(report.verdict);
});
