import {
  alarmDifferences,
  extraSubscriptions,
  queueDifferences,
  subscriptionDifferences,
  topicDifferences,
} from './alerts';
import type { Compare, Compared, Difference } from './difference';
import { aliasDifferences, keyDifferences } from './key';
import { machineDifferences } from './machine';
import { managedPolicyDifferences } from './iam/managed-policies';
import { roleDifferences } from './iam/roles';
import { extraRules, extraTargets, ruleDifferences, targetDifferences } from './rules';
import { extraSchedules, scheduleDifferences, scheduleGroupDifferences } from './schedules';

/** The comparison of an environment. */
interface Drift {
  readonly differences: readonly Difference[];
  /** The number of resources that were compared. */
  readonly compared: number;
  /** Addresses of resources that were not compared. */
  readonly notCompared: readonly string[];
}

/** The types of resources that are compared. */
const comparisons: Readonly<Record<string, Compare>> = {
  aws_sfn_state_machine: machineDifferences,
  aws_scheduler_schedule: scheduleDifferences,
  aws_scheduler_schedule_group: scheduleGroupDifferences,
  aws_cloudwatch_metric_alarm: alarmDifferences,
  aws_sns_topic: topicDifferences,
  aws_sns_topic_subscription: subscriptionDifferences,
  aws_sqs_queue: queueDifferences,
  aws_iam_role: roleDifferences,
  aws_iam_policy: managedPolicyDifferences,
  aws_cloudwatch_event_rule: ruleDifferences,
  aws_cloudwatch_event_target: targetDifferences,
  aws_kms_key: keyDifferences,
  aws_kms_alias: aliasDifferences,
};

/** Types that are compared as a part of their role. */
const ofRoles = new Set([
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_iam_role_policies_exclusive',
  'aws_iam_role_policy_attachments_exclusive',
]);

/** Compares each resource of the stack with the answers of AWS. */
export function driftOf(compared: Compared): Drift {
  const resources = compared.made.resources.filter(({ mode, type }) => mode === 'managed' && !ofRoles.has(type));
  const differences: Difference[] = [];
  const notCompared: string[] = [];
  for (const resource of resources) {
    const found = comparisons[resource.type]?.(resource, compared) ?? 'not-known';
    const shown = found === 'not-known' ? [] : found.filter((one) => one.kind !== 'not-shown');
    if (found === 'not-known' || shown.length < found.length) notCompared.push(resource.address);
    differences.push(...shown);
  }
  for (const extrasOf of [extraSchedules, extraSubscriptions, extraRules, extraTargets])
    differences.push(...extrasOf(resources, compared));
  return { differences, compared: resources.length - notCompared.length, notCompared };
}
