import { not, when } from './conditions';
import { leftBehind, newKeyId } from './create-key';
import { isListedActive, listUntil, someUnknownKey, type States } from './key-lists';
import type { StepOptions } from './options';
import { remove } from './tasks';
import { failing } from './texts';

const names = { userName: '$.userName', secretName: '$.secretName' };

/** Another run may have made a key at the same moment. Each sees the other's, and each takes its own back. */
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
      comment: 'The own key and the keys known before, and no other.',
      rules: [when({ And: [not(someUnknownKey(keysBefore.list, newKeyId)), isListedActive(newKeyId)] }, next)],
      giveUp: 'TakeKeyBackFromCollision',
      onError: 'TakeKeyBackFromCollision',
    }),
    TakeKeyBackFromCollision: remove(partition, { keyId: newKeyId, Next: 'Collision', onError: 'NewKeyStays' }),
    Collision: failing(
      'AnotherRotationAtWork',
      `After access key {newKey} was made for user {userName}, the list of keys showed one made by somebody else, or did not show the new one, or could not be read; {newKey} was deleted again. ${leftBehind(options)}`,
      { ...names, newKey: newKeyId },
    ),
    NewKeyStays: failing(
      'NewKeyStays',
      `Access key {newKey} of user {userName} was not stored and could not be deleted, or nobody knows whether it was: delete it. ${leftBehind(options)}`,
      { ...names, newKey: newKeyId },
    ),
  };
}
