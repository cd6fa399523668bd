import type { EnvironmentSettings } from '../settings';
import type { WorkflowOptions } from '../workflow';

/** What the workflow has to know of an environment. */
export function workflowOptions(environment: EnvironmentSettings): WorkflowOptions {
  const { notification, users, ...rest } = environment;
  const { sender, recipients, configurationSet, subject, htmlBody, textBody } = notification;
  return {
    strategy: rest.strategy,
    twoKeys: rest.twoKeys,
    pairs: users.map((user) => ({ userName: user.name, secretName: user.secretName })),
    partition: rest.partition,
    gracePeriodSeconds: rest.gracePeriodSeconds,
    maxGracePeriodSeconds: rest.maxGracePeriodSeconds,
    settleSeconds: rest.settleSeconds,
    mail: {
      source: sender,
      toAddresses: [...recipients.to],
      ccAddresses: [...recipients.cc],
      bccAddresses: [...recipients.bcc],
      replyToAddresses: [...recipients.replyTo],
      ...(configurationSet === undefined ? {} : { configurationSet }),
      subject,
      htmlBody,
      textBody,
    },
    secretFormat: rest.secretFormat,
  };
}
