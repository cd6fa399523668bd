import type { State } from '../asl';
import type { JsonObject } from '../json';
import { isTrue, when } from './conditions';
import type { States } from './key-lists';
import { sendEmail } from './operations';
import type { WorkflowOptions } from './options';
import { anyError, call, onError, retryUnless } from './tasks';
import { failing, parameter, storedNames } from './texts';

/** What the placeholders of a mail stand for; none of them can show the secret access key, which is forgotten by then. */
export const mailPlaceholders = {
  userName: '$.userName',
  secretName: '$.secretName',
  accessKeyId: '$.newKeyId',
  time: '$$.State.EnteredTime',
} as const;

function addresses(name: string, list: readonly string[]): JsonObject {
  return list.length === 0 ? {} : { [name]: list };
}

/** A mail that cannot be sent is remembered: it never undoes a rotation, and never passes for success. */
export function notify(options: WorkflowOptions, next: string): States {
  const { mail } = options;
  const content = (text: string) => ({ ...parameter('Data', text, mailPlaceholders), Charset: 'UTF-8' });
  return {
    SendEmail: call(sendEmail, options.partition, {
      Parameters: {
        Source: mail.source,
        Destination: {
          ...addresses('ToAddresses', mail.toAddresses),
          ...addresses('CcAddresses', mail.ccAddresses),
          ...addresses('BccAddresses', mail.bccAddresses),
        },
        Message: {
          Subject: content(mail.subject),
          Body: { Html: content(mail.htmlBody), Text: content(mail.textBody) },
        },
        ...addresses('ReplyToAddresses', mail.replyToAddresses),
        ...(mail.configurationSet === undefined ? {} : { ConfigurationSetName: mail.configurationSet }),
      },
      ResultPath: '$.sendEmail',
      Retry: retryUnless(
        sendEmail.errors.filter((error) => !['Ses.SesException', 'Ses.SdkClientException'].includes(error)),
      ),
      Catch: [onError([anyError], 'RememberNobodyWasTold')],
      Next: next,
    }),
    RememberNobodyWasTold: { Type: 'Pass', Result: { sent: false }, ResultPath: '$.mail', Next: next },
  };
}

export function end(): States {
  const states: Record<string, State> = {
    WasTheMailSent: {
      Type: 'Choice',
      Choices: [when(isTrue('$.mail.sent'), 'Rotated')],
      Default: 'RotatedNobodyTold',
    },
    Rotated: { Type: 'Succeed' },
    RotatedNobodyTold: failing(
      'RotatedNobodyTold',
      'Secret {secretName} was given access key {newKey} of user {userName}, and the rotation is complete; the mail to the administrators could not be sent.',
      storedNames,
    ),
  };
  return states;
}
