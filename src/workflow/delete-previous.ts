import { equals, isTrue, when } from './conditions';
import { noKey } from './input';
import { isListedActive, listUntil, type States } from './key-lists';
import type { WorkflowOptions } from './options';
import { failingBy } from './failures';
import { failure } from './refusals';
import { remove } from './tasks';
import { storedNames } from './texts';

/** The input names the previous key as the one that must go. */
export const goesAtOnce = '$.goesAtOnce';

/** Deletes the previous key, if the input names it, in a strategy without a grace period. */
export function deleteNamedKey(options: WorkflowOptions, next: string): States {
  return {
    MustThePreviousKeyGo: {
      Type: 'Choice',
      Choices: [when(isTrue(goesAtOnce), 'LookBeforeDeleting')],
      Default: next,
    },
    ...deleteIfNewKeyIsThere(options, 'WasTheMailOfTheNamedKeySent'),
  };
}

/** Keeps the previous key for the grace period (`overlap`), unless the input names it, and deletes it only if the new one still exists. */
export function deletePreviousKey(options: WorkflowOptions, next: string): States {
  return {
    IsThereAPreviousKey: {
      Type: 'Choice',
      Choices: [when(equals('$.previousKeyId', noKey), next), when(isTrue(goesAtOnce), 'LookBeforeDeleting')],
      Default: 'GracePeriod',
    },
    GracePeriod: {
      Type: 'Wait',
      Comment: 'Readers of the secret get the new key meanwhile; both keys work.',
      SecondsPath: '$.gracePeriodSeconds',
      Next: 'LookBeforeDeleting',
    },
    ...deleteIfNewKeyIsThere(options, next),
  };
}

function deleteIfNewKeyIsThere(options: WorkflowOptions, next: string): States {
  return {
    ...listUntil({
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
      onError: failure('NewKeyNotSeen'),
    }),
    DeletePreviousKey: remove(options.partition, {
      keyId: '$.previousKeyId',
      Next: next,
      onError: failure('PreviousKeyStays'),
    }),
    ...failures,
  };
}

const failures: States = {
  ...failingBy(
    'NewKeyNotSeen',
    'PreviousKeyStays',
    {
      denied:
        'Secret {secretName} was given access key {newKey} of user {userName}. The role is not allowed to list keys, so this rotation could not check whether that key still exists. This rotation did not delete the previous key, {previous}: delete it if the new key exists.',
      unavailable:
        'Secret {secretName} was given access key {newKey} of user {userName}. This rotation could not check whether that key still exists. This rotation did not delete the previous key, {previous}: delete it if the new key exists.',
    },
    storedNames,
  ),
  ...failingBy(
    'PreviousKeyStays',
    'PreviousKeyStays',
    {
      denied:
        'Secret {secretName} was given access key {newKey} of user {userName}. The role is not allowed to delete the previous key, {previous}: delete it.',
      unavailable:
        'Secret {secretName} was given access key {newKey} of user {userName}. The previous key, {previous}, may still exist, because DeleteAccessKey failed or gave no clear answer: delete it.',
    },
    storedNames,
  ),
};
