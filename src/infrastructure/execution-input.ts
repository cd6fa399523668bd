import type { EnvironmentSettings, UserSettings } from '../settings';
import { arnsOf } from './documents';
import { jsonLiteral } from './literal';
import { scheduledExecutionName } from './names';

/**
 * The input of a user's rotation, as JSON text. Terraform's `jsonencode` is not used, because it rewrites `<` and `>`: then EventBridge Scheduler
 * would not recognise its own placeholders.
 */
export function executionInput(user: UserSettings, environment: EnvironmentSettings): string {
  const overrides = user.gracePeriodSeconds !== environment.gracePeriodSeconds;
  return jsonLiteral({
    userName: user.name,
    secretName: user.secretName,
    ...(overrides ? { gracePeriodSeconds: user.gracePeriodSeconds } : {}),
  });
}

/**
 * The universal target of a schedule, which calls StartExecution with a name that begins with the user. Undefined if the target is the machine, which
 * starts under a name that AWS makes up.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export function scheduleTargetArn(environment: EnvironmentSettings): string | undefined {
  return isUniversal(environment) ? `arn:${environment.partition}:scheduler:::aws-sdk:sfn:startExecution` : undefined;
}

/** The input of a schedule's target: that of the execution, or the call of StartExecution. */
export function scheduleInput(user: UserSettings, environment: EnvironmentSettings): string {
  const input = executionInput(user, environment);
  if (!isUniversal(environment)) return input;
  const { stateMachine } = arnsOf(environment, user.shard);
  return jsonLiteral({ StateMachineArn: stateMachine, Name: scheduledExecutionName(user.name), Input: input });
}

function isUniversal({ events }: EnvironmentSettings): boolean {
  return events?.userInExecutionName === true;
}
