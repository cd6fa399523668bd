import type { JsonObject } from '../json';
import { when } from './conditions';
import { deadline, newKeyId } from './create-key';
import { noKey } from './input';
import { firstPauses, type States } from './key-lists';
import { destinationPath } from './mail';
import { updateSecret } from './operations';
import { noteReason, reasonPath, takeKeyBack } from './look-for-others';
import type { StepOptions } from './options';
import { isDenied, isKeyDenied, undeclaredBySecretsManager } from './refusals';
import { anyError, call, onError, retryUnless } from './tasks';
import { failing } from './failures';

const accessKey = '$.createAccessKey.AccessKey';
const names = { userName: '$.userName', secretName: '$.secretName', newKey: newKeyId };

/**
 * Errors that say that this request was refused: UpdateSecret had no effect. Each has the state that notes the reason, and the words for the
 * reason. DecryptionFailure and InternalServiceError are not in the list: a value can have been stored before them.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html#API_UpdateSecret_Errors
 */
const refusals: readonly { readonly state: string; readonly name: string; readonly why: string }[] = [
  { state: 'NoteMissing', name: 'ResourceNotFound', why: 'it does not exist' },
  {
    state: 'NoteInvalidRequest',
    name: 'InvalidRequest',
    why: 'it is scheduled for deletion, or another service manages it',
  },
  {
    state: 'NoteInvalidParameter',
    name: 'InvalidParameter',
    why: 'Secrets Manager does not accept a parameter of the request',
  },
  {
    state: 'NoteEncryptionFailure',
    name: 'EncryptionFailure',
    why: 'its KMS key is disabled, scheduled for deletion or not available',
  },
  { state: 'NoteLimit', name: 'LimitExceeded', why: 'a quota of Secrets Manager is reached, such as that of versions' },
  { state: 'NotePolicy', name: 'MalformedPolicyDocument', why: 'a policy document is malformed' },
  { state: 'NotePrecondition', name: 'PreconditionNotMet', why: 'a precondition is not met' },
];

const notAllowed = { state: 'NoteNotAllowed', why: 'the role is not allowed to write it' };

/** The error for a token that was used before; after a first attempt, only this run can have used it. */
const tokenUsed = 'SecretsManager.ResourceExistsException';

function secretString({ secretFormat }: StepOptions): { prepared: JsonObject; path: string } {
  if (secretFormat.kind === 'access-key') return { prepared: {}, path: accessKey };
  const fields = Object.entries(secretFormat.fields).map(([name, field]): [string, string] => [
    `${name}.$`,
    `${accessKey}.${field}`,
  ]);
  const value = { ...Object.fromEntries(fields), ...secretFormat.constants };
  return { prepared: { value }, path: '$.store.value' };
}

/**
 * Stores the new key in the secret, once: one token identifies one value. UpdateSecret has no retrier, because a retry would hide an ambiguous
 * first attempt behind the definite answer to the second. After an ambiguous first attempt the same request is sent again. Success and
 * ResourceExists both mean that the key is stored (AWS documents one for PutSecretValue and the other for UpdateSecret); after any other answer
 * it is not known. Then neither key is deleted.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html
 */
export function storeSecret(options: StepOptions, next: string): States {
  const { partition } = options;
  const { prepared, path } = secretString(options);
  const request = {
    Parameters: {
      'SecretId.$': '$.secretName',
      'SecretString.$': `States.JsonToString(${path})`,
      'ClientRequestToken.$': '$.store.token',
    },
    ResultPath: '$.updateSecret',
    Next: next,
  };
  return {
    FixToken: {
      Type: 'Pass',
      Comment: 'One token for one value: sent twice, it is stored once.',
      Parameters: { 'token.$': 'States.UUID()', ...prepared },
      ResultPath: '$.store',
      Next: 'UpdateSecret',
    },
    UpdateSecret: call(updateSecret, partition, {
      ...request,
      Catch: [
        ...refusals.map(({ state, name }) => onError([`SecretsManager.${name}Exception`], state)),
        onError(undeclaredBySecretsManager, 'IsItRefused'),
        onError([anyError], 'AskWhetherStored'),
      ],
    }),
    IsItRefused: {
      Type: 'Choice',
      Comment: 'Throttling and a refusal have the same error name; only the cause differs.',
      Choices: [when(isDenied, notAllowed.state)],
      Default: 'AskWhetherStored',
    },
    ...Object.fromEntries(
      [notAllowed, ...refusals].map(({ state, why }) => [state, noteReason('TakeUnstoredKeyBack', why)]),
    ),
    AskWhetherStored: call(updateSecret, partition, {
      ...request,
      Comment: 'The same request, the same token: stored once, however often it is sent.',
      Retry: retryUnless([tokenUsed], { IntervalSeconds: 5, MaxAttempts: 5, MaxDelaySeconds: 30 }),
      Catch: [
        onError([tokenUsed], next),
        onError(undeclaredBySecretsManager, whyNotKnown),
        onError([anyError], 'NotKnownWhetherStored'),
      ],
    }),
    [whyNotKnown]: {
      Type: 'Choice',
      Choices: [when(isKeyDenied, 'SecretKeyNotUsable')],
      Default: 'NotKnownWhetherStored',
    },
    ...whenNotStored(options),
  };
}

/** The state from which a run neither stores nor deletes anything any more. */
export const whyNotKnown = 'WhyNotKnownWhetherStored';

function whenNotStored(options: StepOptions): States {
  const {
    partition,
    keysBefore: { previous },
  } = options;
  const paths = { ...names, ...(previous === undefined ? {} : { previous }) };
  const held = previous === undefined ? 'a deleted key' : 'the previous key, {previous}';
  const todo = `${compare}${deadline(options)}`;
  return {
    SecretKeyNotUsable: failing(
      'NotKnownWhetherStored',
      `The role cannot use the KMS key of secret {secretName}: it needs kms:GenerateDataKey and kms:Decrypt. The secret holds either the new access key of user {userName}, {newKey}, or ${held}: with the first right alone, a call can be stored and a repeated call is refused. ${todo}`,
      paths,
    ),
    NotKnownWhetherStored: failing(
      'NotKnownWhetherStored',
      `UpdateSecret gave no clear answer: secret {secretName} of user {userName} holds either the new access key, {newKey}, or ${held}. ${todo}`,
      paths,
    ),
    TakeUnstoredKeyBack: takeKeyBack(partition, 'NotStored'),
    NotStored: failing(
      'NotStored',
      `Secret {secretName} could not be updated, because {why}. Access key {newKey} of user {userName} was deleted again. ${
        previous === undefined
          ? 'The previous keys are deleted too: fix that and start one more rotation.'
          : 'This rotation did not delete the previous key, {previous}.'
      }`,
      { ...paths, why: reasonPath },
    ),
  };
}

const compare =
  'No key was deleted since. Find out which key the secret holds, and delete the other. See "Two active keys" in docs/how-to/operate.md.';

/** Removes the secret access key from the state's data immediately after it is stored: later states can no longer show it. */
export function forgetSecret({ keysBefore: { previous }, settleSeconds }: StepOptions, next: string): States {
  return {
    Forget: {
      Type: 'Pass',
      Comment: 'From here on only the secret holds the secret access key.',
      Parameters: {
        'userName.$': '$.userName',
        'secretName.$': '$.secretName',
        'destination.$': destinationPath,
        'gracePeriodSeconds.$': '$.gracePeriodSeconds',
        'gracePeriodInWords.$': '$.gracePeriodInWords',
        'goesAtOnce.$': '$.goesAtOnce',
        'newKeyId.$': newKeyId,
        ...(previous === undefined ? { previousKeyId: noKey } : { 'previousKeyId.$': previous }),
        mail: { sent: true },
        pauses: firstPauses(['confirm', 'delete'], settleSeconds),
      },
      Next: next,
    },
  };
}
