import type { Execution } from '../../simulator';
import type { ScenarioEvent, GlobalState } from './global-state';
import type { ObservedCall } from '../model/observations';
import type { Progress } from '../model/progress';
import type { Subject } from '../model/subject';
import type { Interpretation } from '../model/initial-worlds';
import type { ClockZone } from './clock-zone';

/** What stays the same during a search. */
export interface SearchContext {
  readonly subject: Subject;
  readonly interpretation: Interpretation;
  /** How executions went on from an outcome: an execution is deterministic, so each is resumed once. */
  readonly memory: WeakMap<Execution, Map<string, Progress>>;
  /** Failures whose mail has met every fault, as texts; undefined where every mail of a failure is to meet them. */
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
  /** When it can happen; undefined if at any time. */
  readonly at: ClockZone | undefined;
}
