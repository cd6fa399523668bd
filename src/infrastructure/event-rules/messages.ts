import type { EnvironmentSettings } from '../../settings';
import { jsonLiteral } from '../literal';
import { namesOf } from '../names';
import { isSharded } from '../shards/shards';

/**
 * A template of an input transformer. EventBridge puts a value in the place of `<name>`, inside a text without adding quotes, and escapes nothing.
 * Names and ARNs need no escapes. Terraform's jsonencode would rewrite `<` and `>`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function templateOf(message: Readonly<Record<string, string>>): string {
  return jsonLiteral(message);
}

/**
 * The pattern of executions of these machines that end with one of these statuses. With a customer key the event has no input, output, error and cause, so
 * no message needs them.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function executionsThatEnd(stateMachineArns: readonly string[], statuses: readonly string[]): string {
  return jsonLiteral({
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail: { status: statuses, stateMachineArn: stateMachineArns },
  });
}

/** The machine in a message: its name, or with shards its ARN, which the event has. */
export function machineInMessage(environment: EnvironmentSettings) {
  return isSharded(environment)
    ? { text: '<stateMachine>', paths: { stateMachine: '$.detail.stateMachineArn' } }
    : { text: namesOf(environment.name).stateMachine, paths: {} };
}
