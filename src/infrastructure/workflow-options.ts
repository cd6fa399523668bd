import type { EnvironmentSettings } from '../settings';
import type { WorkflowOptions } from '../workflow';

/** What the workflow has to know of an environment; the settings that both have are called alike. */
export function workflowOptions({ notification, users, ...settings }: EnvironmentSettings): WorkflowOptions {
  const { sender, recipients, configurationSet, subject, htmlBody, textBody } = notification;
  return {
    ...settings,
    pairs: users.map((user) => ({ userName: user.name, secretName: user.secretName })),
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
  };
}
