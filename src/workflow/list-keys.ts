import type { ChoiceCondition, Task } from '../asl';
import { absent, all, any, not, present, sameAs } from './conditions';
import { isAKeyNamed, namedKey } from './input';
import { isTruncated, keyAt, keyIdAt, keysPath } from './key-lists';
import { failure } from './refusals';
import { listKeys } from './tasks';
import { failing, failingBy } from './failures';

export const first = '$.listAccessKey';

export const unchanged = 'Nothing was changed.';
export const userNames = { userName: '$.userName' };

/** A list that cannot be complete or correct: more keys than a user can have, or a further page. */
export function isNotUnderstood(result: string) {
  return any(absent(keysPath(result)), present(keyAt(result, 2)), isTruncated(result));
}

/** The input names a key, and it is in none of the lists. */
export function isNamedKeyGone(...results: readonly string[]): ChoiceCondition {
  const isAt = (result: string, index: number) =>
    all(present(keyAt(result, index)), sameAs(keyIdAt(result, index), namedKey));
  return all(isAKeyNamed, ...results.flatMap((result) => [0, 1].map((index) => not(isAt(result, index)))));
}

/** Ends an execution that has nothing to do: no mail, and nothing changed. */
export const keyAlreadyGone = {
  KeyAlreadyGone: { Type: 'Succeed', Comment: 'The key that the input names does not exist any more.' },
} as const;

export const listFailures = {
  UserNotFound: failing('UserNotFound', `IAM user {userName} does not exist. ${unchanged}`, userNames),
  ...failingBy(
    'KeysNotListed',
    'KeysNotListed',
    {
      denied: `The role is not allowed to list the access keys of user {userName}. ${unchanged}`,
      unavailable: `The access keys of user {userName} could not be listed: ListAccessKeys failed. ${unchanged}`,
    },
    userNames,
  ),
  ListNotUnderstood: failing(
    'ListNotUnderstood',
    `The list of access keys of user {userName} is incomplete, or has more than the two keys that a user can have. ${unchanged}`,
    userNames,
  ),
};

export function firstList(partition: string, next: string): Task {
  return listKeys(partition, {
    ResultPath: first,
    Next: next,
    onNoUser: 'UserNotFound',
    onError: failure('KeysNotListed'),
  });
}
