/**
 * An error as a state machine sees it: a name to match against `ErrorEquals`, and a cause for people.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StatesError extends Error {
  override readonly name = 'StatesError';

  constructor(
    readonly error: string,
    readonly detail: string,
    /** The call of an intrinsic function that failed, as it is written in the definition. */
    readonly failedCall?: string,
  ) {
    super(`${error}: ${detail}`);
  }
}

/** The data do not fit the definition. Such an error cannot be retried or caught. */
export function runtimeError(detail: string): StatesError {
  return new StatesError('States.Runtime', detail);
}

/** The arguments of an intrinsic function are invalid. */
export function intrinsicFailure(detail: string): StatesError {
  return new StatesError('States.IntrinsicFailure', detail);
}

/** The largest size of one input, result or output, in bytes. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const dataLimitBytes = 256 * 1024;

/** The largest number of events in one execution's history; beyond it the execution fails. Same page. */
export const historyLimitEvents = 25_000;
