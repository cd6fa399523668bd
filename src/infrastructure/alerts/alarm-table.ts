import type { EnvironmentSettings } from '../../settings';
import { endingOfShard, firstShard } from '../../workflow/shards';
import { arnsOf } from '../documents';
import type { EventRuleDescription } from '../event-rules/description';
import { namesOf } from '../names';
import { partsOf } from '../shards/shards';

interface Alarm {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly description: string;
}

/**
 * The alarms of an environment, one for each machine and metric, by the part of their names that follows the stack.
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export function alarmsOf(
  environment: EnvironmentSettings,
  rules: readonly EventRuleDescription[],
): Record<string, Alarm & { readonly name: string }> {
  const { stack } = namesOf(environment.name);
  return Object.fromEntries(
    Object.entries(watched(environment, rules)).map(([key, alarm]) => [key, { name: `${stack}-${key}`, ...alarm }]),
  );
}

function watched(environment: EnvironmentSettings, rules: readonly EventRuleDescription[]): Record<string, Alarm> {
  const ofMachine = ({ stateMachine }: ReturnType<typeof arnsOf>, metric: string, description: string): Alarm => ({
    namespace: 'AWS/States',
    metric,
    dimensions: { StateMachineArn: stateMachine },
    description,
  });
  const ofSchedules = (metric: string, description: string): Alarm => ({
    namespace: 'AWS/Scheduler',
    metric,
    dimensions: { ScheduleGroup: namesOf(environment.name).scheduleGroup },
    description,
  });
  const ofMachines = partsOf(environment).flatMap(({ shard = firstShard }) => {
    const arns = arnsOf(environment, shard);
    return [
      ofMachine(arns, 'ExecutionsFailed', 'A rotation failed'),
      ofMachine(arns, 'ExecutionsTimedOut', 'A rotation timed out'),
      ofMachine(arns, 'ExecutionsAborted', 'A rotation was stopped'),
      ofMachine(arns, 'ExecutionThrottled', 'A rotation was delayed: the account has too many state transitions'),
    ].map((alarm): [string, Alarm] => [`${alarm.metric}${endingOfShard(shard)}`, alarm]);
  });
  const all = [
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
    ...Object.fromEntries(ofMachines),
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
