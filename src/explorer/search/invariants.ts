import type { Ended, World } from '../../simulator';
import type { Observations, ObservedCall } from '../model/observations';
import type { GlobalState } from './global-state';

/** What judges the states that the search reaches. The search itself knows nothing of what must hold in them. */
export interface Invariants<Violation> {
  /** What one call violates, at once. @param before the notes before the call */
  readonly ofCall: (before: Observations, observed: ObservedCall, start: World) => readonly Violation[];
  /** What the end of one execution violates, at once. @param index of the execution */
  readonly ofEnding: (state: GlobalState, index: number, start: World) => readonly Violation[];
  /** What is violated when all executions have ended. */
  readonly atEnd: (state: GlobalState, start: World) => readonly Violation[];
  /** Violations with equal keys are the same finding. */
  readonly keyOf: (violation: Violation) => string;
  /**
   * All that `atEnd` looks at in how an execution ended. Global states that are equal but for other parts of an ending have the same future.
   * @param keys the access keys that exist
   */
  readonly labelOf: (ended: Ended, keys: readonly string[]) => StateLabel;
}

/** A label of a global state; the ids of keys stand apart, because they are made up. */
interface StateLabel {
  readonly text: string;
  readonly ids: readonly string[];
}
