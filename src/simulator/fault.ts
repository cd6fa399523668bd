/** A fault of one call. */
export type Fault =
  /** The call is refused before it takes effect. */
  | { readonly kind: 'fail-before'; readonly error: string; readonly cause: string }
  /** The call takes effect, and the state machine gets an error instead of the answer. */
  | { readonly kind: 'lose-answer'; readonly error: string; readonly cause: string }
  /** The call takes effect, its answer is lost, and the integration repeats it by itself: the state machine gets the second answer. */
  | { readonly kind: 'repeat' }
  /** No answer comes: the Task waits until its timeout. */
  | { readonly kind: 'timeout'; readonly takesEffect: boolean };

/** A call before it is made, for the decision about its fault. */
export interface CallMoment {
  readonly execution: string;
  readonly state: string;
  /** The IAM action, such as `iam:ListAccessKeys`. */
  readonly action: string;
  /** The number of the attempt during this visit to the state, from 1. */
  readonly attempt: number;
  /** The time in milliseconds since 1970. */
  readonly time: number;
  /** The index of the call in the run, from 0, over all executions. */
  readonly index: number;
}
