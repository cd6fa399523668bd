import type { Json } from '../json';
import type { Answer, Call, Execution, ExecutionResult } from './asl';
import type { World } from './aws';

/** One event of a run, at a virtual time in milliseconds since 1970. */
export type TraceEntry = { readonly time: number; readonly execution: string } & Happening;

export type Happening =
  | { readonly kind: 'started'; readonly input: Json }
  | { readonly kind: 'entered'; readonly state: string; readonly type: string }
  | {
      readonly kind: 'called';
      readonly state: string;
      /** The IAM action, such as `iam:ListAccessKeys`. */
      readonly action: string;
      readonly call: Call;
      /** The number of the attempt during this visit to the state, from 1. */
      readonly attempt: number;
      /** The answer that the state machine got. */
      readonly answer: Answer;
      /** The world at that time. */
      readonly world: World;
    }
  | { readonly kind: 'waits'; readonly state: string; readonly until: number }
  | { readonly kind: 'retries'; readonly state: string; readonly error: string; readonly until: number }
  | { readonly kind: 'caught'; readonly state: string; readonly error: string; readonly next: string }
  | { readonly kind: 'ended'; readonly state: string; readonly result: ExecutionResult };

/** Describes one step of an execution for a reader: `error` is the error that the step began with, if any. */
export function happeningsOf(
  before: Execution,
  after: Execution,
  typeOf: (state: string) => string,
  error?: string,
): Happening[] {
  const { phase, state } = after;
  const entered: Happening[] =
    before.phase.kind === 'ready' ? [{ kind: 'entered', state: before.state, type: typeOf(before.state) }] : [];
  switch (phase.kind) {
    case 'waiting':
      return [...entered, { kind: 'waits', state, until: phase.until }];
    case 'retrying':
      return [...entered, { kind: 'retries', state, error: phase.error, until: phase.until }];
    case 'ended':
      return [...entered, { kind: 'ended', state, result: phase.result }];
    case 'ready':
      return error === undefined ? entered : [...entered, { kind: 'caught', state: before.state, error, next: state }];
    default:
      return entered;
  }
}
