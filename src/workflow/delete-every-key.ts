import { present, when } from './conditions';
import { keyAt, keyIdAt, keysPath, type States } from './key-lists';
import {
  first,
  firstList,
  isNamedKeyGone,
  isNotUnderstood,
  keyAlreadyGone,
  listFailures,
  userNames,
} from './list-keys';
import type { KeysBefore, StepOptions } from './options';
import { failingBy } from './failures';
import { failure } from './refusals';
import { remove } from './tasks';

const known = '$.known';

export const everyKey: KeysBefore = {
  list: known,
  hasDeletedOne: present(keyAt(known, 0)),
  previous: undefined,
};

/** Deletes every key of the first list, one after the other; a later list can still show deleted keys. */
export function deleteEveryKey(options: StepOptions, next: string): States {
  const { partition } = options;
  return {
    ListAccessKeys: firstList(partition, 'IsListUnderstood'),
    IsListUnderstood: {
      Type: 'Choice',
      Choices: [when(isNotUnderstood(first), 'ListNotUnderstood'), when(isNamedKeyGone(first), 'KeyAlreadyGone')],
      Default: 'RememberKeys',
    },
    RememberKeys: {
      Type: 'Pass',
      Parameters: { 'AccessKeyMetadata.$': keysPath(first) },
      ResultPath: known,
      Next: 'IsAKeyLeft',
    },
    IsAKeyLeft: {
      Type: 'Choice',
      Choices: [when(present(keyAt(first, 0)), 'DeleteAccessKey')],
      Default: next,
    },
    DeleteAccessKey: remove(partition, {
      keyId: keyIdAt(first, 0),
      ResultPath: '$.deleteAccessKey',
      Next: 'PopDeletedKey',
      onError: failure('KeyStays'),
    }),
    PopDeletedKey: {
      Type: 'Pass',
      Parameters: { 'AccessKeyMetadata.$': `${keysPath(first)}[1:]` },
      ResultPath: first,
      Next: 'IsAKeyLeft',
    },
    ...keyAlreadyGone,
    ...listFailures,
    ...failingBy(
      'KeyStays',
      'KeyStays',
      {
        denied:
          'The role is not allowed to delete access key {key} of user {userName}. Secret {secretName} may hold a deleted key. Fix the role and start one more rotation.',
        unavailable:
          'Access key {key} of user {userName} may still exist: DeleteAccessKey failed or gave no clear answer. Secret {secretName} may hold a deleted key. Start one more rotation.',
      },
      { ...userNames, secretName: '$.secretName', key: keyIdAt(first, 0) },
    ),
  };
}
