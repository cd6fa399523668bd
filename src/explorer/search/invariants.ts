import type { Ended, World } from '../../simulator';
import type { Observations, ObservedCall } from '../model/observations';
import type { GlobalState } from './global-state';

/** The judge of the states that the search reaches. The search itself does not know the invariants. */
export interface Invariants<Violation> {
  /** The violations by one call, immediately. @param before the observations before the call */
  readonly ofCall: (before: Observations, observed: ObservedCall, start: World) => readonly Violation[];
  /** The violations by the end of one execution, immediately. @param index of the execution */
  readonly ofEnding: (state: GlobalState, index: number, start: World) => readonly Violation[];
  /** The violations when all executions have ended. */
  readonly atEnd: (state: GlobalState, start: World) => readonly Violation[];
  /** Identifies a finding: violations with equal keys are the same finding. */
  readonly keyOf: (violation: Violation) => string;
  /**
   * Everything that `atEnd` reads of the end of an execution. Global states that differ only in other parts of an end have the same future.
   * @param keys the access keys that exist
   */
  readonly labelOf: (ended: Ended, keys: readonly string[]) => StateLabel;
}

/** A label of a global state. The ids of keys are separate, because they are random. */
interface StateLabel {
  readonly text: string;
  readonly ids: readonly string[];
}
