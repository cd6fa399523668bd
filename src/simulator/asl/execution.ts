import type { Json, JsonObject } from '../../json';
import type { Machine } from './machine';
import type { Call } from './states/state';

/**
 * One execution of a state machine, as plain data. Nothing in it changes in place, so a reference is a copy, and equal executions have equal
 * futures. Times are milliseconds since 1970; the caller owns the clock.
 */
export interface Execution {
  readonly name: string;
  readonly input: Json;
  readonly startedAt: number;
  /** The seed of the numbers that `States.UUID`, `States.MathRandom` and jitter will draw. */
  readonly seed: number;
  /** The number of events in the history so far. */
  readonly events: number;
  readonly state: string;
  /** The raw input of the state. */
  readonly data: Json;
  readonly enteredAt: number;
  /** The id of the event that entered the state. */
  readonly enteredEvent: number;
  /** The number of retries by each retrier of the state during this visit. */
  readonly attempts: readonly number[];
  readonly phase: Phase;
}

export type Phase =
  /** About to enter the state, since the time `since`. */
  | { readonly kind: 'ready'; readonly since: number }
  /** Waits for the answer to a call until `deadline`, then fails with States.Timeout. */
  | { readonly kind: 'calling'; readonly call: Call; readonly since: number; readonly deadline: number }
  /** In a Wait state; leaves it at `until`. */
  | {
      readonly kind: 'waiting';
      readonly since: number;
      readonly until: number;
      readonly output: Json;
      readonly next: string | undefined;
    }
  /** Waits before another attempt of the same Task. */
  | {
      readonly kind: 'retrying';
      readonly since: number;
      readonly until: number;
      readonly error: string;
      readonly cause: string;
    }
  | { readonly kind: 'ended'; readonly at: number; readonly result: ExecutionResult };

export type ExecutionResult =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | {
      readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
      readonly error: string | undefined;
      readonly cause: string | undefined;
    };

/** The answer of a service to a call. */
export type Answer =
  | { readonly ok: true; readonly result: JsonObject }
  | {
      readonly ok: false;
      /** The name of the error in the state machine, and its cause. */
      readonly error: string;
      readonly cause: string;
      /** The service's own code for the error, such as `AccessDenied`; undefined if the service did not answer. */
      readonly code?: string;
    };

/** The time at which the whole execution times out. */
export function expiryOf(machine: Machine, execution: Execution): number {
  return execution.startedAt + machine.timeoutSeconds * 1000;
}

/** The number of retries during this visit to the state, `$$.State.RetryCount`. */
export function retryCount(execution: Execution): number {
  return execution.attempts.reduce((sum, each) => sum + each, 0);
}

/** The context object, `$$`. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export function contextOf(machine: Machine, execution: Execution): JsonObject {
  return {
    Execution: {
      Id: `${machine.arn.replace(':stateMachine:', ':execution:')}:${execution.name}`,
      Input: execution.input,
      Name: execution.name,
      RoleArn: machine.roleArn,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
    },
    State: {
      Name: execution.state,
      EnteredTime: new Date(execution.enteredAt).toISOString(),
      RetryCount: retryCount(execution),
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
  };
}
