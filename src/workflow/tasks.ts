import type { Catcher, Retrier, Task } from '../asl';
import type { JsonObject } from '../json';
import { deleteAccessKey, listAccessKeys, type Operation } from './operations';
import { undeclaredByIam, type Failure } from './refusals';

/**
 * The longest time that one call can take. The calls answer within a second or two. A timeout ends the wait for a call that does not answer,
 * and bounds the time that other runs must wait for this run.
 */
const callTimeoutSeconds = 20;

/**
 * The name that matches every error except States.Runtime and States.DataLimitExceeded. It must be the only name of its rule, and that rule
 * must be the last.
 */
export const anyError = 'States.ALL';

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export const tooMuchData = 'States.DataLimitExceeded';

/** Repeats a harmless call a few times: throttling is temporary, and has the same error name as a refusal. */
export function retryUnless(definite: readonly string[], patience: Partial<Retrier> = {}): readonly Retrier[] {
  return [
    { ErrorEquals: definite, MaxAttempts: 0 },
    {
      ErrorEquals: [anyError],
      IntervalSeconds: 2,
      BackoffRate: 2,
      MaxAttempts: 3,
      MaxDelaySeconds: 10,
      JitterStrategy: 'FULL',
      ...patience,
    },
  ];
}

/** The next state after the last failed attempt of a call. The error's cause is kept at `path`, and no text contains it. */
export function onError(errors: readonly string[], next: string, path = '$.error'): Catcher {
  return { ErrorEquals: errors, ResultPath: path, Next: next };
}

/** The catchers of a call that may be refused: a refusal has the same error name as throttling, so a Choice reads the cause. */
function onFailure({ refused, failed }: Failure): readonly Catcher[] {
  return refused === failed
    ? [onError([anyError], failed)]
    : [onError(undeclaredByIam, refused), onError([anyError], failed)];
}

export function call(
  operation: Operation,
  partition: string,
  task: {
    readonly Comment?: string;
    readonly Parameters: JsonObject;
    readonly ResultPath: string | null;
    readonly Retry?: readonly Retrier[];
    readonly Catch: readonly Catcher[];
    readonly Next: string;
  },
): Task {
  const { Comment, Parameters, ResultPath, Retry, Catch, Next } = task;
  return {
    Type: 'Task',
    ...(Comment === undefined ? {} : { Comment }),
    Resource: `arn:${partition}:states:::${operation.integration}`,
    Parameters,
    ResultPath,
    TimeoutSeconds: callTimeoutSeconds,
    ...(Retry === undefined ? {} : { Retry }),
    Catch,
    Next,
  };
}

/** Lists the user's access keys. A list changes nothing, so the call is repeated on every error except one that a repetition cannot fix. */
export function listKeys(
  partition: string,
  task: { Comment?: string; ResultPath: string; Next: string; onNoUser: string; onError: Failure },
): Task {
  const { onNoUser, onError: otherwise, ...rest } = task;
  return call(listAccessKeys, partition, {
    ...rest,
    Parameters: { 'UserName.$': '$.userName' },
    Retry: retryUnless(['Iam.NoSuchEntityException']),
    Catch: [onError(['Iam.NoSuchEntityException'], onNoUser), ...onFailure(otherwise)],
  });
}

/**
 * Deletes one access key. A repetition is harmless, and NoSuchEntity means that the key is already deleted.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html
 */
export function remove(
  partition: string,
  task: { Comment?: string; keyId: string; ResultPath?: string | null; Next: string; onError: Failure },
): Task {
  const { keyId, ResultPath = null, onError: otherwise, ...rest } = task;
  return call(deleteAccessKey, partition, {
    ...rest,
    Parameters: { 'UserName.$': '$.userName', 'AccessKeyId.$': keyId },
    ResultPath,
    Retry: retryUnless(['Iam.NoSuchEntityException']),
    Catch: [onError(['Iam.NoSuchEntityException'], task.Next), ...onFailure(otherwise)],
  });
}
