import type { Pass } from '../asl';
import { not, when } from './conditions';
import { deadline, leftBehind, newKeyId } from './create-key';
import { isListedActive, listUntil, someUnknownKey, type States } from './key-lists';
import type { StepOptions } from './options';
import { failure } from './refusals';
import { remove } from './tasks';
import { failing, failingBy } from './failures';

const undo = '$.undo';

const names = { userName: '$.userName', secretName: '$.secretName', newKey: newKeyId, time: `${undo}.time` };

/**
 * Writes the reason and the time of the deletion of the new key into the data, for the cause: the call that deletes the key can overwrite the
 * error that led to it.
 */
export function noteReason(next: string, why?: string): Pass {
  return {
    Type: 'Pass',
    Parameters: { 'time.$': '$$.State.EnteredTime', ...(why === undefined ? {} : { why }) },
    ResultPath: undo,
    Next: next,
  };
}

export const reasonPath = `${undo}.why`;

/** Looks for a key that another run created at the same moment. Each run sees the key of the other run, and deletes its own key again. */
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
      giveUp: 'NoteCollision',
      onError: { refused: 'NoteThatOthersAreNotKnown', failed: 'NoteThatOthersAreNotKnown' },
    }),
    NoteCollision: noteReason('TakeKeyBackFromCollision'),
    TakeKeyBackFromCollision: takeKeyBack(partition, 'Collision'),
    NoteThatOthersAreNotKnown: noteReason('TakeKeyBackUnlooked'),
    TakeKeyBackUnlooked: takeKeyBack(partition, 'OthersNotKnown'),
    ...failuresOf(options),
  };
}

/** Deletes the new key again; no secret holds it. */
export function takeKeyBack(partition: string, next: string) {
  return remove(partition, { keyId: newKeyId, Next: next, onError: failure('NewKeyStays') });
}

function failuresOf(options: StepOptions): States {
  const left = leftBehind(options);
  return {
    Collision: failing(
      'AnotherRotationAtWork',
      `After access key {newKey} was made for user {userName}, the list of keys showed a key that this rotation does not know, or did not show the new one. Access key {newKey} was deleted again. The list showed {keys}. ${left}`,
      { ...names, keys: 'States.JsonToString($.look.AccessKeyMetadata[*].AccessKeyId)' },
    ),
    OthersNotKnown: failing(
      'AnotherRotationAtWork',
      `After access key {newKey} was made for user {userName}, the keys could not be listed until {time}, so this rotation cannot know whether another one is running. Access key {newKey} was deleted again. ${left}`,
      names,
    ),
    ...failingBy(
      'NewKeyStays',
      'NewKeyStays',
      {
        denied: `Access key {newKey} of user {userName} was not stored. At {time} the role was not allowed to delete it: delete it. ${left}${deadline(options)}`,
        unavailable: `Access key {newKey} of user {userName} was not stored. It may still exist, because DeleteAccessKey failed or gave no clear answer at {time}: delete it. ${left}${deadline(options)}`,
      },
      names,
    ),
  };
}
