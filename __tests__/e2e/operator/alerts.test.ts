import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { placeOf } from '../../../src/operations/place';
import { watchOf, type Watch } from '../../../src/operations/alerts/watch';
import { loadSettings } from '../../../src/settings';
import { join } from 'node:path';
import { region, settingsFor } from '../stage';
import { describeReal } from '../tools';
import { Bench } from './bench';

/** What `keyturn status --json` prints of the alerts. */
interface Shown {
  readonly healthy: boolean;
  readonly senderVerified: boolean | null;
  readonly alertProblems: readonly { readonly kind: string; readonly message: string }[];
  readonly alerts: null | {
    readonly alarms: null | readonly { readonly name: string; readonly state: string }[];
    readonly deadLetters: readonly { readonly queue: string; readonly messages: number | null }[];
    readonly subscriptions: null | readonly { readonly endpoint: string; readonly confirmed: boolean }[];
  };
}

describeReal('the alerts in keyturn status', () => {
  const alerts = { subscribers: ['on-call@example.com', 'https://events.example.com/token-of-somebody'] };
  const missedStarts = `keyturn-test-missed-starts`;
  let bench: Bench;
  let watch: Watch;
  let cloudwatch: CloudWatchClient;
  let sqs: SQSClient;
  let queueUrl: string;

  beforeAll(async () => {
    bench = await Bench.withUsers(['alice'], undefined, { alerts });
    const [environment] = loadSettings(join(bench.folder, 'cdktf.json')).environments;
    const found = environment && watchOf(placeOf(environment));
    if (found === undefined) throw new Error('the settings have no alerts');
    watch = found;
    const credentials = { accessKeyId: 'emulated', secretAccessKey: 'emulated' };
    const emulated = { region, endpoint: bench.emulator.url, credentials };
    cloudwatch = new CloudWatchClient(emulated);
    sqs = new SQSClient({ ...emulated, useQueueUrlAsEndpoint: false });
    const sns = new SNSClient(emulated);
    for (const name of watch.alarms) await putAlarm(name, [watch.topicArn]);
    for (const QueueName of watch.queues) {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
      if (QueueName === missedStarts) queueUrl = QueueUrl;
    }
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: watch.topicArn.split(':').at(-1) }));
    const [Endpoint, url] = alerts.subscribers;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'https', Endpoint: url }));
    // Else the key is too old for its schedule.
    await bench.call('rotate', 'alice');
  });
  afterEach(() => bench.calm());
  afterAll(() => bench.close());

  async function putAlarm(AlarmName: string, AlarmActions: string[], ActionsEnabled = true): Promise<void> {
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        ...{ AlarmName, AlarmActions, ActionsEnabled, Namespace: 'AWS/States', MetricName: 'ExecutionsFailed' },
        ...{ Statistic: 'Sum', Period: 300, EvaluationPeriods: 1, Threshold: 1, TreatMissingData: 'notBreaching' },
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      }),
    );
  }

  async function shown(...words: readonly string[]) {
    const { status, stdout, stderr } = await bench.call('status', '--json', ...words);
    expect(stderr).toBe('');
    const [environment] = (JSON.parse(stdout) as { environments: readonly Shown[] }).environments;
    if (environment === undefined) throw new Error('no environment');
    return { ...environment, status, kinds: environment.alertProblems.map(({ kind }) => kind) };
  }
  const refuse = (error: string, ...actions: readonly string[]) => {
    bench.proxy.faults = ({ action }) =>
      actions.includes(action) ? { kind: 'refuse', error, status: 403 } : undefined;
  };
  const rewriteSubscriptions = (text: (body: string) => string) => {
    bench.proxy.faults = ({ action }) =>
      action === 'sns:ListSubscriptionsByTopic' ? { kind: 'rewrite', with: text } : undefined;
  };

  test('all is well: the state of each alarm, no dead letters, and two confirmed subscriptions', async () => {
    const { kinds, alerts: found, senderVerified, status } = await shown();
    expect([kinds, status, senderVerified]).toEqual([[], 0, true]);
    expect(found?.alarms?.map(({ name }) => name).sort()).toEqual([...watch.alarms].sort());
    expect(found?.deadLetters).toEqual(watch.queues.map((queue) => ({ queue, messages: 0 })));
    expect(found?.subscriptions?.map(({ confirmed }) => confirmed)).toEqual([true, true]);
    const { stdout } = await bench.call('status');
    expect(stdout).toMatch(/^Alerts: 8 alarms \(8 \w+\); no dead letters; 2 of 2 subscriptions confirmed$/m);
  });

  test('never shows the path of a URL, which can hold a token', async () => {
    rewriteSubscriptions((body) => body.replace(/arn:aws:sns:[^<]*:[0-9a-f-]{36}/g, 'PendingConfirmation'));
    const [text, json] = [await bench.call('status'), await bench.call('status', '--json')];
    expect(text.stdout).toContain('not confirmed: https https://events.example.com');
    expect(text.stdout + json.stdout).not.toContain('token-of-somebody');
  });

  test('asks for attributes of queues only, and once for all alarms', async () => {
    await shown();
    const { counts } = bench.proxy;
    expect(
      Object.fromEntries(Object.entries(counts).filter(([action]) => /^(sqs|sns|monitoring|ses):/.test(action))),
    ).toEqual({
      'monitoring:DescribeAlarms': 1,
      'sqs:GetQueueUrl': 2,
      'sqs:GetQueueAttributes': 2,
      'sns:ListSubscriptionsByTopic': 1,
      'ses:GetIdentityVerificationAttributes': 1,
    });
  });

  test('an alarm that is raised, one that publishes nothing, and one that is missing', async () => {
    const [first = '', second = ''] = watch.alarms;
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: first, StateValue: 'ALARM', StateReason: 'a test' }));
    await putAlarm(second, [watch.topicArn], false);
    bench.proxy.faults = ({ action }) =>
      action === 'monitoring:DescribeAlarms'
        ? { kind: 'rewrite', with: (body) => body.replaceAll(watch.alarms[2] ?? '', 'keyturn-test-other') }
        : undefined;
    const { kinds, alertProblems, status } = await shown();
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: first, StateValue: 'OK', StateReason: 'a test' }));
    await putAlarm(second, [watch.topicArn]);
    expect([kinds, status]).toEqual([['alarm-raised', 'alarm-silent', 'alerts-missing'], 1]);
    expect(alertProblems.map(({ message }) => message).join('\n')).toContain(`${first} is in the state ALARM since 20`);
    expect(alertProblems.at(-1)?.message).toContain(watch.alarms[2]);
  });

  test('a start that EventBridge Scheduler gave up stays where it is', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: '{"userName": "alice"}' }));
    const { kinds, alerts: found } = await shown();
    expect(kinds).toEqual(['dead-letters']);
    expect(found?.deadLetters[0]).toEqual({ queue: missedStarts, messages: 1 });
    expect((await shown()).alerts?.deadLetters[0]).toEqual({ queue: missedStarts, messages: 1 });
    const { stdout } = await bench.call('status');
    expect(stdout).toContain(`problem: 1 message in ${missedStarts}`);
    expect(stdout).not.toContain('{"userName"');
  });

  test('a subscription without confirmation is shown; if none is confirmed, nobody would be informed', async () => {
    const confirmation = (body: string) => body.replace(/arn:aws:sns:[^<]*:[0-9a-f-]{36}/, 'PendingConfirmation');
    rewriteSubscriptions(confirmation);
    const one = await shown();
    expect(one.kinds).not.toContain('no-subscriber');
    expect(one.alerts?.subscriptions?.map(({ confirmed }) => confirmed)).toEqual([false, true]);
    rewriteSubscriptions((body) => confirmation(confirmation(body)));
    const none = await shown();
    expect([none.kinds, none.status]).toEqual([expect.arrayContaining(['no-subscriber']), 1]);
  });

  test.each([
    ['the alarms', ['monitoring:DescribeAlarms']],
    ['keyturn-test-missed-starts', ['sqs:GetQueueUrl']],
    ['keyturn-test-undelivered-events', ['sqs:GetQueueAttributes']],
    ['the subscriptions', ['sns:ListSubscriptionsByTopic']],
    ['the sender of the mails', ['ses:GetIdentityVerificationAttributes']],
  ])('%s: not known to somebody who is denied it, and the rest is shown', async (what, actions) => {
    refuse('AccessDenied', ...actions);
    const { stdout, stderr } = await bench.call('status');
    expect(stderr).toBe('');
    expect(stdout).toMatch(new RegExp(`^ {2}not known: ${what} \\(\\w+:\\w+: AccessDenied`, 'm'));
    expect(stdout).toContain('alice');
  });

  test('without the section, a sender that SES has not verified is a problem', async () => {
    const notification = { sender: 'a@example.org', recipients: ['team@example.com'] };
    bench.write(settingsFor(['alice'], { notification }));
    const { kinds, alerts: none, senderVerified, status } = await shown();
    expect([kinds, none, senderVerified, status]).toEqual([['sender-not-verified'], null, false, 1]);
    expect((await bench.call('status')).stdout).toContain('problem: nobody would be mailed');
    bench.write(settingsFor(['alice'], { alerts }));
  });

  test('resources that were never deployed', async () => {
    const errors: Record<string, string> = {
      'sqs:GetQueueUrl': 'QueueDoesNotExist',
      'sns:ListSubscriptionsByTopic': 'NotFound',
    };
    bench.proxy.faults = ({ action }) => {
      const error = errors[action];
      if (error !== undefined) return { kind: 'refuse', error, status: 404 };
      return action === 'monitoring:DescribeAlarms'
        ? { kind: 'rewrite', with: () => '{"MetricAlarms": []}' }
        : undefined;
    };
    const { alertProblems, kinds } = await shown();
    expect(kinds).toEqual(['alerts-missing']);
    for (const name of [...watch.alarms, ...watch.queues, watch.topicArn])
      expect(alertProblems[0]?.message).toContain(name);
  });
});
