import { memberOf, plainJson, type Json } from '../../src/json';
import { audited, cleanAccount, found, place, secretArn, verdicts, type Answers } from './account';
import { credentialReport, day, now } from './report';

/** Changes a member of an answer; the path leads to it. */
function changed(answers: Answers, key: string, path: readonly (string | number)[], value: Json): Answers {
  const copy = plainJson(answers[key] ?? null);
  let at: unknown = copy;
  for (const step of path.slice(0, -1)) at = (at as Record<string | number, unknown>)[step];
  const last = path.at(-1) ?? '';
  (at as Record<string | number, unknown>)[last] = value;
  return { ...answers, [key]: copy };
}

const machine = `machine ${place.machineArn}`;
const executions = `executions ${place.machineArn}`;
const schedules = `schedules ${place.scheduleGroup}`;
const schedule = `schedule ${place.scheduleGroup}/ci-deployer`;
const key = Object.keys(cleanAccount()).find((one) => one.startsWith('key ')) ?? '';
const topic = 'arn:aws:sns:eu-central-1:111122223333:keyturn-staging-alerts';
const users = place.environment.users.map(({ name }) => name);

/** Where the execution role is in the export. */
const roleAt = (answers: Answers): number => {
  const roles = memberOf(answers['identities '], 'RoleDetailList');
  return (roles as readonly Json[]).findIndex((one) => memberOf(one, 'RoleName') === place.executionRole);
};

describe('the audit of an environment', () => {
  const clean = cleanAccount();
  const role = roleAt(clean);

  test('a clean account is clean, and every question has an answer', () => {
    const audit = audited(clean);
    expect(found(audit)).toEqual([]);
    expect([audit.verdict, audit.gaps, audit.notShown]).toEqual(['pass', [], []]);
    expect(new Set(verdicts(audit))).toEqual(new Set(['pass']));
    expect(audit.parts.drift.notCompared).toEqual([]);
  });

  test.each([
    [
      'the definition, in a description of metadata alone',
      machine,
      ['definition'],
      '',
      'aws_sfn_state_machine.rotation',
    ],
    ['the definition', machine, ['definition'], null, 'aws_sfn_state_machine.rotation'],
    ['the role of the machine', machine, ['roleArn'], null, 'aws_sfn_state_machine.rotation'],
    [
      'the expression of a schedule',
      schedule,
      ['ScheduleExpression'],
      null,
      'aws_scheduler_schedule.rotation["ci-deployer"]',
    ],
    ['the input of a schedule', schedule, ['Target', 'Input'], null, 'aws_scheduler_schedule.rotation["ci-deployer"]'],
    ['the state of the key', key, ['KeyMetadata', 'KeyState'], null, 'aws_kms_key.history'],
  ] as const)('an answer without %s is not taken for an equal one', (_, question, path, value, address) => {
    const audit = audited(changed(clean, question, path, value));
    expect([found(audit), audit.parts.drift.notCompared]).toEqual([[], [address]]);
  });

  const cases: readonly (readonly [fault: string, plant: (answers: Answers) => Answers, found: readonly string[]])[] = [
    [
      'a wider policy of the role',
      (answers) =>
        changed(
          answers,
          'identities ',
          ['RoleDetailList', role, 'RolePolicyList', 0, 'PolicyDocument', 'Statement', 0, 'Resource'],
          '*',
        ),
      [`roles grants-inside-contract`, `drift document-differs ${place.executionRole}`],
    ],
    [
      'one more managed policy',
      (answers) =>
        changed(
          answers,
          'identities ',
          ['RoleDetailList', role, 'AttachedManagedPolicies'],
          [{ PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
        ),
      ['roles no-managed-policies', `drift document-extra ${place.executionRole}`],
    ],
    [
      'another trust policy',
      (answers) =>
        changed(
          answers,
          'identities ',
          ['RoleDetailList', role, 'AssumeRolePolicyDocument', 'Statement', 0, 'Principal'],
          {
            Service: 'lambda.amazonaws.com',
          },
        ),
      ['roles trust', `drift document-differs ${place.executionRole}`],
    ],
    [
      'an old key',
      (answers) => ({
        ...answers,
        'credential-report ': credentialReport(
          users.map((name) => ({ name, keys: [name === 'ci-deployer' ? 200 : 9] })),
        ),
      }),
      [
        'keys key-too-old ci-deployer',
        'controls cis-rotated-within-90-days ci-deployer',
        'controls security-hub-iam-3 ci-deployer',
      ],
    ],
    [
      'a user that moved to another path',
      (answers) => ({
        ...answers,
        'credential-report ': credentialReport(
          users.map((name) => ({ name, keys: [9], path: name === 'ci-deployer' ? '/team/' : '/' })),
        ),
      }),
      ['keys user-path-differs ci-deployer'],
    ],
    [
      'a disabled schedule',
      (answers) => changed(answers, schedule, ['State'], 'DISABLED'),
      ['drift disabled ci-deployer'],
    ],
    ['a deleted schedule', (answers) => ({ ...answers, [schedule]: undefined }), ['drift missing ci-deployer']],
    [
      'another input of a schedule',
      (answers) => changed(answers, schedule, ['Target', 'Input'], '{"userName":"root"}'),
      ['drift value-differs ci-deployer'],
    ],
    [
      'one more schedule',
      (answers) =>
        changed(answers, schedules, ['Schedules', 4], {
          GroupName: place.scheduleGroup,
          Name: 'mallory',
          State: 'ENABLED',
        }),
      ['drift extra mallory'],
    ],
    [
      'a schedule of another group that starts the machine',
      (answers) =>
        changed(answers, 'all-schedules ', ['Schedules', 0], {
          GroupName: 'default',
          Name: 'mallory',
          Target: { Arn: place.machineArn },
        }),
      ['drift extra default/mallory'],
    ],
    [
      'a rule of EventBridge that starts the machine',
      (answers) => changed(answers, `rules-of-machine ${place.machineArn}`, ['RuleNames', 7], 'mallory'),
      ['drift extra mallory'],
    ],
    [
      'another state of the definition',
      (answers) => {
        const definition = textIn(answers[machine], 'definition').replace(
          '"ListAccessKeys":{"Type":"Task",',
          '"ListAccessKeys":{"Type":"Task","Comment":"x",',
        );
        return changed(answers, machine, ['definition'], definition);
      },
      ['drift state-changed keyturn-staging'],
    ],
    ['no machine', (answers) => ({ ...answers, [machine]: undefined }), ['drift missing keyturn-staging']],
    [
      'an alarm that informs nobody',
      (answers) => changed(answers, `alarms ${alarmNames(answers)}`, ['MetricAlarms', 0, 'AlarmActions'], []),
      [`drift value-differs ${firstAlarm(clean)}`],
    ],
    [
      'a raised alarm',
      (answers) => changed(answers, `alarms ${alarmNames(answers)}`, ['MetricAlarms', 0, 'StateValue'], 'ALARM'),
      ['alerts alarm-raised -'],
    ],
    [
      'no subscription',
      (answers) => changed(answers, `subscriptions ${topic}`, ['Subscriptions'], []),
      ['drift missing on-call@example.com', 'alerts no-subscriber -'],
    ],
    [
      'a subscription of somebody else, who has not confirmed it',
      (answers) =>
        changed(answers, `subscriptions ${topic}`, ['Subscriptions', 1], {
          SubscriptionArn: 'PendingConfirmation',
          TopicArn: topic,
          Protocol: 'email',
          Endpoint: 'mallory@example.net',
        }),
      ['drift extra mallory@example.net'],
    ],
    [
      'an open topic',
      (answers) => changed(answers, `topic ${topic}`, ['Attributes', 'Policy'], '{"Statement":[]}'),
      ['drift document-differs keyturn-staging-alerts'],
    ],
    [
      'a disabled rule',
      (answers) => changed(answers, 'rule keyturn-staging-alerts', ['State'], 'DISABLED'),
      ['drift disabled keyturn-staging-alerts'],
    ],
    [
      'no target of a rule',
      (answers) => changed(answers, 'targets keyturn-staging-alerts', ['Targets'], []),
      ['drift missing keyturn-staging-alerts'],
    ],
    [
      'one more target of a rule',
      (answers) =>
        changed(answers, 'targets keyturn-staging-alerts', ['Targets', 1], {
          Id: 'mallory',
          Arn: 'arn:aws:lambda:eu-central-1:999988887777:function:mallory',
        }),
      ['drift extra keyturn-staging-alerts/mallory'],
    ],
    [
      'another policy of the key',
      (answers) => changed(answers, 'key-policy alias/keyturn-staging-history', ['Policy'], '{"Statement":[]}'),
      ['drift document-differs alias/keyturn-staging-history'],
    ],
    [
      'a key that is disabled',
      (answers) => changed(answers, 'key alias/keyturn-staging-history', ['KeyMetadata', 'KeyState'], 'Disabled'),
      ['drift key-not-enabled alias/keyturn-staging-history'],
    ],
    [
      'a dead letter',
      (answers) =>
        changed(answers, 'queue keyturn-staging-missed-starts', ['Attributes', 'ApproximateNumberOfMessages'], '1'),
      ['alerts dead-letters -'],
    ],
    [
      'a missed rotation',
      (answers) =>
        [0, 1, 2, 3].reduce<Answers>(
          (all, index) => changed(all, schedules, ['Schedules', index, 'CreationDate'], '2027-01-01T00:00:00Z'),
          {
            ...answers,
            'credential-report ': credentialReport(
              users.map((name) => ({ name, keys: [name === 'ci-deployer' ? 37 : 8] })),
            ),
            [executions]: {
              executions: users
                .filter((name) => name !== 'ci-deployer')
                .map((name) => ({
                  name: `${name}+1`,
                  status: 'SUCCEEDED',
                  startDate: name === 'legacy-ftp' ? '2027-03-01T03:30:30Z' : '2027-03-01T02:00:30Z',
                  stopDate: '2027-03-02T02:20:30Z',
                })),
            },
          },
        ),
      ['rotations missed ci-deployer'],
    ],
  ];

  test.each(cases)('%s', (_, plant, expected) => {
    const audit = audited(plant(clean));
    // A role is named by its ARN.
    expect([...new Set(found(audit).map((one) => one.replace(/^(roles \S+) .*/, '$1')))]).toEqual(expected);
    expect(audit.verdict).toBe('fail');
  });

  test('a policy of a secret that lets somebody read the key is shown, and the contract decides about it', () => {
    const policy = {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/dev' },
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
      },
    };
    const Name = 'ci-deployer/aws';
    const audit = audited({
      ...clean,
      [`secret-policy ${Name}`]: { ARN: secretArn(Name), Name, ResourcePolicy: JSON.stringify(policy) },
    });
    expect(audit.parts.readers.findings).toEqual([
      expect.objectContaining({
        gravity: 'note',
        kind: 'who-can-read-the-keys',
        message: expect.stringContaining('role/dev') as string,
      }),
    ]);
  });

  test.each(Object.keys(clean))('without an answer to %s, it is named, and never a pass', (key) => {
    const audit = audited(clean, { [key]: { kind: 'failed', reason: 'denied', message: 'AccessDenied' } });
    expect([audit.verdict, found(audit)]).toEqual(['undecided', []]);
    expect(audit.gaps).toEqual([expect.objectContaining({ question: key.split(' ')[0], reason: 'denied' })]);
    expect(verdicts(audit).includes('undecided')).toBe(true);
  });

  test('what no file shows changes no verdict', () => {
    const notGivenBut = (given: string) =>
      Object.fromEntries(
        Object.keys(clean).flatMap((key) => (key === given ? [] : [[key, { kind: 'not-given' } as const]])),
      );
    const audit = audited(clean, notGivenBut('credential-report '));
    expect([audit.verdict, audit.gaps, found(audit)]).toEqual(['pass', [], []]);
    expect(audit.parts.drift.verdict).toBe('not-judged');
    expect(audited(clean, notGivenBut('')).verdict).toBe('undecided');
  });

  test('two keys within the grace period are not met by design, and after it they are a problem', () => {
    const withTwo = (newest: number) =>
      audited({
        ...clean,
        'credential-report ': credentialReport(
          users.map((name) => ({ name, keys: name === 'ci-deployer' ? [31, newest] : [9] })),
        ),
        [executions]: {
          executions: [
            { name: 'ci-deployer+1', status: 'RUNNING', startDate: new Date(now - newest * day).toISOString() },
          ],
        },
      }).parts.controls.rows.find(({ user, control }) => user === 'ci-deployer' && control === 'cis-one-active-key');
    expect(withTwo(0.5)).toMatchObject({
      verdict: 'not-met-by-design',
      because: expect.stringContaining('until 2027-03-11') as string,
    });
    expect(withTwo(8)).toMatchObject({ verdict: 'not-met' });
  });
});

function alarmNames(answers: Answers): string {
  return (
    Object.keys(answers)
      .find((key) => key.startsWith('alarms '))
      ?.slice('alarms '.length) ?? ''
  );
}

function firstAlarm(answers: Answers): string {
  const [first] = memberOf(answers[`alarms ${alarmNames(answers)}`], 'MetricAlarms') as readonly Json[];
  return textIn(first, 'AlarmName');
}

function textIn(value: Json | undefined, name: string): string {
  const text = memberOf(value, name);
  return typeof text === 'string' ? text : '';
}
