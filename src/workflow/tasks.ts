import type { Catcher, Retrier, Task } from '../asl';
import type { JsonObject } from '../json';
import { deleteAccessKey, listAccessKeys, type Operation } from './operations';
import { undeclaredByIam, type Failure } from './refusals';

/**
 * The longest time that one call can take. The calls answer within a second or two; a timeout ends the wait for one that does not, and
 * bounds how long others must wait for this run.
 */
const callTimeoutSeconds = 20;

/**
 * The name that matches every error except States.Runtime and States.DataLimitExceeded. It must be the only name of its rule, and in the
 * last rule.
 */
export const anyError = 'States.ALL';

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export const tooMuchData = 'States.DataLimitExceeded';

/** Repeats a harmless call a few times: throttling passes, and has the same error name as a refusal. */
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

/** The next state after a call has failed for good. The error's cause stays at `path`, and no text is made from it. */
export function onError(errors: readonly string[], next: string, path = '$.error'): Catcher {
  return { ErrorEquals: errors, ResultPath: path, Next: next };
}

/** A refusal has the same error name as throttling, so a Choice looks at it. */
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

/** Lists the user's access keys; a list changes nothing, so it is repeated on every error except the one that repeating cannot fix. */
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
 * Deletes one access key. Repeating is harmless, and NoSuchEntity means that the key is already gone.
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
