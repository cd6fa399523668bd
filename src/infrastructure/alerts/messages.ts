import type { EnvironmentSettings } from '../../settings';
import type { Matched } from '../event-rules/description';
import { executionsThatEnd, machineInMessage, templateOf } from '../event-rules/messages';
import { jsonLiteral } from '../literal';
import { namesOf } from '../names';
import type { RuleChunk } from '../shards/rule-chunks';

export function failurePattern(stateMachineArns: readonly string[]): string {
  return executionsThatEnd(stateMachineArns, ['FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']);
}

/** Executions of these machines that did not succeed. */
export function failedExecutions(environment: EnvironmentSettings, { machines }: RuleChunk): Matched {
  const machine = machineInMessage(environment);
  return {
    pattern: failurePattern(machines.map(({ arn }) => arn)),
    message: {
      paths: { execution: '$.detail.name', arn: '$.detail.executionArn', status: '$.detail.status', ...machine.paths },
      template: templateOf({
        alert: 'A rotation did not succeed',
        environment: environment.name,
        stateMachine: machine.text,
        execution: '<execution>',
        status: '<status>',
        console: `${consoleOf(environment)}/states/home?region=${environment.region}#/v2/executions/details/<arn>`,
      }),
    },
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
    message: {
      paths: { user: '$.detail.resourceId' },
      template: templateOf({
        alert: 'A user of IAM has an access key that is too old',
        environment: environment.name,
        accountId: environment.accountId,
        userId: '<user>',
        configRule: rule,
      }),
    },
  };
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
