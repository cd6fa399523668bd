import type { Execution } from '../../simulator';
import type { ScenarioEvent, GlobalState } from './global-state';
import type { ObservedCall } from '../model/observations';
import type { Progress } from '../model/progress';
import type { Subject } from '../model/subject';
import type { Interpretation } from '../model/initial-worlds';
import type { ClockZone } from './clock-zone';

/** Where executions happen: what does not change while they do. */
export interface SearchContext {
  readonly subject: Subject;
  readonly interpretation: Interpretation;
  /** Memory of what an execution does when it is told something: it does the same again. */
  readonly memory: WeakMap<Execution, Map<string, Progress>>;
}

export function searchContext(subject: Subject, interpretation: Interpretation): SearchContext {
  return { subject, interpretation, memory: new WeakMap<Execution, Map<string, Progress>>() };
}

/** One thing that can happen next, and the global state after it. */
export interface SearchStep {
  readonly event: ScenarioEvent;
  readonly after: GlobalState;
  /** What an onlooker sees of it, where a call was made. */
  readonly observed: ObservedCall | undefined;
  /** When it can happen; at any time where it is undefined. */
  readonly at: ClockZone | undefined;
}
