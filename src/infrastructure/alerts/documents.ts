import type { EnvironmentSettings } from '../../settings';
import type { EventRuleDescription } from '../event-rules/description';
import { arnsOf, document, type Document, type PolicyStatement } from '../documents';

/** The permission of the alert role: to publish to the topic, with its key if it has one. */
export function alertPolicy(environment: EnvironmentSettings): Document {
  const publish: PolicyStatement = {
    Sid: 'PublishAlerts',
    Effect: 'Allow',
    Action: 'sns:Publish',
    Resource: arnsOf(environment).alertTopic,
  };
  const key = environment.alerts?.kmsKeyArn;
  if (key === undefined) return document(publish);
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  return document(publish, {
    Sid: 'EncryptAlerts',
    Effect: 'Allow',
    Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
    Resource: key,
  });
}

/**
 * The policy of the topic: alarms of this account publish. With `publishBy: topicPolicy`, event rules publish too; AWS allows no condition there,
 * so that is any rule of any account that knows the topic.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function topicPolicy(environment: EnvironmentSettings): Document {
  const publish = { Action: 'sns:Publish', Resource: arnsOf(environment).alertTopic } as const;
  const alarms: PolicyStatement = {
    Sid: 'AlarmsOfThisAccount',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    ...publish,
    Condition: { StringEquals: { 'aws:SourceAccount': environment.accountId } },
  };
  if (environment.alerts?.publishBy !== 'topicPolicy') return document(alarms);
  return document(alarms, {
    Sid: 'EventRules',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    ...publish,
  });
}

/**
 * The policy of the queue of undelivered events: exactly these rules write to it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function undeliveredPolicy(environment: EnvironmentSettings, rules: readonly EventRuleDescription[]): Document {
  return document({
    Sid: 'KeepUndeliveredEvents',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arnsOf(environment).undeliveredEvents,
    Condition: { ArnEquals: { 'aws:SourceArn': rules.map(({ arn }) => arn) } },
  });
}
