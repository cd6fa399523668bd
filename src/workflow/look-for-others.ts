import { not, when } from './conditions';
import { leftBehind, newKeyId } from './create-key';
import { isListedActive, listUntil, someUnknownKey, type States } from './key-lists';
import type { StepOptions } from './options';
import { remove } from './tasks';
import { failing } from './texts';

const names = { userName: '$.userName', secretName: '$.secretName' };

/** Looks for a key that another run created at the same moment. Each run sees the other's key, and each deletes its own again. */
export function lookForOthers(options: StepOptions, next: string): States {
  const { partition, settleSeconds, keysBefore } = options;
  return {
    ...listUntil({
      partition,
      settleSeconds,
      name: 'others',
      states: {
        settle: 'SettleAfterCreating',
        look: 'LookForOthers',
        judge: 'IsNobodyElseAtWork',
        longer: 'PauseBeforeLookingForOthers',
      },
      comment: 'Only the key of this run and the keys known before.',
      rules: [when({ And: [not(someUnknownKey(keysBefore.list, newKeyId)), isListedActive(newKeyId)] }, next)],
      giveUp: 'TakeKeyBackFromCollision',
      onError: 'TakeKeyBackFromCollision',
    }),
    TakeKeyBackFromCollision: remove(partition, { keyId: newKeyId, Next: 'Collision', onError: 'NewKeyStays' }),
    Collision: failing(
      'AnotherRotationAtWork',
      `After access key {newKey} was made for user {userName}, the list of keys showed a key that somebody else made, or did not show the new one, or could not be read. Access key {newKey} was deleted again. ${leftBehind(options)}`,
      { ...names, newKey: newKeyId },
    ),
    NewKeyStays: failing(
      'NewKeyStays',
      `Access key {newKey} of user {userName} was not stored. It may still exist, because DeleteAccessKey failed or gave no clear answer: delete it. ${leftBehind(options)}`,
      { ...names, newKey: newKeyId },
    ),
  };
}
