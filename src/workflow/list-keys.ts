import type { Task } from '../asl';
import { absent, all, any, isTrue, present } from './conditions';
import { keyAt, keysPath } from './key-lists';
import { listKeys } from './tasks';
import { failing } from './texts';

export const first = '$.listAccessKey';

export const unchanged = 'Nothing was changed.';
export const userNames = { userName: '$.userName' };

/** A list that cannot be complete or true: more keys than a user can have, or a further page to come. */
export function isNotUnderstood(result: string) {
  return any(
    absent(keysPath(result)),
    present(keyAt(result, 2)),
    all(present(`${result}.IsTruncated`), isTrue(`${result}.IsTruncated`)),
  );
}

export const listFailures = {
  UserNotFound: failing('UserNotFound', `IAM user {userName} does not exist. ${unchanged}`, userNames),
  KeysNotListed: failing(
    'KeysNotListed',
    `The access keys of user {userName} could not be listed. ${unchanged}`,
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
    onError: 'KeysNotListed',
  });
}
