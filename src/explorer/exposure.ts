import { explore, firstMoment } from './search/explore';
import { invariantsOf } from './invariants/invariants';
import { settingOf } from './search/setting';
import { Stopwatch } from './search/stopwatch';
import type { Subject } from './model/subject';
import { beginnings, defaultReading } from './model/initial-worlds';

/** What a consumer of the secret has to reckon with. */
export interface Exposure {
  /** Seconds for which the former key works on at least when the secret has got another; undefined if the same run never deletes it. */
  readonly keptSeconds: number | undefined;
  /** Seconds for which the secret holds a deleted key at most, in a run that stores another one in the end. */
  readonly deadSeconds: number;
}

/** Measured over every single fault, from the worlds in which the secret holds a key in use. */
export function exposureOf(subject: Subject): Exposure {
  const stopwatch = new Stopwatch();
  for (const beginning of beginnings.filter(({ id }) => id === 'A-it' || id === 'IA-newer')) {
    const start = firstMoment({ beginning, reading: defaultReading, executions: 1, faults: 1 }, subject);
    explore(start, settingOf(subject, defaultReading, stopwatch), invariantsOf(subject));
  }
  const { leastKeptMs, mostDeadMs } = stopwatch;
  return {
    keptSeconds: leastKeptMs === Infinity ? undefined : leastKeptMs / 1000,
    deadSeconds: mostDeadMs / 1000,
  };
}
