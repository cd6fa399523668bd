import type { Pass } from '../asl';
import { absent, all, any, earlier, equals, isNotA, not, sameAs, when } from './conditions';
import { isAKeyNamed, namedKey, noKey } from './input';
import { keyAt, keyIdAt, keysPath, type States } from './key-lists';
import {
  first,
  firstList,
  isNamedKeyGone,
  isNotUnderstood,
  keyAlreadyGone,
  listFailures,
  unchanged,
  userNames,
} from './list-keys';
import type { KeysBefore, StepOptions, WorkflowOptions } from './options';
import { failure } from './refusals';
import { traitsOf } from './strategies';
import { listKeys, remove } from './tasks';
import { failing, failingBy } from './failures';

const second = '$.lookAgain';
const spare = '$.known.spare';
const previous = '$.known.previous';

export const spareKey: KeysBefore = { list: second, hasDeletedOne: not(equals(spare, noKey)), previous };

/**
 * Lists the keys twice, so that every other run can finish in between; then chooses the spare key and deletes it.
 *
 * A rotation that created its key before the first list has stored or deleted it by the second; a key created in between shows as a
 * difference. `waitForOthersSeconds` ensures this.
 */
export function deleteSpare(options: StepOptions, next: string): States {
  return {
    ...listTwice(options, next),
    ...judgeKeys(options),
    NamedKeyGoesAtOnce: { Type: 'Pass', Result: true, ResultPath: '$.goesAtOnce', Next: 'KeepTheOnlyKey' },
    KeepTheOnlyKey: roles(undefined, keyIdAt(second, 0), next),
    OnlyKeyIsSpare: roles(keyIdAt(second, 0), undefined, 'DeleteAccessKey'),
    FirstKeyIsSpare: roles(keyIdAt(second, 0), keyIdAt(second, 1), 'DeleteAccessKey'),
    SecondKeyIsSpare: roles(keyIdAt(second, 1), keyIdAt(second, 0), 'DeleteAccessKey'),
    DeleteAccessKey: remove(options.partition, {
      keyId: spare,
      ResultPath: '$.deleteAccessKey',
      Next: next,
      onError: failure('SpareKeyStays'),
    }),
    ...keyAlreadyGone,
    ...listFailures,
    ...failures(options),
  };
}

function listTwice({ partition, waitForOthersSeconds }: StepOptions, next: string): States {
  const isOneMissing = (index: number) => any(absent(keyAt(first, index)), absent(keyAt(second, index)));
  const isNeither = (index: number) => all(absent(keyAt(first, index)), absent(keyAt(second, index)));
  const isSame = (index: number, other: number) => sameAs(keyIdAt(first, index), keyIdAt(second, other));
  return {
    ListAccessKeys: firstList(partition, 'WaitForOtherRotations'),
    WaitForOtherRotations: {
      Type: 'Wait',
      Comment: 'Longer than a rotation takes from creating its key to storing it.',
      Seconds: waitForOthersSeconds,
      Next: 'LookAgain',
    },
    LookAgain: listKeys(partition, {
      ResultPath: second,
      Next: 'CompareLooks',
      onNoUser: 'UserNotFound',
      onError: failure('KeysNotListed'),
    }),
    CompareLooks: {
      Type: 'Choice',
      Comment: 'The same keys both times, in any order.',
      Choices: [
        when(any(isNotUnderstood(first), isNotUnderstood(second)), 'ListNotUnderstood'),
        when(isNamedKeyGone(first, second), 'KeyAlreadyGone'),
        when(isNeither(0), next),
        when(isOneMissing(0), 'AnotherRotationAtWork'),
        when(all(absent(keyAt(first, 1)), absent(keyAt(second, 1)), isSame(0, 0)), 'JudgeOneKey'),
        when(isOneMissing(1), 'AnotherRotationAtWork'),
        when(any(all(isSame(0, 0), isSame(1, 1)), all(isSame(0, 1), isSame(1, 0))), 'JudgeTwoKeys'),
      ],
      Default: 'AnotherRotationAtWork',
    },
  };
}

/** The input names this key: it is the spare one, with any status. */
const isNamed = (index: number) => all(isAKeyNamed, sameAs(keyIdAt(second, index), namedKey));

const status = (index: number, value: string) => equals(`${keyAt(second, index)}.Status`, value);
const created = (index: number) => `${keyAt(second, index)}.CreateDate`;
const isOdd = (index: number) => not(any(status(index, 'Active'), status(index, 'Inactive')));

/** Whether two active keys are refused; otherwise the older one is replaced. */
export const refusesTwoKeys = ({ strategy, twoKeys }: WorkflowOptions) =>
  traitsOf(strategy).hasTwoKeys && twoKeys === 'refuse';

function judgeKeys(options: StepOptions): States {
  const bothActive = refusesTwoKeys(options) ? 'TwoActiveKeys' : 'CompareAges';
  return {
    JudgeOneKey: {
      Type: 'Choice',
      Choices: [
        when(isAKeyNamed, 'NamedKeyGoesAtOnce'),
        when(status(0, 'Active'), 'KeepTheOnlyKey'),
        when(status(0, 'Inactive'), 'OnlyKeyIsSpare'),
      ],
      Default: 'KeysNotComparable',
    },
    JudgeTwoKeys: {
      Type: 'Choice',
      Choices: [
        when(isNamed(0), 'FirstKeyIsSpare'),
        when(isNamed(1), 'SecondKeyIsSpare'),
        when(any(isOdd(0), isOdd(1)), 'KeysNotComparable'),
        when(all(status(0, 'Inactive'), status(1, 'Active')), 'FirstKeyIsSpare'),
        when(all(status(0, 'Active'), status(1, 'Inactive')), 'SecondKeyIsSpare'),
        when(all(status(0, 'Active'), status(1, 'Active')), bothActive),
      ],
      Default: 'CompareAges',
    },
    CompareAges: {
      Type: 'Choice',
      Comment: 'The older key is the spare key. Equal or unknown ages do not decide: refuse.',
      Choices: [
        ...[0, 1].flatMap((index) => [
          when(absent(created(index)), 'KeysNotComparable'),
          when(isNotA('Timestamp', created(index)), 'KeysNotComparable'),
        ]),
        when(earlier(created(0), created(1)), 'FirstKeyIsSpare'),
        when(earlier(created(1), created(0)), 'SecondKeyIsSpare'),
      ],
      Default: 'KeysNotComparable',
    },
  };
}

/** Decides which key is the spare key and which the previous key, if there is one. */
function roles(spareKey: string | undefined, previousKey: string | undefined, next: string): Pass {
  const role = (name: string, path: string | undefined) =>
    path === undefined ? { [name]: noKey } : { [`${name}.$`]: path };
  return {
    Type: 'Pass',
    Parameters: { ...role('spare', spareKey), ...role('previous', previousKey) },
    ResultPath: '$.known',
    Next: next,
  };
}

function failures(options: StepOptions): States {
  const twoActiveKeys = failing(
    'TwoActiveKeys',
    `User {userName} has two active access keys, {one} and {other}. ${unchanged} Delete the key that secret {secretName} does not hold. See "Two active keys" in docs/how-to/operate.md.`,
    { ...userNames, secretName: '$.secretName', one: keyIdAt(second, 0), other: keyIdAt(second, 1) },
  );
  return {
    AnotherRotationAtWork: failing(
      'AnotherRotationAtWork',
      `The access keys of user {userName} changed between two lists: another rotation or a person is changing them. ${unchanged}`,
      userNames,
    ),
    ...(refusesTwoKeys(options) ? { TwoActiveKeys: twoActiveKeys } : {}),
    KeysNotComparable: failing(
      'KeysNotComparable',
      `This rotation cannot decide which access key of user {userName} is the spare key: a status is neither Active nor Inactive, or the ages are equal or unknown. Its keys are {keys}. ${unchanged} See "Two active keys" in docs/how-to/operate.md.`,
      { ...userNames, keys: `States.JsonToString(${keysPath(second)}[*].AccessKeyId)` },
    ),
    ...failingBy(
      'SpareKeyStays',
      'SpareKeyStays',
      {
        denied:
          'The role is not allowed to delete the spare access key {spare} of user {userName}. No key was made, and this rotation did not write secret {secretName}.',
        unavailable:
          'The spare access key {spare} of user {userName} may still exist: DeleteAccessKey failed or gave no clear answer. No key was made, and this rotation did not write secret {secretName}.',
      },
      { ...userNames, secretName: '$.secretName', spare },
    ),
  };
}
