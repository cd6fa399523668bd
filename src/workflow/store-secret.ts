import type { JsonObject } from '../json';
import { absent, when } from './conditions';
import { newKeyId } from './create-key';
import { noKey } from './input';
import { firstPauses, type States } from './key-lists';
import { updateSecret } from './operations';
import type { StepOptions } from './options';
import { anyError, call, onError, remove, retryUnless } from './tasks';
import { failing } from './texts';

const accessKey = '$.createAccessKey.AccessKey';
const names = { userName: '$.userName', secretName: '$.secretName', newKey: newKeyId };

/** Errors that say that this request was refused: UpdateSecret had no effect. */
const refusals = ['ResourceNotFound', 'InvalidRequest', 'InvalidParameter'].map(
  (name) => `SecretsManager.${name}Exception`,
);

/**
 * The service's base exception. Undeclared errors have this name in every case seen so far; AWS does not document it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
const notDeclared = ['SecretsManager.SecretsManagerException', 'SecretsManager.AccessDeniedException'];

/** The error that says that the token was used before; after a first attempt, only this run can have used it. */
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
 * Stores the new key in the secret, once: one token names one value. UpdateSecret has no retrier, because a retry would hide an ambiguous
 * first attempt behind the definite answer to the second. After an ambiguous first attempt the same request is sent again: success and
 * ResourceExists both mean that it is stored (AWS documents one for PutSecretValue and the other for UpdateSecret), and everything else
 * leaves it open. Then neither key is deleted.
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
        onError(refusals, 'TakeUnstoredKeyBack'),
        onError(notDeclared, 'IsItRefused'),
        onError([anyError], 'AskWhetherStored'),
      ],
    }),
    IsItRefused: {
      Type: 'Choice',
      Comment: 'Throttling and a refusal have the same error name; only the cause differs.',
      Choices: [
        when(absent('$.error.Cause'), 'AskWhetherStored'),
        when({ Variable: '$.error.Cause', StringMatches: '*not authorized*' }, 'TakeUnstoredKeyBack'),
      ],
      Default: 'AskWhetherStored',
    },
    AskWhetherStored: call(updateSecret, partition, {
      ...request,
      Comment: 'The same request, the same token: stored once, however often it is sent.',
      Retry: retryUnless([tokenUsed], { IntervalSeconds: 5, MaxAttempts: 5, MaxDelaySeconds: 30 }),
      Catch: [onError([tokenUsed], next), onError([anyError], 'NotKnownWhetherStored')],
    }),
    ...whenNotStored(options),
  };
}

function whenNotStored({ partition, keysBefore: { previous } }: StepOptions): States {
  const paths = { ...names, ...(previous === undefined ? {} : { previous }) };
  const held = previous === undefined ? 'a deleted key' : 'the previous key, {previous}';
  return {
    NotKnownWhetherStored: failing(
      'NotKnownWhetherStored',
      `UpdateSecret gave no clear answer: secret {secretName} of user {userName} holds either the new access key, {newKey}, or ${held}. No key was deleted since. Find out which key the secret holds, and delete the other; the README says how under "Two active keys".`,
      paths,
    ),
    TakeUnstoredKeyBack: remove(partition, { keyId: newKeyId, Next: 'NotStored', onError: 'NewKeyStays' }),
    NotStored: failing(
      'NotStored',
      `Secret {secretName} could not be updated: it does not exist, is scheduled for deletion, or the role is not allowed to write it. Access key {newKey} of user {userName} was deleted again. ${
        previous === undefined
          ? 'The previous keys are deleted too: fix the secret and start one more rotation.'
          : 'This rotation did not delete the previous key, {previous}.'
      }`,
      paths,
    ),
  };
}

/** Removes the secret access key from the state's data as soon as it is stored: later states can no longer show it. */
export function forgetSecret({ keysBefore: { previous }, settleSeconds }: StepOptions, next: string): States {
  return {
    Forget: {
      Type: 'Pass',
      Comment: 'From here on only the secret holds the secret access key.',
      Parameters: {
        'userName.$': '$.userName',
        'secretName.$': '$.secretName',
        'gracePeriodSeconds.$': '$.gracePeriodSeconds',
        'newKeyId.$': newKeyId,
        ...(previous === undefined ? { previousKeyId: noKey } : { 'previousKeyId.$': previous }),
        mail: { sent: true },
        pauses: firstPauses(['confirm', 'delete'], settleSeconds),
      },
      Next: next,
    },
  };
}
