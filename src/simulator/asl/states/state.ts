import type { Json, JsonObject } from '../../../json';
import type { CompiledCatcher, CompiledRetrier } from '../recovery';
import type { Scope } from '../scope';

/** A call of an AWS API, as a Task asks for it. */
export interface Call {
  /** Lower case, as in the Resource: `iam`. */
  readonly service: string;
  /** As in the Resource: `listAccessKeys`. */
  readonly api: string;
  readonly parameters: JsonObject;
  /** Seconds after which the Task gives up with States.Timeout. */
  readonly timeoutSeconds: number;
}

/** What a state wants next. `next` is undefined where the execution ends with success. */
export type StateOutcome =
  | { readonly kind: 'leave'; readonly output: Json; readonly next: string | undefined }
  | { readonly kind: 'wait'; readonly until: number; readonly output: Json; readonly next: string | undefined }
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'fail'; readonly error: string | undefined; readonly cause: string | undefined };

/** A state that is ready to be run; its parts throw StatesError. */
export interface CompiledState {
  readonly type: string;
  /** @param scope `input` is the raw input of the state; @param now milliseconds since 1970 */
  readonly enter: (scope: Scope, now: number) => StateOutcome;
  /** What becomes of the result of the call that `enter` asked for. */
  readonly settle?: (scope: Scope, result: Json) => StateOutcome;
  readonly retriers: readonly CompiledRetrier[];
  readonly catchers: readonly CompiledCatcher[];
}
