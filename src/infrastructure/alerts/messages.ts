import type { EnvironmentSettings } from '../../settings';
import { arnsOf } from '../documents';
import { jsonLiteral } from '../literal';
import { namesOf } from '../names';

/** An event pattern, and the message that a target gets for an event that matches. */
export interface Matched {
  readonly pattern: string;
  readonly paths: Readonly<Record<string, string>>;
  readonly template: string;
}

/**
 * Executions of this machine that did not succeed. With a customer key the event has no error and no cause, so the message needs neither.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function failedExecutions(environment: EnvironmentSettings): Matched {
  return {
    pattern: jsonLiteral({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        status: ['FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'],
        stateMachineArn: [arnsOf(environment).stateMachine],
      },
    }),
    paths: { execution: '$.detail.name', arn: '$.detail.executionArn', status: '$.detail.status' },
    template: templateOf({
      alert: 'A rotation did not succeed',
      environment: environment.name,
      stateMachine: namesOf(environment.name).stateMachine,
      execution: '<execution>',
      status: '<status>',
      console: `${consoleOf(environment)}/states/home?region=${environment.region}#/v2/executions/details/<arn>`,
    }),
  };
}

/** Users of IAM with a key that is too old. https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html */
export function oldKeys(environment: EnvironmentSettings): Matched {
  const rule = namesOf(environment.name).keyAge;
  return {
    pattern: jsonLiteral({
      source: ['aws.config'],
      'detail-type': ['Config Rules Compliance Change'],
      detail: {
        configRuleName: [rule],
        newEvaluationResult: { complianceType: ['NON_COMPLIANT'] },
      },
    }),
    paths: { user: '$.detail.resourceId' },
    template: templateOf({
      alert: 'A user of IAM has an access key that is too old',
      environment: environment.name,
      accountId: environment.accountId,
      userId: '<user>',
      configRule: rule,
    }),
  };
}

/**
 * A template of an input transformer. EventBridge replaces `<name>` inside a text without adding quotes, so a value must hold none; names and ARNs
 * hold none. Terraform's jsonencode would rewrite `<` and `>`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
function templateOf(message: Readonly<Record<string, string>>): string {
  return jsonLiteral(message);
}

/** https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/getting-started-sign-in.html */
const consoleDomains: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

function consoleOf({ partition, region }: EnvironmentSettings): string {
  return `https://${region}.${consoleDomains[partition] ?? 'console.aws.amazon.com'}`;
}
