import { CloudWatchClient, SetAlarmStateCommand, type StateValue } from '@aws-sdk/client-cloudwatch';
import { DeleteRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { GetTopicAttributesCommand, SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { placeOf } from '../../../src/operations/place';
import { watchOf, type Watch } from '../../../src/operations/alerts/watch';
import { loadSettings } from '../../../src/settings';
import { enforce } from '../role';
import { statusChange } from '../aws-events';
import { environment, region, settingsFor, Stage } from '../stage';
import { describeTyped } from '../tools';
import { Reader } from './reader';

const page = 'how-to/operate';
const text = readFileSync(resolve(__dirname, '..', '..', '..', 'docs', `${page}.md`), 'utf8');

const [table = ''] = text.slice(text.indexOf('### The alarms by their names')).split(/^## /m);
/** The section of each alarm, as the page writes it. */
const entries = [...table.matchAll(/^\| `(\w+)` +\| [^|]*\]\(#([\w-]+)\)/gm)].map(
  ([, alarm = '', section = '']) => [alarm, section] as const,
);

const alerts = { subscribers: ['on-call@example.com'] };
const missedStarts = `keyturn-${environment}-missed-starts`;
const undelivered = `keyturn-${environment}-undelivered-events`;

// moto has neither the metrics of Step Functions and EventBridge nor alarms that follow one, and its EventBridge Scheduler starts nothing: the test raises
// each alarm, ends it as CloudWatch does when the metric is quiet, and puts into a queue what AWS would put there.
describeTyped('the entry of each alarm, typed as the page writes it', () => {
  const users = entries.map(([alarm]) => alarm.toLowerCase());
  let stage: Stage;
  let reader: Reader;
  let watch: Watch;
  let cloudwatch: CloudWatchClient;
  let sqs: SQSClient;
  let sns: SNSClient;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor(users, { alerts }));
    const { account, director, emulator, project } = stage;
    for (const userName of users) await account.prepare({ userName, secretName: `${userName}/aws`, keys: ['Active'] });
    await project.deploy(environment);
    director.faults = enforce(account, `keyturn-${environment}-execution`);
    reader = new Reader(stage);
    const [settings] = loadSettings(join(project.folder, 'cdktf.json')).environments;
    const found = settings && watchOf(placeOf(settings));
    if (found === undefined) throw new Error('the settings have no alerts');
    watch = found;
    const credentials = { accessKeyId: 'emulated', secretAccessKey: 'emulated' };
    const emulated = { region, endpoint: emulator.url, credentials };
    cloudwatch = new CloudWatchClient(emulated);
    sns = new SNSClient(emulated);
    sqs = new SQSClient({ ...emulated, useQueueUrlAsEndpoint: false });
  });
  afterEach(() => stage.director.resume());
  afterAll(() => stage.close());

  const open = (section: string, user: string) => reader.open(page, section, user);

  async function raise(kind: string, StateValue: StateValue): Promise<string> {
    const AlarmName = watch.alarms.find((name) => name.startsWith(`keyturn-${environment}-${kind}`));
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a test' }));
    return AlarmName ?? '';
  }

  async function urlOf(QueueName: string): Promise<string> {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
  }

  /** The number of messages, hidden ones too. */
  async function messagesIn(queue: string): Promise<number> {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const asked = new GetQueueAttributesCommand({ QueueUrl: await urlOf(queue), AttributeNames: [...names] });
    const { Attributes = {} } = await sqs.send(asked);
    return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
  }

  /** Reads the only message of a queue with the commands of a section. */
  async function received(walk: ReturnType<typeof open>, queue: string) {
    const QUEUE_URL = await walk.type('aws sqs get-queue-url');
    expect(QUEUE_URL).toBe(await urlOf(queue));
    const shown = await walk.type('aws sqs receive-message', { values: { QUEUE_URL } });
    const { Messages } = JSON.parse(shown) as { Messages: readonly { readonly ReceiptHandle: string }[] };
    return { shown, values: { QUEUE_URL, RECEIPT_HANDLE: Messages[0]?.ReceiptHandle ?? '' } };
  }

  async function stopAt(state: string, user: string): Promise<void> {
    stage.director.holdsAt = (waiting) => waiting.state === state;
    const held = stage.director.held();
    const execution = await stage.start(user);
    await held;
    await stage.account.stop(stage.executionArn(execution));
    stage.director.resume();
  }

  /** The commands in the table of ways out, for one error. */
  function wayOutOf(error: string): readonly string[] {
    const [, way = ''] =
      new RegExp(`^\\| ([^|]*\\S) +\\|[^|]*\`${error}\``, 'm').exec(text.slice(text.indexOf('### The way out'))) ?? [];
    return [...way.matchAll(/`(keyturn [^`]*)`/g)].map(([, command = '']) => command);
  }

  /** What happened before each alarm, and what the reader does. */
  const walks: Readonly<Record<string, (user: string, alarm: string) => Promise<void>>> = {
    'when-an-execution-fails': async (user) => {
      stage.director.faults = ({ state }) =>
        state === 'UpdateSecret'
          ? { kind: 'fail-before', error: 'SecretsManager.ResourceNotFoundException', cause: 'not found' }
          : undefined;
      const { ending } = await stage.rotate({ userName: user, secretName: `${user}/aws` });
      stage.director.faults = enforce(stage.account, `keyturn-${environment}-execution`);
      expect(ending.error).toBe('NotStored');
      const commands = wayOutOf(ending.error ?? '');
      expect(commands).toEqual(['keyturn rotate USER']);
      for (const command of commands) {
        const { code } = await stage.project.shell(`npx ${command.replace('USER', user)}`);
        expect([command, code]).toEqual([command, 0]);
      }
    },
    // moto ends no execution at its TimeoutSeconds, so one that timed out is stopped, too, and at another state.
    'a-stopped-execution': async (user, alarm) => {
      await stopAt(alarm === 'ExecutionsTimedOut' ? 'WaitForOtherRotations' : 'GracePeriod', user);
      const hasTwo = alarm !== 'ExecutionsTimedOut';
      const walk = open('A stopped execution', user);
      await walk.type('npx keyturn status', { code: 1 });
      await walk.type('npx keyturn resolve', hasTwo ? { answer: 'delete' } : {});
      await walk.type('npx keyturn rotate');
      walk.end();
    },
    'too-many-executions-at-the-same-time': async (user) => {
      const section = text.slice(text.indexOf('### Too many executions at the same time'));
      const member = JSON.parse(/```json\n([^]*?)```/.exec(section)?.[1] ?? '') as { flexibleWindowMinutes: number };
      const schedule = { expression: 'cron(0 3 1 * ? *)', ...member };
      stage.project.configure(settingsFor(users, { alerts, schedule }));
      await stage.project.deploy(environment);
      const asked = new GetScheduleCommand({ GroupName: `keyturn-${environment}`, Name: user });
      const { FlexibleTimeWindow: window } = await stage.account.clients.scheduler.send(asked);
      expect(window).toEqual({ Mode: 'FLEXIBLE', MaximumWindowInMinutes: member.flexibleWindowMinutes });
      const walk = open('Too many executions at the same time', user);
      await walk.type('npx keyturn status', { code: 1 });
      await walk.type('npx keyturn rotate');
      walk.end();
    },
    'dead-letters': async (user) => {
      const MessageAttributes = {
        ERROR_CODE: { DataType: 'String', StringValue: 'AWS.SimpleStates.ThrottlingException' },
      };
      const letter = { QueueUrl: await urlOf(missedStarts), MessageBody: `{"userName": "${user}"}`, MessageAttributes };
      await sqs.send(new SendMessageCommand(letter));
      const walk = open('Dead letters', user);
      const { shown, values } = await received(walk, missedStarts);
      expect(shown).toContain('AWS.SimpleStates.ThrottlingException');
      await walk.type('npx keyturn rotate');
      await stage.director.ended(stage.director.started.at(-1)?.execution ?? '');
      await walk.type('aws sqs delete-message', { values });
      walk.end();
      expect(await messagesIn(missedStarts)).toBe(0);
    },
    'a-start-that-left-no-message': async (user) => {
      const { iam } = stage.account.clients;
      const RoleName = `keyturn-${environment}-schedule`;
      const before = (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames ?? [];
      for (const PolicyName of before) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
      const walk = open('A start that left no message', user);
      await walk.type('npm run synth');
      expect(await walk.type('terraform')).toContain('aws_iam_role_policy.schedule will be created');
      await walk.type('terraform');
      expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(before);
      await walk.type('npx keyturn status', { code: 1 });
      await walk.type('npx keyturn rotate');
      walk.end();
    },
    'events-that-were-not-delivered': async (user) => {
      const TopicArn = watch.topicArn;
      const policyOf = async () =>
        (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes?.['Policy'] ?? '{}';
      const before: unknown = JSON.parse(await policyOf());
      const AttributeValue = '{"Version": "2012-10-17", "Statement": []}';
      await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
      const MessageBody = JSON.stringify(statusChange('FAILED', { machineArn: stage.machineArn, name: 'a-run' }));
      await sqs.send(new SendMessageCommand({ QueueUrl: await urlOf(undelivered), MessageBody }));
      const walk = open('Events that were not delivered', user);
      const { shown, values } = await received(walk, undelivered);
      expect(shown).toContain('FAILED');
      await walk.type('npm run synth');
      await walk.type('terraform');
      await walk.type('terraform');
      expect(JSON.parse(await policyOf())).toEqual(before);
      expect(await walk.type('aws sns publish', { values: { TOPIC_ARN: TopicArn } })).toContain('MessageId');
      await walk.type('aws sqs delete-message', { values });
      walk.end();
      expect(await messagesIn(undelivered)).toBe(0);
      expect((await stage.rotate({ userName: user, secretName: `${user}/aws` })).ending.status).toBe('SUCCEEDED');
    },
  };

  test('every alarm has an entry', () => {
    const kinds = watch.alarms.map((name) => name.replace(`keyturn-${environment}-`, '').split('-')[0]);
    expect(new Set(entries.map(([alarm]) => alarm))).toEqual(new Set(kinds));
  });

  test.each(entries)('%s: %s', async (alarm, section) => {
    const user = alarm.toLowerCase();
    const name = await raise(alarm, 'ALARM');
    const look = open('The alarms by their names', user);
    expect(await look.type('npx keyturn status', { code: 1 })).toContain(`the alarm ${name} is in the state ALARM`);
    look.end();
    await walks[section]?.(user, alarm);
    await raise(alarm, 'OK');
    const { keys, versions } = await stage.account.see(user, `${user}/aws`);
    const held = versions.find(({ labels }) => labels.includes('AWSCURRENT'))?.keyId;
    expect(keys).toEqual([{ id: held, status: 'Active' }]);
    const { stdout } = await stage.project.shell(`npx keyturn status ${user} --environment ${environment}`);
    expect(stdout).not.toMatch(/in the state ALARM|message in |two active keys/);
    expect(Object.keys(walks)).toContain(section);
  });
});
