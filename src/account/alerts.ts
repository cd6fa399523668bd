import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Watch } from '../operations/alerts/watch';
import type { AlarmFacts, AlertFacts, Known, QueueFacts, SubscriptionFacts } from '../operations/facts';
import type { Clients } from './sdk/clients';
import { asked, AwsFault, unless } from './sdk/fault';

/** Reads the alarms, the queues of dead letters and the subscriptions of an environment, each as far as the caller is allowed to. */
export async function readAlerts(clients: Clients, watch: Watch): Promise<AlertFacts> {
  const [alarms, queues, subscriptions] = await Promise.all([
    knownUnlessDenied(alarmsOf(clients, watch)),
    Promise.all(watch.queues.map((name) => queueOf(clients, name))),
    knownUnlessDenied(subscriptionsOf(clients, watch.topicArn)),
  ]);
  return { watch, alarms, queues, subscriptions };
}

/** An answer that is not known if the caller is denied it. */
export async function knownUnlessDenied<T>(answer: Promise<T>): Promise<Known<T>> {
  const found = await unless(['denied'], answer);
  return found instanceof AwsFault ? { known: false, why: found.message } : { known: true, value: found };
}

async function alarmsOf(clients: Clients, { alarms, topicArn }: Watch): Promise<readonly AlarmFacts[]> {
  const found = await alarmsNamed(clients, alarms);
  return found.map(({ AlarmName = '', StateValue = '', StateUpdatedTimestamp, ActionsEnabled, AlarmActions = [] }) => ({
    name: AlarmName,
    state: StateValue,
    since: StateUpdatedTimestamp?.getTime(),
    notifies: ActionsEnabled === true && AlarmActions.includes(topicArn),
  }));
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
async function queueOf({ sqs }: Clients, name: string): Promise<QueueFacts> {
  const read = async () => {
    const { QueueUrl } = await asked('sqs:GetQueueUrl', sqs.send(new GetQueueUrlCommand({ QueueName: name })));
    const command = new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    });
    const { Attributes = {} } = await asked('sqs:GetQueueAttributes', sqs.send(command));
    const counts = [Attributes.ApproximateNumberOfMessages, Attributes.ApproximateNumberOfMessagesNotVisible];
    return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
  };
  return { name, messages: await knownUnlessDenied(undefinedIfMissing(read())) };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
async function subscriptionsOf(clients: Clients, topicArn: string): Promise<readonly SubscriptionFacts[] | undefined> {
  return undefinedIfMissing(listed(clients, topicArn));
}

async function listed({ sns }: Clients, TopicArn: string): Promise<readonly SubscriptionFacts[]> {
  const found: SubscriptionFacts[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn, NextToken });
    const page = await asked('sns:ListSubscriptionsByTopic', sns.send(command));
    for (const { Protocol = '', Endpoint = '', SubscriptionArn = '' } of page.Subscriptions ?? [])
      // The ARN of a subscription that nobody has confirmed, or that is deleted, is a word.
      found.push({ protocol: Protocol, endpoint: Endpoint, isConfirmed: SubscriptionArn.startsWith('arn:') });
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  return found;
}

async function undefinedIfMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  const found = await unless(['missing'], answer);
  return found instanceof AwsFault ? undefined : found;
}

/** The most names in one call. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const mostNames = 100;

/** The alarms with these names. */
export async function alarmsNamed({ cloudwatch }: Clients, names: readonly string[]): Promise<MetricAlarm[]> {
  const found: MetricAlarm[] = [];
  for (let from = 0; from < names.length; from += mostNames) {
    const command = new DescribeAlarmsCommand({
      AlarmNames: names.slice(from, from + mostNames),
      MaxRecords: mostNames,
    });
    const { MetricAlarms = [] } = await asked('cloudwatch:DescribeAlarms', cloudwatch.send(command));
    found.push(...MetricAlarms);
  }
  return found;
}
