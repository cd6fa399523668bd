import type { EnvironmentSettings } from '../../settings';
import { document, machineArns, type Document } from '../documents';

/** The permission of the rules that start rotations: to start the machines of the environment. */
export function eventPolicy(environment: EnvironmentSettings): Document {
  return document({
    Sid: 'StartRotations',
    Effect: 'Allow',
    Action: 'states:StartExecution',
    Resource: machineArns(environment),
  });
}

/** The action that sends to a target, by its service. */
const sending: Readonly<Record<string, string>> = {
  sns: 'sns:Publish',
  sqs: 'sqs:SendMessage',
  events: 'events:PutEvents',
};

/** The permission of the rule that reports rotations: to send to one topic, queue or event bus. */
export function successPolicy(target: string): Document {
  const action = sending[target.split(':')[2] ?? ''];
  if (action === undefined) throw new Error(`the settings accept no target such as ${target}`);
  return document({ Sid: 'ReportRotations', Effect: 'Allow', Action: action, Resource: target });
}
