import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { type ITerraformDependable, TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '../../settings';
import { arnsOf } from '../documents';
import { namesOf } from '../names';
import type { EventRuleDescription } from '../event-rules/description';

interface Alarm {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly description: string;
}

interface AlarmsOptions {
  readonly environment: EnvironmentSettings;
  readonly topic: ITerraformDependable;
  /** The rules whose events must be delivered. */
  readonly rules: readonly EventRuleDescription[];
}

/** Alarms on the metrics of the machine, the schedules and the rules: the witness that needs no event. They are one resource with `for_each`. */
export class Alarms extends Construct {
  constructor(scope: Construct, { environment, topic, rules }: AlarmsOptions) {
    super(scope, 'alarms');
    const { stack } = namesOf(environment.name);
    const rows = Object.entries(alarmsOf(environment, rules)).map(([key, { metric, ...alarm }]) => [
      key,
      { name: `${stack}-${key}`, metric_name: metric, ...alarm },
    ]);
    const each = TerraformIterator.fromMap(Object.fromEntries(rows) as Record<string, Record<string, unknown>>);
    new CloudwatchMetricAlarm(this, 'alarms', {
      forEach: each,
      alarmName: each.getString('name'),
      alarmDescription: each.getString('description'),
      namespace: each.getString('namespace'),
      metricName: each.getString('metric_name'),
      dimensions: each.getStringMap('dimensions'),
      statistic: 'Sum',
      period: 300,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      // A rotation runs rarely: most periods have no data.
      treatMissingData: 'notBreaching',
      alarmActions: [arnsOf(environment).alertTopic],
      dependsOn: [topic],
    }).overrideLogicalId('alerts');
  }
}

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
function alarmsOf(environment: EnvironmentSettings, rules: AlarmsOptions['rules']): Record<string, Alarm> {
  const ofMachine = (metric: string, description: string): Alarm => ({
    namespace: 'AWS/States',
    metric,
    dimensions: { StateMachineArn: arnsOf(environment).stateMachine },
    description,
  });
  const ofSchedules = (metric: string, description: string): Alarm => ({
    namespace: 'AWS/Scheduler',
    metric,
    dimensions: { ScheduleGroup: namesOf(environment.name).scheduleGroup },
    description,
  });
  const all = [
    ofMachine('ExecutionsFailed', 'A rotation failed'),
    ofMachine('ExecutionsTimedOut', 'A rotation timed out'),
    ofMachine('ExecutionsAborted', 'A rotation was stopped'),
    ofMachine('ExecutionThrottled', 'A rotation was delayed: the account has too many state transitions'),
    ofSchedules('InvocationDroppedCount', 'A rotation was not started: EventBridge Scheduler gave up'),
    ofSchedules(
      'InvocationsSentToDeadLetterCount',
      'A rotation was not started: the start is in the queue of missed starts',
    ),
    ofSchedules(
      'InvocationsFailedToBeSentToDeadLetterCount',
      'A rotation was not started, and the queue of missed starts did not take it',
    ),
  ];
  return {
    ...Object.fromEntries(all.map((alarm) => [alarm.metric, alarm])),
    ...Object.fromEntries(
      rules.map(({ id, name }): [string, Alarm] => [
        `FailedInvocations-${id}`,
        {
          namespace: 'AWS/Events',
          metric: 'FailedInvocations',
          dimensions: { RuleName: name },
          description: `An event of the rule ${name} was not delivered`,
        },
      ]),
    ),
  };
}
