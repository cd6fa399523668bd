import { canonicalJson, memberOf, type Json } from '../../json';
import { attribute, isObject, textOf, textsOf, type Resource } from '../../model';
import { watchOf } from '../../operations/alerts/watch';
import { shownEndpoint } from '../../operations/alerts/words';
import { notShown, type Compare, type Compared, type Difference, type Thing } from './difference';
import { itemsOf, known, policyDifference, textOfMember, valueDifferences } from './values';

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export const topicDifferences: Compare = ({ values }, { place, replies }) => {
  const thing: Thing = { noun: 'topic', name: known(textOf(values, 'name')) };
  const reply = replies.of('topic', watchOf(place)?.topicArn);
  if (reply.kind === 'absent') return [{ kind: 'missing', thing }];
  if (reply.kind !== 'answered') return 'not-known';
  const policy = memberOf(memberOf(reply.value, 'Attributes'), 'Policy');
  return policyDifference(thing, 'the policy', textOf(values, 'policy'), policy);
};

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export const subscriptionDifferences: Compare = ({ values }, { place, replies }) => {
  const [protocol, endpoint] = [known(textOf(values, 'protocol')), known(textOf(values, 'endpoint'))];
  const name = shownEndpoint({ protocol, endpoint, isConfirmed: true });
  const thing: Thing = { noun: 'subscription', name };
  const reply = replies.of('subscriptions', watchOf(place)?.topicArn);
  if (reply.kind === 'absent') return [{ kind: 'missing', thing }];
  if (reply.kind !== 'answered') return 'not-known';
  const found = itemsOf(reply.value, 'Subscriptions').find(
    (one) => memberOf(one, 'Protocol') === protocol && memberOf(one, 'Endpoint') === endpoint,
  );
  if (found === undefined) return [{ kind: 'missing', thing }];
  const arn = memberOf(found, 'SubscriptionArn');
  // The ARN of a subscription that nobody has confirmed, or that is deleted, is a word.
  return typeof arn === 'string' && arn.startsWith('arn:') ? [] : [{ kind: 'not-confirmed', thing }];
};

/** Subscriptions of the topic that the settings do not make: somebody else gets the alerts. */
export function extraSubscriptions(resources: readonly Resource[], { place, replies }: Compared): Difference[] {
  const watch = watchOf(place);
  const reply = watch === undefined ? undefined : replies.of('subscriptions', watch.topicArn);
  if (reply?.kind !== 'answered') return [];
  const made = new Set(
    resources
      .filter(({ type }) => type === 'aws_sns_topic_subscription')
      .map(({ values }) => `${known(textOf(values, 'protocol'))} ${known(textOf(values, 'endpoint'))}`),
  );
  return itemsOf(reply.value, 'Subscriptions').flatMap((one): Difference[] => {
    const [protocol, endpoint] = [textOfMember(one, 'Protocol'), textOfMember(one, 'Endpoint')];
    if (made.has(`${protocol} ${endpoint}`) || memberOf(one, 'SubscriptionArn') === 'Deleted') return [];
    const name = shownEndpoint({ protocol, endpoint, isConfirmed: true });
    return [{ kind: 'extra', thing: { noun: 'subscription', name } }];
  });
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const queueDifferences: Compare = ({ values }, { replies }) => {
  const name = known(textOf(values, 'name'));
  const thing: Thing = { noun: 'queue', name };
  const reply = replies.of('queue', name);
  if (reply.kind === 'absent') return [{ kind: 'missing', thing }];
  if (reply.kind !== 'answered') return 'not-known';
  const policy = memberOf(memberOf(reply.value, 'Attributes'), 'Policy');
  return policyDifference(thing, 'the policy', textOf(values, 'policy'), policy);
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html */
export const alarmDifferences: Compare = ({ values }, { place, replies }) => {
  const name = known(textOf(values, 'alarm_name'));
  const thing: Thing = { noun: 'alarm', name };
  const reply = replies.of('alarms', watchOf(place)?.alarms.join());
  if (reply.kind !== 'answered') return 'not-known';
  const found = itemsOf(reply.value, 'MetricAlarms').find((one) => memberOf(one, 'AlarmName') === name);
  if (found === undefined) return [{ kind: 'missing', thing }];
  const isEnabled = memberOf(found, 'ActionsEnabled');
  const values_ = valueDifferences(thing, [
    ['the metric', textOf(values, 'metric_name'), memberOf(found, 'MetricName')],
    ['the namespace', textOf(values, 'namespace'), memberOf(found, 'Namespace')],
    ['the statistic', textOf(values, 'statistic'), memberOf(found, 'Statistic')],
    ['the period', textOf(values, 'period'), memberOf(found, 'Period')],
    ['the number of periods', textOf(values, 'evaluation_periods'), memberOf(found, 'EvaluationPeriods')],
    ['the threshold', textOf(values, 'threshold'), memberOf(found, 'Threshold')],
    ['the comparison', textOf(values, 'comparison_operator'), memberOf(found, 'ComparisonOperator')],
    ['the treatment of missing data', textOf(values, 'treat_missing_data'), memberOf(found, 'TreatMissingData')],
    [
      'the list of actions',
      actionsWanted(textsOf(values, 'alarm_actions')),
      textOfList(memberOf(found, 'AlarmActions')),
    ],
    ['the list of dimensions', dimensionsWanted(attribute(values, 'dimensions')), dimensionsOf(found)],
  ]);
  if (typeof isEnabled !== 'boolean') return [notShown, ...values_];
  return isEnabled ? values_ : [{ kind: 'disabled', thing }, ...values_];
};

function actionsWanted(actions: ReturnType<typeof textsOf>): string | undefined {
  return Array.isArray(actions) ? [...(actions as readonly string[])].sort().join(', ') : undefined;
}

function textOfList(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? [...(value as readonly Json[])].map(String).sort().join(', ') : undefined;
}

function dimensionsWanted(value: ReturnType<typeof attribute>): string | undefined {
  return isObject(value) ? canonicalJson(value) : undefined;
}

function dimensionsOf(alarm: Json): string {
  const pairs = itemsOf(alarm, 'Dimensions').map((one) => [memberOf(one, 'Name'), memberOf(one, 'Value')]);
  return canonicalJson(Object.fromEntries(pairs));
}
