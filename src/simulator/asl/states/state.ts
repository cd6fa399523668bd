import type { Json, JsonObject } from '../../../json';
import type { CompiledCatcher, CompiledRetrier } from '../recovery';
import type { Scope } from '../scope';

/** A call of an AWS API that a Task requests. */
export interface Call {
  /** The service in lower case, in the spelling of the Resource: `iam`. */
  readonly service: string;
  /** The API action in the spelling of the Resource: `listAccessKeys`. */
  readonly api: string;
  readonly parameters: JsonObject;
  /** Seconds after which the Task gives up with States.Timeout. */
  readonly timeoutSeconds: number;
}

/** The request of a state. `next` is undefined if the execution ends with success. */
export type StateOutcome =
  | { readonly kind: 'leave'; readonly output: Json; readonly next: string | undefined }
  | { readonly kind: 'wait'; readonly until: number; readonly output: Json; readonly next: string | undefined }
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'fail'; readonly error: string | undefined; readonly cause: string | undefined };

/** A state that can run; its functions throw StatesError. */
export interface CompiledState {
  readonly type: string;
  /** @param scope `input` is the raw input of the state; @param now milliseconds since 1970 */
  readonly enter: (scope: Scope, now: number) => StateOutcome;
  /** Processes the result of the call that `enter` requested. */
  readonly settle?: (scope: Scope, result: Json) => StateOutcome;
  readonly retriers: readonly CompiledRetrier[];
  readonly catchers: readonly CompiledCatcher[];
}
