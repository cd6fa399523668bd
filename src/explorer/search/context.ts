import type { ScenarioEvent, GlobalState, RunState } from './global-state';
import type { ObservedCall } from '../model/observations';
import { Memory } from '../model/memory';
import type { Subject } from '../model/subject';
import type { Interpretation } from '../model/initial-worlds';
import type { ClockZone } from './clock-zone';

/** The values that stay the same during a search. */
export interface SearchContext {
  readonly subject: Subject;
  readonly interpretation: Interpretation;
  readonly memory: Memory;
  /** The times that a visited state covers, at least its own; by default `withTimesThatAllowLess`. */
  readonly abstraction?: (zone: ClockZone, runs: readonly RunState[]) => ClockZone;
  /** Failures whose mail has met every fault, as texts; undefined if the mail of every failure must meet them each time. */
  readonly mailedFailures?: Set<string>;
}

/** @param memory of searches for the same machine at the same speed */
export function searchContext(
  subject: Subject,
  interpretation: Interpretation,
  memory = new Memory(subject.speed),
): SearchContext {
  return { subject, interpretation, memory };
}

/** One event that can happen next, and the global state after it. */
export interface SearchStep {
  readonly event: ScenarioEvent;
  readonly after: GlobalState;
  /** The call, if the event is one. */
  readonly observed: ObservedCall | undefined;
  /** The times at which the event can happen; undefined if it can happen at any time. */
  readonly at: ClockZone | undefined;
}
