import type * as z from 'zod';
import { kmsKeyArn, subscriber } from '../../fields/check-alerts';
import { choice, integer, list, object, text, whenList } from '../../fields/fields';
import { show } from '../../../text/show';

const right = 'an object such as {"subscribers": ["on-call@example.com"]}';

/** Refuses the same endpoint twice: a topic has one subscription for each. */
function checkTwice(endpoints: readonly unknown[], context: z.RefinementCtx): void {
  endpoints.forEach((endpoint, index) => {
    if (endpoints.indexOf(endpoint) === index) return;
    const message = `${show(endpoint)} is already in this list; write each subscriber once`;
    context.addIssue({ code: 'custom', path: [index], message });
  });
}

/** Alerts that do not need the execution role. */
export const alertsSchema = object(
  {
    subscribers: list(
      text(
        {
          description:
            'An e-mail address, an https address, or the ARN of a queue or a function. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html',
          right: '"on-call@example.com"',
        },
        subscriber,
      ),
      {
        description:
          'Who gets the alerts. An e-mail address and an https address must confirm the subscription first. https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html',
        right: '1 to 20 subscribers, such as ["on-call@example.com"]',
        min: 1,
        max: 20,
      },
    ).superRefine(checkTwice, whenList),
    publishBy: choice(
      ['role', 'topicPolicy'],
      'What lets EventBridge publish to the topic: a role of the rule, or a statement of the topic policy without a condition. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html',
    ).default('role'),
    kmsKeyArn: text(
      {
        description:
          'The KMS key of the topic; never the key of the history. Its key policy must allow cloudwatch.amazonaws.com, and with publishBy topicPolicy also events.amazonaws.com, kms:GenerateDataKey* and kms:Decrypt. Default: the topic is not encrypted with a key; it holds only names. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
        right:
          'the ARN of a key, such as "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
        keywords: { pattern: '^arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+$' },
      },
      kmsKeyArn,
    ).optional(),
    maximumKeyAgeDays: integer({
      description:
        'Adds a rule of AWS Config, which reports each access key of the account that is older than these days, even if no rotation ever started. Once an account; it needs a configuration recorder. https://docs.aws.amazon.com/config/latest/developerguide/access-keys-rotated.html',
      min: 1,
      max: 3650,
      unit: 'days',
    }).optional(),
  },
  right,
  'Alerts that do not need the execution role: an event rule and alarms, a topic, and queues for starts and alerts that could not be delivered. An environment replaces them as a whole. Off if left out.',
);

export type AlertSettings = Readonly<z.output<typeof alertsSchema>>;
