import { defaultInterpretation, type Subject } from '../../src/explorer';
import { invariantsOf } from '../../src/explorer/invariants/invariants';
import { keyInSecret, liveKeys } from '../../src/explorer/model/world-queries';
import { initialStateOf } from '../../src/explorer/search/explore';
import { clocks, type GlobalState } from '../../src/explorer/search/global-state';
import { searchContext, type SearchStep } from '../../src/explorer/search/context';
import { stepsFrom } from '../../src/explorer/search/steps';
import { Visited } from '../../src/explorer/search/visited';
import { initialWorldCalled } from '../explorer/support';

/** What a consumer of the secret has to expect. */
interface Exposure {
  /** The least time for which the previous key still works when the secret has another one; undefined if the same run never deletes it. */
  readonly keptSeconds: number | undefined;
  /** The longest time for which the secret holds a deleted key, in a run that stores another one in the end. */
  readonly deadSeconds: number;
}

/** Measures over every single fault, from the worlds in which the secret holds a key in use. */
export function exposureOf(subject: Subject): Exposure {
  const stopwatch = new Stopwatch(subject);
  const context = searchContext(subject, defaultInterpretation);
  for (const id of ['A-it', 'IA-newer']) {
    const start = initialStateOf(
      { initialWorld: initialWorldCalled(id), interpretation: defaultInterpretation, executions: 1, faults: 1 },
      subject,
    );
    const known = new Visited(subject, invariantsOf(subject));
    const open = [start];
    for (const state of open) {
      for (const step of stepsFrom(state, context)) {
        const after = stopwatch.after(state, step);
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

  after({ world }: GlobalState, { after, at, event }: SearchStep): GlobalState {
    if (at === undefined) return after;
    const former = keyInSecret(world, this.subject);
    const lives = liveKeys(after.world, this.subject);
    const gone = liveKeys(world, this.subject).filter((id) => !lives.includes(id));
    if (former !== undefined) this.held.add(former);
    if (former !== keyInSecret(after.world, this.subject)) {
      if (at.has(sinceDead)) this.mostDeadMs = Math.max(this.mostDeadMs, at.most(sinceDead));
      const zone = after.zone.without(sinceDead);
      return withClock({ ...after, zone }, sinceStored, event.run);
    }
    if (at.has(sinceStored) && gone.some((id) => id !== former && this.held.has(id)))
      this.leastKeptMs = Math.min(this.leastKeptMs, at.least(sinceStored));
    return former !== undefined && gone.includes(former) ? withClock(after, sinceDead, event.run) : after;
  }
}

/** With a clock that shows the time since the run's last effect; a run that has ended needs none. */
function withClock(state: GlobalState, name: string, run: number): GlobalState {
  const sinceEffect = clocks.sinceEffect(run);
  const { zone } = state;
  if (!zone.has(sinceEffect)) return state;
  const set = zone.without(name).free(name).where(name, sinceEffect, 0)?.where(sinceEffect, name, 0);
  return { ...state, zone: set ?? zone };
}
