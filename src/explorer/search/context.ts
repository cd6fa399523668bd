import type { Execution } from '../../simulator';
import type { ScenarioEvent, GlobalState } from './global-state';
import type { ObservedCall } from '../model/observations';
import type { Progress } from '../model/progress';
import type { Subject } from '../model/subject';
import type { Interpretation } from '../model/initial-worlds';
import type { ClockZone } from './clock-zone';

/** The values that stay the same during a search. */
export interface SearchContext {
  readonly subject: Subject;
  readonly interpretation: Interpretation;
  /** The progress of executions after each outcome: an execution is deterministic, so each is resumed once. */
  readonly memory: WeakMap<Execution, Map<string, Progress>>;
  /** Failures whose mail has met every fault, as texts; undefined if the mail of every failure must meet them each time. */
  readonly mailedFailures?: Set<string>;
}

export function searchContext(subject: Subject, interpretation: Interpretation): SearchContext {
  return { subject, interpretation, memory: new WeakMap<Execution, Map<string, Progress>>() };
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
