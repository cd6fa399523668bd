import { defaultReading, type Subject } from '../../src/explorer';
import { invariantsOf } from '../../src/explorer/invariants/invariants';
import { keyInSecret, liveKeys } from '../../src/explorer/model/world-queries';
import { firstMoment } from '../../src/explorer/search/explore';
import { clocks, type Moment } from '../../src/explorer/search/global-state';
import { settingOf, type Step } from '../../src/explorer/search/setting';
import { stepsFrom } from '../../src/explorer/search/steps';
import { Known } from '../../src/explorer/search/visited';
import { beginningCalled } from '../explorer/support';

/** What a consumer of the secret has to expect. */
export interface Exposure {
  /** The least time for which the previous key still works when the secret has another one; undefined if the same run never deletes it. */
  readonly keptSeconds: number | undefined;
  /** The longest time for which the secret holds a deleted key, in a run that stores another one in the end. */
  readonly deadSeconds: number;
}

/** Measures over every single fault, from the worlds in which the secret holds a key in use. */
export function exposureOf(subject: Subject): Exposure {
  const stopwatch = new Stopwatch(subject);
  const setting = settingOf(subject, defaultReading);
  for (const id of ['A-it', 'IA-newer']) {
    const start = firstMoment(
      { beginning: beginningCalled(id), reading: defaultReading, executions: 1, faults: 1 },
      subject,
    );
    const known = new Known(subject, invariantsOf(subject));
    const open = [start];
    for (const moment of open) {
      for (const step of stepsFrom(moment, setting)) {
        const after = stopwatch.after(moment, step);
        if (known.add(after) !== undefined) open.push(after);
      }
    }
  }
  const { leastKeptMs, mostDeadMs } = stopwatch;
  return {
    keptSeconds: leastKeptMs === Infinity ? undefined : leastKeptMs / 1000,
    deadSeconds: mostDeadMs / 1000,
  };
}

/** Clocks of the stopwatch: since the secret got its key, and since the key in the secret was deleted. */
const sinceStored = 's';
const sinceDead = 't';

/** Adds its two clocks to the states that are explored, and reads them. */
class Stopwatch {
  leastKeptMs = Infinity;
  mostDeadMs = 0;
  private readonly held = new Set<string>();

  constructor(private readonly subject: Subject) {}

  after({ world }: Moment, { after, at, choice }: Step): Moment {
    if (at === undefined) return after;
    const former = keyInSecret(world, this.subject);
    const lives = liveKeys(after.world, this.subject);
    const gone = liveKeys(world, this.subject).filter((id) => !lives.includes(id));
    if (former !== undefined) this.held.add(former);
    if (former !== keyInSecret(after.world, this.subject)) {
      if (at.has(sinceDead)) this.mostDeadMs = Math.max(this.mostDeadMs, at.most(sinceDead));
      const zone = after.zone.without(sinceDead);
      return withClock({ ...after, zone }, sinceStored, choice.run);
    }
    if (at.has(sinceStored) && gone.some((id) => id !== former && this.held.has(id)))
      this.leastKeptMs = Math.min(this.leastKeptMs, at.least(sinceStored));
    return former !== undefined && gone.includes(former) ? withClock(after, sinceDead, choice.run) : after;
  }
}

/** With a clock that shows the time since the run's last effect; a run that has ended needs none. */
function withClock(moment: Moment, name: string, run: number): Moment {
  const sinceEffect = clocks.sinceEffect(run);
  const { zone } = moment;
  if (!zone.has(sinceEffect)) return moment;
  const set = zone.without(name).free(name).where(name, sinceEffect, 0)?.where(sinceEffect, name, 0);
  return { ...moment, zone: set ?? zone };
}
