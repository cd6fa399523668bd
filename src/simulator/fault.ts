/** What goes wrong with one call. */
export type Fault =
  /** The call is refused before it takes effect. */
  | { readonly kind: 'fail-before'; readonly error: string; readonly cause: string }
  /** The call takes effect, and the state machine gets an error instead of the answer. */
  | { readonly kind: 'lose-answer'; readonly error: string; readonly cause: string }
  /** The call takes effect, its answer is lost, and the integration makes it once more by itself: the state machine gets the second answer. */
  | { readonly kind: 'repeat' }
  /** No answer comes: the Task waits until its timeout. */
  | { readonly kind: 'timeout'; readonly takesEffect: boolean };

/** A call about to be made, for the decision about its fault. */
export interface CallMoment {
  readonly execution: string;
  readonly state: string;
  /** Such as `iam:ListAccessKeys`. */
  readonly action: string;
  /** Which attempt of this visit to the state, from 1. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Which call of the run, from 0, all executions counted. */
  readonly index: number;
}
