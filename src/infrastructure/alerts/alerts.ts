import { ConfigConfigRule } from '@cdktf/provider-aws/lib/config-config-rule';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { type ITerraformDependable, TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { AlertSettings, EnvironmentSettings } from '../../settings';
import { ClosedRole } from '../closed-role';
import { arnsOf } from '../documents';
import type { EventRuleDescription } from '../event-rules/description';
import { EventRule } from '../event-rules/event-rule';
import { ruleTrust } from '../event-rules/trust';
import { jsonLiteral, textLiteral } from '../literal';
import { setLogicalId } from '../logical-id';
import { descriptions, namesOf } from '../names';
import { alertRules } from './alert-rules';
import { Alarms } from './alarms';
import { deadLetters } from './dead-letters';
import { alertPolicy, topicPolicy, undeliveredPolicy } from './documents';

interface AlertsOptions {
  readonly environment: EnvironmentSettings;
  readonly settings: AlertSettings;
  /** Rules with other targets, whose events must be delivered too. */
  readonly otherRules: readonly EventRuleDescription[];
}

/**
 * Alerts that do not need the execution role: two witnesses that share only the topic. An event rule reports an execution that did not succeed, and
 * alarms watch the metrics of the machine, the schedules and the rules.
 */
export class Alerts extends Construct {
  /** The queue of starts that EventBridge Scheduler gave up. */
  readonly missedStarts: ITerraformDependable;
  /** The queue of events that were not delivered. */
  readonly undeliveredEvents: ITerraformDependable;

  constructor(scope: Construct, { environment, settings, otherRules }: AlertsOptions) {
    super(scope, 'alerts');
    const names = namesOf(environment.name);
    const arns = arnsOf(environment);
    const rules = alertRules(environment);
    this.missedStarts = deadLetters(this, 'missed_starts', names.missedStarts);
    const delivered = [...rules, ...otherRules];
    this.undeliveredEvents = deadLetters(
      this,
      'undelivered_events',
      names.undeliveredEvents,
      undeliveredPolicy(environment, delivered),
    );
    const topic = topicOf(this, environment, settings);
    const role = settings.publishBy === 'role' ? publisherOf(this, environment) : undefined;
    for (const rule of rules)
      new EventRule(this, {
        ...{ rule, targetArn: arns.alertTopic, deadLetterArn: arns.undeliveredEvents },
        roleArn: role === undefined ? undefined : arns.alertRole,
        dependsOn: [topic, this.undeliveredEvents, ...(role?.ready ?? [])],
      });
    new Alarms(this, { environment, topic, rules: delivered });
    if (settings.maximumKeyAgeDays !== undefined) {
      const rule = new ConfigConfigRule(this, 'key_age', {
        name: names.keyAge,
        description: descriptions.keyAgeRule(environment.name),
        source: { owner: 'AWS', sourceIdentifier: 'ACCESS_KEYS_ROTATED' },
        inputParameters: jsonLiteral({ maxAccessKeyAge: String(settings.maximumKeyAgeDays) }),
        maximumExecutionFrequency: 'TwentyFour_Hours',
      });
      setLogicalId(rule, 'key_age');
    }
  }
}

function topicOf(scope: Construct, environment: EnvironmentSettings, { subscribers, kmsKeyArn }: AlertSettings) {
  const topic = new SnsTopic(scope, 'topic', {
    name: namesOf(environment.name).alerts,
    policy: jsonLiteral(topicPolicy(environment)),
    ...(kmsKeyArn === undefined ? {} : { kmsMasterKeyId: kmsKeyArn }),
  });
  setLogicalId(topic, 'alerts');
  const rows = subscribers.map((written): [string, Record<string, string>] => {
    const endpoint = textLiteral(written);
    return [endpoint, { endpoint, protocol: protocolOf(written) }];
  });
  const each = TerraformIterator.fromMap(Object.fromEntries(rows));
  const subscriptions = new SnsTopicSubscription(scope, 'subscriptions', {
    forEach: each,
    topicArn: arnsOf(environment).alertTopic,
    endpoint: each.getString('endpoint'),
    protocol: each.getString('protocol'),
    dependsOn: [topic],
  });
  setLogicalId(subscriptions, 'alerts');
  return topic;
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
function protocolOf(endpoint: string): string {
  if (!endpoint.startsWith('arn:')) return endpoint.startsWith('https:') ? 'https' : 'email';
  return endpoint.split(':')[2] ?? '';
}

function publisherOf(scope: Construct, environment: EnvironmentSettings): ClosedRole {
  return new ClosedRole(scope, 'alerts', {
    name: namesOf(environment.name).alerts,
    description: descriptions.alertRole(environment.name),
    trust: ruleTrust(environment, alertRules(environment)),
    policy: alertPolicy(environment),
  });
}
