import { equals, when } from './conditions';
import { noKey } from './input';
import { isListedActive, listUntil, type States } from './key-lists';
import type { WorkflowOptions } from './options';
import { remove } from './tasks';
import { failing, storedNames } from './texts';

/** Keeps the previous key for the grace period (`overlap`), and deletes it only if the new one still exists. */
export function deletePreviousKey(options: WorkflowOptions, next: string): States {
  return {
    IsThereAPreviousKey: {
      Type: 'Choice',
      Choices: [when(equals('$.previousKeyId', noKey), next)],
      Default: 'GracePeriod',
    },
    GracePeriod: {
      Type: 'Wait',
      Comment: 'Readers of the secret get the new key meanwhile; both keys work.',
      SecondsPath: '$.gracePeriodSeconds',
      Next: 'LookBeforeDeleting',
    },
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
      onError: 'PreviousKeyStays',
    }),
    DeletePreviousKey: remove(options.partition, { keyId: '$.previousKeyId', Next: next, onError: 'PreviousKeyStays' }),
    PreviousKeyStays: failing(
      'PreviousKeyStays',
      'Secret {secretName} was given access key {newKey} of user {userName}. The previous key, {previous}, may still exist, because DeleteAccessKey failed or gave no clear answer: delete it.',
      storedNames,
    ),
  };
}
