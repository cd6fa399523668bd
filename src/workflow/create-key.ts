import type { Pass } from '../asl';
import { refusesTwoKeys } from './choose-spare';
import { when } from './conditions';
import {
  isUnknownKey,
  keyIdAt,
  doublePause,
  listUntil,
  positions,
  severalUnknownKeys,
  someUnknownKey,
  type States,
} from './key-lists';
import { createAccessKey } from './operations';
import { failure, isDenied, isThrottled, undeclaredByIam } from './refusals';
import type { StepOptions } from './options';
import { anyError, call, onError, remove } from './tasks';
import { failing, failingBy } from './failures';

/** The id of the key that this run created; present after every success of CreateAccessKey. */
export const newKeyId = '$.createAccessKey.AccessKey.AccessKeyId';

const names = { userName: '$.userName', secretName: '$.secretName' };

/**
 * The sentence about the effects of a run that failed without a new key. A cause states only the effects of this rotation: another rotation can
 * have changed keys in the meantime.
 */
export function leftBehind({ keysBefore }: StepOptions): string {
  return keysBefore.previous === undefined
    ? 'The previous keys are deleted, so secret {secretName} may hold a deleted key: start one more rotation.'
    : 'This rotation did not write secret {secretName}.';
}

/**
 * The sentence after a cause that leaves a key whose secret nobody has, or that leaves it open which key the secret holds: where the next rotation
 * replaces the older of two active keys, the secret may hold that one.
 */
export function deadline(options: StepOptions): string {
  return options.keysBefore.previous === undefined || refusesTwoKeys(options)
    ? ''
    : ' The next rotation deletes the older of two active keys: act before then.';
}

/**
 * Creates one key, once. CreateAccessKey takes no token, and a secret access key is shown only once: repeating the call after a lost answer
 * would leave a key that nobody can use. So every error counts as a lost answer, unless it says that no key was created; and an unknown key is
 * deleted again. A call that is not allowed creates nothing. A throttled call creates nothing either, in every case seen so far: it is
 * repeated, if a list shows no unknown key.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
export function createKey(options: StepOptions, next: string): States {
  return {
    CreateAccessKey: call(createAccessKey, options.partition, {
      Parameters: { 'UserName.$': '$.userName' },
      ResultPath: '$.createAccessKey',
      Catch: [
        onError(['Iam.NoSuchEntityException'], 'UserIsGone'),
        onError(['Iam.LimitExceededException'], 'SettleAfterQuota'),
        onError(undeclaredByIam, 'IsCreateRefused'),
        onError([anyError], 'SettleAfterLostAnswer'),
      ],
      Next: next,
    }),
    UserIsGone: failing(
      'UserNotFound',
      `IAM user {userName} does not exist any more. No key was made. ${leftBehind(options)}`,
      names,
    ),
    ...afterRefusal(options),
    ...afterThrottling(options),
    ...afterLimitExceeded(options),
    ...afterLostAnswer(options),
  };
}

function afterRefusal(options: StepOptions): States {
  return {
    IsCreateRefused: {
      Type: 'Choice',
      Comment: 'Throttling and a refusal have the same error name; only the cause differs.',
      Choices: [when(isDenied, 'CreateNotAllowed'), when(isThrottled, firstAfterThrottling)],
      Default: 'SettleAfterLostAnswer',
    },
    CreateNotAllowed: failing(
      'CreateNotAllowed',
      `The role is not allowed to create an access key for user {userName}: its policy, its permissions boundary or a service control policy refuses it. No key was made. ${leftBehind(options)}`,
      names,
    ),
  };
}

/** The state from which a run repeats a throttled call. */
export const firstAfterThrottling = 'SettleAfterThrottling';

/** Repeats a throttled call, if the list shows no unknown key after the settle time. */
function afterThrottling(options: StepOptions): States {
  const { partition, settleSeconds, keysBefore } = options;
  return {
    ...listUntil({
      partition,
      settleSeconds,
      name: 'throttled',
      states: {
        settle: firstAfterThrottling,
        look: 'LookAfterThrottling',
        judge: 'WasAKeyMade',
        longer: 'PauseBeforeCreatingAgain',
      },
      comment: 'A call that was throttled creates no key; an unknown key is not changed.',
      rules: [when(someUnknownKey(keysBefore.list), 'UnknownKeySeen')],
      giveUp: 'CreateThrottled',
      again: 'CreateAccessKey',
      onError: withoutList,
    }),
    CreateThrottled: failing(
      'CreateThrottled',
      `IAM throttled every CreateAccessKey for user {userName}. It lists no new key. ${leftBehind(options)} Start again later.`,
      names,
    ),
  };
}

/** The next states of a run that cannot list the keys: it is not known whether a key was created, and the cause names the time. */
const withoutList = { refused: 'NoteTheTime', failed: 'NoteTheTime' };

/**
 * The quota can lag behind a deletion, as lists do, so a run that has deleted a key tries again. That is safe, because the call created
 * nothing.
 */
function afterLimitExceeded(options: StepOptions): States {
  const { partition, settleSeconds, keysBefore } = options;
  return {
    ...listUntil({
      partition,
      settleSeconds,
      name: 'quota',
      states: {
        settle: 'SettleAfterQuota',
        look: 'LookForQuota',
        judge: 'WhatFillsTheQuota',
        longer: 'PauseAfterQuota',
      },
      comment: 'A user can have two access keys; somebody else may have made one.',
      rules: [when(someUnknownKey(keysBefore.list), 'UnknownKeySeen')],
      meanwhile: [when(keysBefore.hasDeletedOne, 'PauseBeforeCreating')],
      giveUp: 'QuotaReached',
      onError: withoutList,
    }),
    PauseBeforeCreating: doublePause('quota', 'CreateAccessKey'),
    UnknownKeySeen: failing(
      'UnknownKeySeen',
      `IAM refused to create an access key for user {userName}, and the user has a key that this rotation does not know: somebody else created it, or the answer to a call of this rotation was lost. Its keys are {keys}. The unknown key was not changed. ${leftBehind(options)}${deadline(options)}`,
      { ...names, keys: 'States.JsonToString($.look.AccessKeyMetadata[*].AccessKeyId)' },
    ),
    QuotaReached: failing(
      'QuotaReached',
      `IAM reports that user {userName} already has as many access keys as a user can have. It lists no new key. ${leftBehind(options)}`,
      names,
    ),
  };
}

/** Deletes the unknown key, whose secret was lost with the answer. If there are two, neither is deleted. */
function afterLostAnswer(options: StepOptions): States {
  const { partition, settleSeconds } = options;
  const { list: known } = options.keysBefore;
  const lost = positions.map((position) => ({ position, state: `LostKeyIsNumber${position + 1}` }));
  const chosen = lost.map(({ position, state }): [string, Pass] => [
    state,
    {
      Type: 'Pass',
      Parameters: { 'accessKeyId.$': keyIdAt('$.look', position) },
      ResultPath: '$.lost',
      Next: 'DeleteLostKey',
    },
  ]);
  return {
    ...listUntil({
      partition,
      settleSeconds,
      name: 'lost',
      states: {
        settle: 'SettleAfterLostAnswer',
        look: 'LookForLostKey',
        judge: 'IsALostKeyThere',
        longer: 'PauseAfterLostAnswer',
      },
      comment: 'CreateAccessKey may have made a key whose secret access key is lost.',
      rules: [
        when(severalUnknownKeys(known), 'SeveralUnknownKeys'),
        ...lost.map(({ position, state }) => when(isUnknownKey(position, known), state)),
      ],
      giveUp: 'NoteTheTime',
      onError: withoutList,
    }),
    ...Object.fromEntries(chosen),
    DeleteLostKey: remove(partition, {
      keyId: '$.lost.accessKeyId',
      Next: 'LostKeyDeleted',
      onError: failure('LostKeyStays'),
    }),
    ...whenTheAnswerIsLost(options),
  };
}

function whenTheAnswerIsLost(options: StepOptions): States {
  const left = leftBehind(options);
  const leftWithAKey = `${left}${deadline(options)}`;
  return {
    LostKeyDeleted: failing(
      'LostKeyDeleted',
      `CreateAccessKey gave no clear answer for user {userName}. Access key {lost}, which this rotation did not know, was deleted. ${left}`,
      { ...names, lost: '$.lost.accessKeyId' },
    ),
    ...failingBy(
      'LostKeyStays',
      'LostKeyStays',
      {
        denied: `This rotation did not know access key {lost} of user {userName}, and the role is not allowed to delete it. Delete the key, unless secret {secretName} holds it. ${leftWithAKey}`,
        unavailable: `This rotation did not know access key {lost} of user {userName}, and DeleteAccessKey failed or gave no clear answer. Delete the key, unless secret {secretName} holds it. ${leftWithAKey}`,
      },
      { ...names, lost: '$.lost.accessKeyId' },
    ),
    SeveralUnknownKeys: failing(
      'SeveralUnknownKeys',
      `CreateAccessKey gave no clear answer for user {userName}, and the user has more than one key that this rotation did not know. Its keys are {keys}. This rotation deleted none of them: find out which ones are in use, and delete the others. ${leftWithAKey}`,
      { ...names, keys: 'States.JsonToString($.look.AccessKeyMetadata[*].AccessKeyId)' },
    ),
    NoteTheTime: {
      Type: 'Pass',
      Comment: 'A cause cannot read the context object.',
      Parameters: { 'time.$': '$$.State.EnteredTime' },
      ResultPath: '$.lost',
      Next: 'CreateAnswerLost',
    },
    CreateAnswerLost: failing(
      'CreateAnswerLost',
      `CreateAccessKey gave no clear answer for user {userName}. Up to {time} no new key was visible. One may appear later: delete it then. ${leftWithAKey}`,
      { ...names, time: '$.lost.time' },
    ),
  };
}
