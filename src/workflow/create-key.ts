import type { Pass } from '../asl';
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
import type { StepOptions } from './options';
import { anyError, call, onError, remove } from './tasks';
import { failing } from './texts';

/** The id of the key that this run made; CreateAccessKey's success guarantees it. */
export const newKeyId = '$.createAccessKey.AccessKey.AccessKeyId';

const names = { userName: '$.userName', secretName: '$.secretName' };

/**
 * What a failure without effect leaves behind. A cause says what this rotation did and did not do: another one may have done something else
 * meanwhile.
 */
export function leftBehind({ keysBefore }: StepOptions): string {
  return keysBefore.previous === undefined
    ? 'The former keys are deleted, so secret {secretName} may hold a deleted one: start one more rotation.'
    : 'This rotation did not write secret {secretName}.';
}

/**
 * A key is made once. CreateAccessKey knows no token, and a secret access key is shown only once: repeating the call after a lost
 * answer would leave a key that nobody can use. So every error that does not say that nothing was made is taken for a lost answer, and
 * a key that nobody knows is deleted again.
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
        onError([anyError], 'SettleAfterLostAnswer'),
      ],
      Next: next,
    }),
    UserIsGone: failing(
      'UserNotFound',
      `There is no IAM user {userName} any more. No key was made. ${leftBehind(options)}`,
      names,
    ),
    ...afterLimitExceeded(options),
    ...afterLostAnswer(options),
  };
}

/** The quota may lag behind a deletion as lists do, so a run that has deleted a key tries again. It made nothing, so it may. */
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
      comment: 'A user may have two access keys; somebody else may have made one.',
      rules: [when(someUnknownKey(keysBefore.list), 'UnknownKeySeen')],
      meanwhile: [when(keysBefore.hasDeletedOne, 'PauseBeforeCreating')],
      giveUp: 'QuotaReached',
      onError: 'QuotaReached',
    }),
    PauseBeforeCreating: doublePause('quota', 'CreateAccessKey'),
    UnknownKeySeen: failing(
      'UnknownKeySeen',
      `User {userName} has an access key that was made while this rotation ran; its keys are {keys}. No key was made, and the unknown one was left alone. ${leftBehind(options)}`,
      { ...names, keys: 'States.JsonToString($.look.AccessKeyMetadata[*].AccessKeyId)' },
    ),
    QuotaReached: failing(
      'QuotaReached',
      `IAM says that user {userName} has as many access keys as a user may have. No key was made. ${leftBehind(options)}`,
      names,
    ),
  };
}

/** An unknown key is the one whose secret was lost with the answer. It cannot be two: then nothing is deleted. */
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
      comment: 'CreateAccessKey may have made a key whose secret nobody has.',
      rules: [
        when(severalUnknownKeys(known), 'SeveralUnknownKeys'),
        ...lost.map(({ position, state }) => when(isUnknownKey(position, known), state)),
      ],
      giveUp: 'NoteTheTime',
      onError: 'NoteTheTime',
    }),
    ...Object.fromEntries(chosen),
    DeleteLostKey: remove(partition, { keyId: '$.lost.accessKeyId', Next: 'LostKeyDeleted', onError: 'LostKeyStays' }),
    ...whenTheAnswerIsLost(leftBehind(options)),
  };
}

function whenTheAnswerIsLost(left: string): States {
  return {
    LostKeyDeleted: failing(
      'LostKeyDeleted',
      `Whether CreateAccessKey made a key for user {userName} was not known; access key {lost}, which this rotation did not know, was deleted. ${left}`,
      { ...names, lost: '$.lost.accessKeyId' },
    ),
    LostKeyStays: failing(
      'LostKeyStays',
      `Access key {lost} of user {userName}, which this rotation did not know, could not be deleted, or nobody knows whether it was: delete it, unless secret {secretName} holds it. ${left}`,
      { ...names, lost: '$.lost.accessKeyId' },
    ),
    SeveralUnknownKeys: failing(
      'SeveralUnknownKeys',
      `Whether CreateAccessKey made a key for user {userName} is not known, and more than one key is there that this rotation did not know; its keys are {keys}. It deleted none of them: find out which are used, and delete the others. ${left}`,
      { ...names, keys: 'States.JsonToString($.look.AccessKeyMetadata[*].AccessKeyId)' },
    ),
    NoteTheTime: {
      Type: 'Pass',
      Comment: 'The context object is not to be had where a cause is made.',
      Parameters: { 'time.$': '$$.State.EnteredTime' },
      ResultPath: '$.lost',
      Next: 'CreateAnswerLost',
    },
    CreateAnswerLost: failing(
      'CreateAnswerLost',
      `Whether CreateAccessKey made a key for user {userName} is not known; at {time} none was seen, and one may appear later: delete it then. ${left}`,
      { ...names, time: '$.lost.time' },
    ),
  };
}
