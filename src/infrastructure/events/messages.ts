import type { EnvironmentSettings, EventSettings } from '../../settings';
import type { Matched } from '../event-rules/description';
import { executionsThatEnd, machineInMessage, templateOf } from '../event-rules/messages';
import { jsonLiteral } from '../literal';
import type { RuleChunk } from '../shards/rule-chunks';

/**
 * The input of a rotation that names a key. It has no grace period, because the key must go. A pattern filters no names, because AWS limits its
 * length; the machine ends an event about any other user in success, with nothing changed.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const inputOfStart = templateOf({ userName: '<userName>', accessKeyId: '<accessKeyId>' });

/** Events of your own that name a user and a key. One without the key would make an invalid input, so the pattern demands both. */
export function keysThatMustGo({ source, detailType }: NonNullable<EventSettings['custom']>): Matched {
  const exists = [{ exists: true }];
  return {
    pattern: jsonLiteral({
      source: [source],
      'detail-type': [detailType],
      detail: { userName: exists, accessKeyId: exists },
    }),
    message: { paths: { userName: '$.detail.userName', accessKeyId: '$.detail.accessKeyId' }, template: inputOfStart },
  };
}

/**
 * Findings about the access key of a user; a finding about a role or the root user starts nothing.
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_AccessKeyDetails.html
 */
export function compromisedKeys(types: readonly string[]): Matched {
  return {
    pattern: jsonLiteral({
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Finding'],
      detail: { type: types, resource: { accessKeyDetails: { userType: ['IAMUser'] } } },
    }),
    message: {
      paths: {
        userName: '$.detail.resource.accessKeyDetails.userName',
        accessKeyId: '$.detail.resource.accessKeyDetails.accessKeyId',
      },
      template: inputOfStart,
    },
  };
}

export function successPattern(stateMachineArns: readonly string[]): string {
  return executionsThatEnd(stateMachineArns, ['SUCCEEDED']);
}

/** Executions of these machines that succeeded. An event bus gets the event as it is; a topic and a queue get a message with names. */
export function succeededExecutions(
  environment: EnvironmentSettings,
  target: string,
  { machines }: RuleChunk,
): Matched {
  const pattern = successPattern(machines.map(({ arn }) => arn));
  const machine = machineInMessage(environment);
  if (target.split(':')[2] === 'events') return { pattern, message: undefined };
  const template = templateOf({
    event: 'A rotation succeeded',
    environment: environment.name,
    stateMachine: machine.text,
    execution: '<execution>',
    executionArn: '<arn>',
  });
  const paths = { execution: '$.detail.name', arn: '$.detail.executionArn', ...machine.paths };
  return { pattern, message: { paths, template } };
}
