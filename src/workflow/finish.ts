import type { JsonObject } from '../json';
import type { State } from '../asl';
import { equals, isTrue, when } from './conditions';
import { noKey } from './input';
import { isListedActive, patientLook, type States } from './key-lists';
import { sendEmail } from './operations';
import type { WorkflowOptions } from './options';
import { anyError, call, onError, remove, retryUnless } from './tasks';
import { failing, parameter } from './texts';

const names = {
  userName: '$.userName',
  secretName: '$.secretName',
  newKey: '$.newKeyId',
  previous: '$.previousKeyId',
};

/** What the placeholders of a mail stand for; none of them can show the secret access key, which is forgotten by then. */
export const mailPlaceholders = {
  userName: '$.userName',
  secretName: '$.secretName',
  accessKeyId: '$.newKeyId',
  time: '$$.State.EnteredTime',
} as const;

/** Look once more: the key that was stored must be there, or the secret holds a dead one. */
export function confirmNewKey(options: WorkflowOptions, next: string): States {
  const kept =
    options.strategy === 'delete-first'
      ? 'Start one more rotation.'
      : 'This rotation did not delete the former key, {previous}. The README says under "Two active keys" what to do.';
  return {
    ...patientLook({
      partition: options.partition,
      settleSeconds: options.settleSeconds,
      name: 'confirm',
      states: {
        settle: 'SettleAfterStoring',
        look: 'ConfirmNewKey',
        judge: 'IsNewKeyThere',
        longer: 'PauseBeforeConfirming',
      },
      comment: 'Another rotation may have deleted the key while it was being stored.',
      rules: [when(isListedActive('$.newKeyId'), next)],
      giveUp: 'NewKeyMissing',
      onError: 'NewKeyNotConfirmed',
    }),
    NewKeyMissing: failing(
      'NewKeyMissing',
      `Secret {secretName} was given access key {newKey}, but user {userName} has no such active key. ${kept}`,
      names,
    ),
    NewKeyNotConfirmed: failing(
      'NewKeyNotConfirmed',
      `Secret {secretName} was given access key {newKey} of user {userName}; whether that key is still there could not be looked up. ${kept}`,
      names,
    ),
  };
}

function addresses(name: string, list: readonly string[]): JsonObject {
  return list.length === 0 ? {} : { [name]: list };
}

/** A mail that cannot be sent is remembered: it never undoes a rotation, and never passes for success. */
export function tellTheAdministrators(options: WorkflowOptions, next: string): States {
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

/** `overlap`: the previous key lives through the grace period, and goes only if the new one is still there. */
export function deletePreviousKey(options: WorkflowOptions, next: string): States {
  return {
    IsThereAPreviousKey: {
      Type: 'Choice',
      Choices: [when(equals('$.previousKeyId', noKey), next)],
      Default: 'GracePeriod',
    },
    GracePeriod: {
      Type: 'Wait',
      Comment: 'Whoever reads the secret takes up the new key meanwhile; both keys work.',
      SecondsPath: '$.gracePeriodSeconds',
      Next: 'LookBeforeDeleting',
    },
    ...patientLook({
      partition: options.partition,
      settleSeconds: options.settleSeconds,
      name: 'delete',
      states: {
        settle: 'WaitToLookBeforeDeleting',
        look: 'LookBeforeDeleting',
        judge: 'IsNewKeyActive',
        longer: 'PauseBeforeDeleting',
      },
      comment: 'The previous key may be the only one that works.',
      rules: [when(isListedActive('$.newKeyId'), 'DeletePreviousKey')],
      giveUp: 'NewKeyMissing',
      onError: 'PreviousKeyStays',
    }),
    DeletePreviousKey: remove(options.partition, { keyId: '$.previousKeyId', Next: next, onError: 'PreviousKeyStays' }),
    PreviousKeyStays: failing(
      'PreviousKeyStays',
      'Secret {secretName} was given access key {newKey} of user {userName}; the previous one, {previous}, could not be deleted, or nobody knows whether it was: delete it.',
      names,
    ),
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
      names,
    ),
  };
  return states;
}
