import { equals, when } from './conditions';
import { noKey } from './input';
import { isListedActive, listUntil, type States } from './key-lists';
import type { WorkflowOptions } from './options';
import { remove } from './tasks';
import { failing, storedNames } from './texts';

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
      'Secret {secretName} was given access key {newKey} of user {userName}; the previous one, {previous}, could not be deleted, or nobody knows whether it was: delete it.',
      storedNames,
    ),
  };
}
