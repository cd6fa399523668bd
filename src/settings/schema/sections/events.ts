import * as z from 'zod';
import { detailType, eventSource, findingType, targetArn } from '../../fields/check-events';
import { list, object, text } from '../../fields/fields';
import { wrongType } from '../../../text/show';

const flag = (description: string) =>
  z.boolean({ error: ({ input }) => wrongType(input, 'true or false', 'true or false') }).meta({ description });

const custom = object(
  {
    source: text(
      { description: 'Source of the event, chosen by its sender.', right: 'a source such as "com.example.keys"' },
      eventSource,
    ),
    detailType: text(
      { description: 'Detail type of the event.', right: 'a type such as "Access key leaked"' },
      detailType,
    ),
  },
  'an object such as {"source": "com.example.keys", "detailType": "Access key leaked"}',
  'An event on the default event bus that starts a rotation. Its detail has userName and accessKeyId: the key that must go. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html',
);

const guardDuty = object(
  {
    types: list(
      text(
        {
          description: 'A type of finding about an IAM user.',
          right: '"CredentialAccess:IAMUser/CompromisedCredentials"',
        },
        findingType,
      ),
      {
        description:
          'Types of findings. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html',
        right: '1 to 20 types, such as ["CredentialAccess:IAMUser/CompromisedCredentials"]',
        min: 1,
        max: 20,
      },
    ).default(['CredentialAccess:IAMUser/CompromisedCredentials']),
  },
  'an object such as {} or {"types": ["CredentialAccess:IAMUser/CompromisedCredentials"]}',
  'Findings of GuardDuty that start a rotation of the user and the key that they name.',
);

/** Rotations that events start, and events about rotations. */
export const eventsSchema = object(
  {
    custom: custom.optional(),
    guardDuty: guardDuty.optional(),
    successTarget: text(
      {
        description:
          'ARN of your topic, queue or event bus that gets a message after each rotation that succeeded; standard, not FIFO. https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html',
        right: 'an ARN such as "arn:aws:sns:eu-central-1:111122223333:rotations"',
      },
      targetArn,
    ).optional(),
    userInExecutionName: flag(
      'Whether the names of executions that schedules start begin with the name of the user. The schedules then call StartExecution, by the universal target. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html',
    ).default(false),
  },
  'an object such as {"guardDuty": {}}',
  'Rotations that events start, and events about rotations. An environment replaces them as a whole. Off if left out.',
);

export type EventSettings = Readonly<z.output<typeof eventsSchema>>;
