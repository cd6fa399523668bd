import type { Execution } from '../../simulator';
import type { Choice, Moment } from './global-state';
import type { Seen } from '../model/observations';
import type { Progress } from '../model/progress';
import type { Subject } from '../model/subject';
import type { Reading } from '../model/initial-worlds';
import type { Zone } from './clock-zone';

/** Where executions happen: what does not change while they do. */
export interface Setting {
  readonly subject: Subject;
  readonly reading: Reading;
  /** Memory of what an execution does when it is told something: it does the same again. */
  readonly memory: WeakMap<Execution, Map<string, Progress>>;
}

export function settingOf(subject: Subject, reading: Reading): Setting {
  return { subject, reading, memory: new WeakMap<Execution, Map<string, Progress>>() };
}

/** One thing that can happen next, and the global state after it. */
export interface Step {
  readonly choice: Choice;
  readonly after: Moment;
  /** What an onlooker sees of it, where a call was made. */
  readonly seen: Seen | undefined;
  /** When it can happen; at any time where it is undefined. */
  readonly at: Zone | undefined;
}
