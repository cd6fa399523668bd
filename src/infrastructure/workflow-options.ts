import type { EnvironmentSettings, MailboxSettings } from '../settings';
import type { Destination, WorkflowOptions } from '../workflow';

/** What the workflow has to know of an environment; the settings that both have are called alike. */
export function workflowOptions({ notification, users, ...settings }: EnvironmentSettings): WorkflowOptions {
  const { sender, sourceArn, recipients, configurationSet, subject, htmlBody, textBody } = notification;
  return {
    ...settings,
    pairs: users.map((user) => ({
      userName: user.name,
      secretName: user.secretName,
      ...(user.recipients === undefined ? {} : { destination: destinationOf(user.recipients) }),
    })),
    mail: {
      source: sender,
      ...(sourceArn === undefined ? {} : { sourceArn }),
      ...destinationOf(recipients),
      replyToAddresses: [...recipients.replyTo],
      ...(configurationSet === undefined ? {} : { configurationSet }),
      subject,
      htmlBody,
      textBody,
    },
  };
}

function destinationOf({ to, cc, bcc }: MailboxSettings): Destination {
  return { toAddresses: [...to], ccAddresses: [...cc], bccAddresses: [...bcc] };
}
