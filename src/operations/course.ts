import type { State, StateMachineDefinition } from '../asl';
import { workflowOptions } from '../infrastructure/workflow-options';
import type { EnvironmentSettings } from '../settings';
import { buildWorkflow } from '../workflow';
import type { EnteredState, ExecutionState } from './facts';

/** The state that an execution is in. */
export interface Step {
  readonly state: string;
  /** A sentence about the state; undefined if the definition has no such state. */
  readonly does: string | undefined;
  /** The end of its wait; undefined if it does not wait, or if that is not known. */
  readonly until: number | undefined;
}

/** The end of an execution. */
export type End =
  | { readonly kind: 'rotated' }
  | { readonly kind: 'unchanged'; readonly state: string }
  | { readonly kind: 'failed'; readonly error: string | undefined; readonly cause: string | undefined }
  | { readonly kind: 'stopped'; readonly status: string };

/** Describes the machine of an environment, as the settings make it: its states, and the outcome of each failure. */
export class Course {
  private readonly definition: StateMachineDefinition;
  private readonly outcomes: ReadonlyMap<string, string>;

  constructor(environment: EnvironmentSettings) {
    this.definition = buildWorkflow(workflowOptions(environment));
    this.outcomes = new Map(
      Object.entries(this.definition.States).flatMap(([name, state]) => {
        const error = state.Type === 'Pass' ? state.Parameters?.['error'] : undefined;
        return typeof error === 'string' ? [[name, error]] : [];
      }),
    );
  }

  /** The step that an execution is at. `graceSeconds` is the grace period of its input. */
  stepOf({ state, at }: EnteredState, graceSeconds: number): Step {
    const known = this.definition.States[state];
    const seconds = known === undefined ? undefined : this.secondsOf(known, graceSeconds);
    return { state, does: known && doing(known), until: seconds === undefined ? undefined : at + seconds * 1000 };
  }

  /**
   * The end of an execution. AWS may not show its error to this caller; then the states tell it: each failure goes through a state of its own.
   */
  endOf({ status, error, cause }: ExecutionState, states: readonly EnteredState[]): End {
    if (status === 'SUCCEEDED') {
      const last = states.at(-1)?.state ?? 'Rotated';
      return last === 'KeyAlreadyGone' || last === 'NotOurUser'
        ? { kind: 'unchanged', state: last }
        : { kind: 'rotated' };
    }
    if (status !== 'FAILED') return { kind: 'stopped', status };
    const byState = states.flatMap((each) => this.outcomes.get(each.state) ?? []).at(-1);
    // A cause that AWS wrote can quote the data of the execution.
    const isOurs = error !== undefined && [...this.outcomes.values()].includes(error);
    return { kind: 'failed', error: isOurs ? error : (byState ?? error), cause: isOurs ? cause : undefined };
  }

  private secondsOf(state: State, graceSeconds: number): number | undefined {
    if (state.Type !== 'Wait') return undefined;
    if (state.Seconds !== undefined) return state.Seconds;
    return state.SecondsPath === '$.gracePeriodSeconds' ? graceSeconds : undefined;
  }
}

function doing(state: State): string {
  if (state.Comment !== undefined) return state.Comment;
  if (state.Type === 'Task') return `Calls ${state.Resource.split(':').slice(-2).join(':')}.`;
  return state.Type === 'Wait' ? 'Waits until IAM shows the last change.' : '';
}
