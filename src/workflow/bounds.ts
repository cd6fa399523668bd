import type { StateMachineDefinition } from '../asl';
import { firstAfterThrottling } from './create-key';
import { longestSeconds } from './durations';
import { sendFailureEmail } from './failures';
import { whyNotKnown } from './store-secret';

/** A user can have two access keys. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const keysPerUser = 2;

interface WorkflowBounds {
  /**
   * The longest time from the moment a run creates a key until that key is stored or deleted again, in seconds. A run that lists the
   * keys twice, further apart than this, finds no key that another run has created and not stored yet.
   */
  readonly waitForOthersSeconds: number;
  /** The longest time that a run takes without its grace period, in seconds. */
  readonly runSeconds: number;
  /**
   * The longest time of a run whose CreateAccessKey is not throttled and whose mails are sent at once, in seconds. The check of the schedules
   * uses it: the next run finds a run that takes longer, and refuses.
   */
  readonly usualRunSeconds: number;
}

/** The first pauses before lists; the first state of a rotation sets them. */
function pausesOf(definition: StateMachineDefinition): ReadonlyMap<string, number> {
  const begin = definition.States.BeginRotation;
  const pauses = begin?.Type === 'Pass' ? begin.Parameters?.pauses : undefined;
  const entries = Object.entries((pauses ?? {}) as Record<string, { seconds: number }>);
  return new Map(entries.map(([name, { seconds }]) => [`$.pauses.${name}.seconds`, seconds]));
}

/** Computes the bound from the definition: its timeouts, retriers, pauses and loops. See {@link WorkflowBounds}. */
export function waitForOthersSeconds(definition: StateMachineDefinition): number {
  return longestSeconds(definition, {
    from: 'CreateAccessKey',
    // A key that is created after the quota was reached, or after throttling, starts a new interval: the attempts before it created none.
    until: (name) => ['Forget', 'CreateAccessKey', whyNotKnown, sendFailureEmail].includes(name),
    numbers: pausesOf(definition),
  });
}

/** See {@link WorkflowBounds}. */
export function runSeconds(definition: StateMachineDefinition): number {
  return longestSeconds(definition, {
    from: definition.StartAt,
    uncounted: '$.gracePeriodSeconds',
    visits: { DeleteAccessKey: keysPerUser },
  });
}

/** See {@link WorkflowBounds}. */
function usualRunSeconds(definition: StateMachineDefinition): number {
  return longestSeconds(definition, {
    from: definition.StartAt,
    until: (name) =>
      [firstAfterThrottling, sendFailureEmail].includes(name) ||
      // A schedule names no key: without a grace period nothing is deleted at the end.
      (name === 'LookBeforeDeleting' && !('GracePeriod' in definition.States)),
    uncounted: '$.gracePeriodSeconds',
    instant: ['SendEmail'],
    visits: { DeleteAccessKey: keysPerUser },
  });
}

export function workflowBounds(definition: StateMachineDefinition): WorkflowBounds {
  return {
    waitForOthersSeconds: waitForOthersSeconds(definition),
    runSeconds: runSeconds(definition),
    usualRunSeconds: usualRunSeconds(definition),
  };
}
