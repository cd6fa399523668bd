import { isArray, isObject, parseJson, type Json, type JsonObject } from '../../json';
import { attribute, isList, isObject as isBlock, plainText, textOf, type Resource } from '../../model';

/** The metrics of executions that did not succeed. https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */
const statusOfMetric: Readonly<Record<string, string>> = {
  ExecutionsFailed: 'FAILED',
  ExecutionsTimedOut: 'TIMED_OUT',
  ExecutionsAborted: 'ABORTED',
};

/** The ends of a machine's executions that an event rule with a target, or an alarm with an action, reports. */
export function alertedStatuses(resources: readonly Resource[], machineArn: string): ReadonlySet<string> {
  const withTarget = new Set(
    resources
      .filter(({ type }) => type === 'aws_cloudwatch_event_target')
      .map(({ values }) => plainText(values, 'rule')),
  );
  return new Set(
    resources.flatMap(({ type, values }): string[] => {
      if (type === 'aws_cloudwatch_metric_alarm') return statusOfAlarm(values, machineArn);
      const isRule = type === 'aws_cloudwatch_event_rule' && textOf(values, 'state') !== 'DISABLED';
      return isRule && withTarget.has(plainText(values, 'name'))
        ? statusesOfPattern(plainText(values, 'event_pattern'), machineArn)
        : [];
    }),
  );
}

function statusOfAlarm(values: Resource['values'], machineArn: string): string[] {
  const dimensions = attribute(values, 'dimensions');
  const actions = attribute(values, 'alarm_actions');
  const isOfMachine = isBlock(dimensions) && plainText(dimensions, 'StateMachineArn') === machineArn;
  if (!isOfMachine || !isList(actions) || actions.length === 0) return [];
  const status = statusOfMetric[plainText(values, 'metric_name')];
  return status === undefined ? [] : [status];
}

/**
 * The statuses of a pattern that requires nothing else of an event of this machine.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
function statusesOfPattern(text: string, machineArn: string): string[] {
  const { source, 'detail-type': kind, detail, ...more } = parsed(text);
  if (!isObject(detail)) return [];
  const { status, stateMachineArn, ...moreOfDetail } = detail;
  const isExact =
    Object.keys({ ...more, ...moreOfDetail }).length === 0 &&
    lists(source, 'aws.states') &&
    lists(kind, 'Step Functions Execution Status Change') &&
    lists(stateMachineArn, machineArn);
  return isExact && isArray(status) ? status.filter((one) => typeof one === 'string') : [];
}

/** Whether a field of a pattern accepts a value; a field that is left out accepts every value. */
function lists(field: Json | undefined, value: string): boolean {
  return field === undefined || (isArray(field) && field.includes(value));
}

function parsed(text: string): JsonObject {
  try {
    const pattern = parseJson(text);
    return isObject(pattern) ? pattern : {};
  } catch {
    return {};
  }
}
