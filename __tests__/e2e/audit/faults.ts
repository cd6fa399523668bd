import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  UpdateScheduleCommand,
  type GetScheduleCommandOutput,
} from '@aws-sdk/client-scheduler';
import { DeleteResourcePolicyCommand, PutResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeStateMachineCommand, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Stage } from '../stage';
import { accountId, stack } from './auditor';

/** A fault in the account: it is planted, gives what takes it back, and is found. */
interface Fault {
  readonly fault: string;
  readonly plant: (stage: Stage) => Promise<() => Promise<unknown>>;
  /** Findings, as `part kind subject`. */
  readonly found: readonly string[];
  /** Notes: an audit shows them, and they fail nothing. */
  readonly noted?: readonly string[];
}

const role = `${stack}-execution`;
const topicArn = `arn:aws:sns:eu-central-1:${accountId}:${stack}-alerts`;
const roleArn = (name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

/** Faults that are planted together: none hides another. */
export const rounds: Readonly<Record<string, readonly Fault[]>> = {
  'the roles': [
    {
      fault: 'the policy of the role was widened',
      plant: async ({ account: { clients } }) => {
        const name = { RoleName: role, PolicyName: role };
        const { PolicyDocument = '' } = await clients.iam.send(new GetRolePolicyCommand(name));
        const whole = decodeURIComponent(PolicyDocument);
        const policy = JSON.parse(whole) as { Statement: object[] };
        const more = { Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: '*' };
        const put = (document: string) =>
          clients.iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: document }));
        await put(JSON.stringify({ ...policy, Statement: [...policy.Statement, more] }));
        return () => put(whole);
      },
      found: [`roles grants-inside-contract ${role}`, `drift document-differs ${role}`],
    },
    {
      fault: 'one more managed policy was attached',
      plant: async ({ account: { clients } }) => {
        const PolicyDocument = allowing('s3:GetObject', '*');
        const { Policy } = await clients.iam.send(new CreatePolicyCommand({ PolicyName: 'more', PolicyDocument }));
        const attachment = { RoleName: `${stack}-alerts`, PolicyArn: Policy?.Arn };
        await clients.iam.send(new AttachRolePolicyCommand(attachment));
        return () => clients.iam.send(new DetachRolePolicyCommand(attachment));
      },
      found: ['roles grants-inside-contract more', `drift document-extra ${stack}-alerts`],
    },
    {
      fault: 'the trust was changed',
      plant: async ({ account: { clients } }) => {
        const RoleName = `${stack}-schedule`;
        const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName }));
        const whole = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
        const put = (PolicyDocument: string) =>
          clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
        await put(whole.replace('scheduler.amazonaws.com', 'lambda.amazonaws.com'));
        return () => put(whole);
      },
      found: [`roles trust ${stack}-schedule`, `drift document-differs ${stack}-schedule`],
    },
    {
      fault: 'another role can change the role',
      plant: async ({ account: { clients } }) => {
        const name = { RoleName: 'developer', PolicyName: 'developer' };
        const trust = {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        };
        const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
        await clients.iam.send(new CreateRoleCommand({ RoleName: 'developer', AssumeRolePolicyDocument }));
        const PolicyDocument = allowing('iam:PutRolePolicy', roleArn(role));
        await clients.iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument }));
        return async () => {
          await clients.iam.send(new DeleteRolePolicyCommand(name));
          await clients.iam.send(new DeleteRoleCommand({ RoleName: 'developer' }));
        };
      },
      found: [],
      noted: ['readers who-can-change-the-role developer'],
    },
  ],

  'the schedules and the machine': [
    {
      fault: 'a schedule was disabled',
      plant: (stage) => changedSchedule(stage, 'ci-deployer', { State: 'DISABLED' }),
      found: ['drift disabled ci-deployer'],
    },
    {
      fault: 'a schedule was changed',
      plant: (stage) => changedSchedule(stage, 'backup-agent', { ScheduleExpression: 'cron(0 3 1 1 ? *)' }),
      found: ['drift value-differs backup-agent'],
    },
    {
      fault: 'a schedule was deleted',
      plant: async (stage) => {
        const { scheduler } = stage.account.clients;
        const whole = await scheduleOf(stage, 'legacy-ftp');
        await scheduler.send(new DeleteScheduleCommand({ GroupName: stack, Name: 'legacy-ftp' }));
        return () => scheduler.send(new CreateScheduleCommand(inputOf(whole)));
      },
      found: ['drift missing legacy-ftp'],
    },
    {
      fault: 'one more schedule starts the machine',
      plant: async (stage) => {
        const { scheduler } = stage.account.clients;
        const name = { GroupName: stack, Name: 'one-more' };
        const whole = await scheduleOf(stage, 'report-mailer');
        await scheduler.send(new CreateScheduleCommand({ ...inputOf(whole), ...name }));
        return () => scheduler.send(new DeleteScheduleCommand(name));
      },
      found: ['drift extra one-more'],
    },
    {
      fault: 'a schedule of another group starts the machine',
      plant: async (stage) => {
        const { scheduler } = stage.account.clients;
        const name = { GroupName: 'default', Name: 'somewhere-else' };
        const whole = await scheduleOf(stage, 'report-mailer');
        await scheduler.send(new CreateScheduleCommand({ ...inputOf(whole), ...name }));
        return () => scheduler.send(new DeleteScheduleCommand(name));
      },
      found: ['drift extra somewhere-else'],
    },
    {
      fault: 'a rule of EventBridge starts the machine',
      plant: async (stage) => {
        const events = new EventBridgeClient(emulated(stage));
        const Rule = 'every-hour';
        await events.send(new PutRuleCommand({ Name: Rule, ScheduleExpression: 'rate(1 hour)' }));
        await events.send(new PutTargetsCommand({ Rule, Targets: [{ Id: 'rotation', Arn: stage.machineArn }] }));
        return async () => {
          await events.send(new RemoveTargetsCommand({ Rule, Ids: ['rotation'] }));
          await events.send(new DeleteRuleCommand({ Name: Rule }));
        };
      },
      found: ['drift extra every-hour'],
    },
    {
      fault: 'the definition was edited by hand',
      plant: async ({ account: { clients }, machineArn: stateMachineArn }) => {
        const { definition = '' } = await clients.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
        const changed = JSON.parse(definition) as { States: Record<string, object> };
        changed.States['SendEmail'] = { ...changed.States['SendEmail'], Comment: 'changed by hand' };
        const put = (text: string) =>
          clients.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: text }));
        await put(JSON.stringify(changed));
        return () => put(definition);
      },
      found: [`drift state-changed ${stack}`],
    },
  ],

  'the alerts': [
    {
      fault: 'the subscription of the topic is missing',
      plant: async (stage) => {
        const sns = new SNSClient(emulated(stage));
        const TopicArn = topicArn;
        const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
        for (const { SubscriptionArn } of Subscriptions) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
        return () => sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'on-call@example.com' }));
      },
      found: ['drift missing on-call@example.com', 'alerts no-subscriber -'],
    },
    {
      fault: 'the policy of the topic was changed',
      plant: async (stage) => {
        const sns = new SNSClient(emulated(stage));
        const name = { TopicArn: topicArn, AttributeName: 'Policy' };
        const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
        const put = (AttributeValue: string) => sns.send(new SetTopicAttributesCommand({ ...name, AttributeValue }));
        await put(open('sns:Publish', topicArn));
        return () => put(Attributes?.['Policy'] ?? '');
      },
      found: [`drift document-differs ${stack}-alerts`],
    },
    {
      fault: 'the rule of the alerts was disabled',
      plant: async (stage) => {
        const events = new EventBridgeClient(emulated(stage));
        await events.send(new DisableRuleCommand({ Name: `${stack}-alerts` }));
        return () => events.send(new EnableRuleCommand({ Name: `${stack}-alerts` }));
      },
      found: [`drift disabled ${stack}-alerts`],
    },
    {
      fault: 'the target of a rule was changed',
      plant: async (stage) => {
        const events = new EventBridgeClient(emulated(stage));
        const Rule = `${stack}-guardduty`;
        const { Targets: whole = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
        const put = (Targets: typeof whole) => events.send(new PutTargetsCommand({ Rule, Targets }));
        await put(whole.map((target) => ({ ...target, Arn: target.Arn?.replace(stack, 'other') })));
        return () => put(whole);
      },
      found: [`drift value-differs ${stack}-guardduty`],
    },
    {
      fault: 'an alarm was deleted',
      plant: async (stage) => {
        const cloudwatch = new CloudWatchClient(emulated(stage));
        const whole = await alarmOf(cloudwatch, 'ExecutionsFailed');
        await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [whole.AlarmName ?? ''] }));
        return () => cloudwatch.send(new PutMetricAlarmCommand(whole));
      },
      found: [`drift missing ${stack}-ExecutionsFailed`],
    },
    {
      fault: 'an alarm informs nobody',
      plant: async (stage) => {
        const cloudwatch = new CloudWatchClient(emulated(stage));
        const whole = await alarmOf(cloudwatch, 'ExecutionsAborted');
        await cloudwatch.send(new PutMetricAlarmCommand({ ...whole, ActionsEnabled: false }));
        return () => cloudwatch.send(new PutMetricAlarmCommand(whole));
      },
      found: [`drift disabled ${stack}-ExecutionsAborted`],
    },
    {
      fault: 'the policy of a queue was changed',
      plant: async (stage) => {
        const sqs = new SQSClient({ ...emulated(stage), useQueueUrlAsEndpoint: false });
        const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${stack}-undelivered-events` }));
        const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
        const put = (Policy: string) => sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
        await put(open('sqs:*', `arn:aws:sqs:eu-central-1:${accountId}:${stack}-undelivered-events`));
        return () => put(Attributes?.Policy ?? '');
      },
      found: [`drift document-differs ${stack}-undelivered-events`],
    },
    {
      fault: 'a start is in the dead-letter queue',
      plant: async (stage) => {
        const sqs = new SQSClient({ ...emulated(stage), useQueueUrlAsEndpoint: false });
        const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${stack}-missed-starts` }));
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
        return () => sqs.send(new PurgeQueueCommand({ QueueUrl }));
      },
      found: ['alerts dead-letters -'],
    },
  ],

  'the key and the secrets': [
    {
      fault: 'the policy of the key was widened',
      plant: async (stage) => {
        const kms = new KMSClient(emulated(stage));
        const name = { KeyId: await keyOf(kms), PolicyName: 'default' };
        const { Policy: whole = '' } = await kms.send(new GetKeyPolicyCommand(name));
        const put = (Policy: string) => kms.send(new PutKeyPolicyCommand({ ...name, Policy }));
        await put(whole.replaceAll('"kms:DescribeKey"', '"kms:*"'));
        return () => put(whole);
      },
      found: [`drift document-differs ${stack}-history`],
    },
    {
      fault: 'somebody else subscribed to the topic',
      plant: async (stage) => {
        const sns = new SNSClient(emulated(stage));
        const subscription = { TopicArn: topicArn, Protocol: 'email', Endpoint: 'mallory@example.net' };
        const { SubscriptionArn } = await sns.send(
          new SubscribeCommand({ ...subscription, ReturnSubscriptionArn: true }),
        );
        return () => sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      },
      found: ['drift extra mallory@example.net'],
    },
    {
      fault: 'a rule has one more target',
      plant: async (stage) => {
        const events = new EventBridgeClient(emulated(stage));
        const Rule = `${stack}-alerts`;
        await events.send(new PutTargetsCommand({ Rule, Targets: [{ Id: 'mallory', Arn: topicArn }] }));
        return () => events.send(new RemoveTargetsCommand({ Rule, Ids: ['mallory'] }));
      },
      found: ['drift extra mallory'],
    },
    {
      fault: 'the key was disabled',
      plant: async (stage) => {
        const kms = new KMSClient(emulated(stage));
        const KeyId = await keyOf(kms);
        await kms.send(new DisableKeyCommand({ KeyId }));
        return () => kms.send(new EnableKeyCommand({ KeyId }));
      },
      found: [`drift key-not-enabled ${stack}-history`],
    },
    {
      fault: 'the policy of a secret lets somebody read it',
      plant: async ({ account: { clients } }) => {
        const SecretId = 'backup-agent/aws';
        const ResourcePolicy = open('secretsmanager:GetSecretValue', '*', roleArn('developer'));
        await clients.secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
        return () => clients.secrets.send(new DeleteResourcePolicyCommand({ SecretId }));
      },
      found: ['readers who-can-read-the-keys SECRET'],
    },
  ],
};

function allowing(Action: string, Resource: string): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
}

/** A policy of a resource that lets somebody in. */
function open(Action: string, Resource: string, AWS = '*'): string {
  const statement = { Effect: 'Allow', Principal: { AWS }, Action, Resource };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

async function keyOf(kms: KMSClient): Promise<string | undefined> {
  return (await kms.send(new DescribeKeyCommand({ KeyId: `alias/${stack}-history` }))).KeyMetadata?.KeyId;
}

/** An alarm as DescribeAlarms answers, for PutMetricAlarm. */
async function alarmOf(cloudwatch: CloudWatchClient, name: string): Promise<PutMetricAlarmCommandInput> {
  const command = new DescribeAlarmsCommand({ AlarmNames: [`${stack}-${name}`] });
  const { MetricAlarms: [found] = [] } = await cloudwatch.send(command);
  if (found === undefined) throw new Error(`there is no alarm ${name}`);
  const { AlarmName, MetricName, Namespace, Statistic, Period, EvaluationPeriods, Threshold } = found;
  const { ActionsEnabled, AlarmActions, ComparisonOperator, Dimensions, TreatMissingData } = found;
  return {
    ...{ AlarmName, MetricName, Namespace, Statistic, Period, EvaluationPeriods, Threshold },
    ...{ ActionsEnabled, AlarmActions, ComparisonOperator, Dimensions, TreatMissingData },
  };
}

function scheduleOf({ account }: Stage, Name: string): Promise<GetScheduleCommandOutput> {
  return account.clients.scheduler.send(new GetScheduleCommand({ GroupName: stack, Name }));
}

async function changedSchedule(
  stage: Stage,
  name: string,
  change: Partial<GetScheduleCommandOutput>,
): Promise<() => Promise<unknown>> {
  const { scheduler } = stage.account.clients;
  const whole = await scheduleOf(stage, name);
  const put = (input: GetScheduleCommandOutput) => scheduler.send(new UpdateScheduleCommand(inputOf(input)));
  await put({ ...whole, ...change });
  return () => put(whole);
}

function emulated({ emulator }: Stage) {
  const credentials = { accessKeyId: 'emulated', secretAccessKey: 'emulated' };
  return { region: 'eu-central-1', endpoint: emulator.url, credentials };
}

/** What GetSchedule answers, as CreateSchedule and UpdateSchedule take it. */
function inputOf(whole: GetScheduleCommandOutput) {
  const { Name, GroupName, State, ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, Target } = whole;
  return { Name, GroupName, State, ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, Target };
}
