import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { type ITerraformDependable, TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '../../settings';
import { arnsOf } from '../documents';
import { setLogicalId } from '../logical-id';
import type { EventRuleDescription } from '../event-rules/description';
import { alarmsOf } from './alarm-table';

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
    const rows = Object.entries(alarmsOf(environment, rules)).map(([key, { name, metric, ...alarm }]) => [
      key,
      { name, metric_name: metric, ...alarm },
    ]);
    const each = TerraformIterator.fromMap(Object.fromEntries(rows) as Record<string, Record<string, unknown>>);
    const alarms = new CloudwatchMetricAlarm(this, 'alarms', {
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
    });
    setLogicalId(alarms, 'alerts');
  }
}
