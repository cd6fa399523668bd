import type { World } from '../../simulator';
import { keyInSecret, liveKeys } from '../model/world-queries';
import type { Subject } from '../model/subject';
import type { Zone } from './clock-zone';

/** Clocks of the stopwatch: since the secret got its key, and since the key in the secret was deleted. */
const sinceStored = 's';
const sinceDead = 't';

/**
 * Measures, over everything that is explored, how long at least the former key works on when the secret has got another, and how long at
 * most the secret holds a deleted key before it gets another.
 */
export class Stopwatch {
  leastKeptMs = Infinity;
  mostDeadMs = 0;
  private readonly held = new Set<string>();

  /** Sets the clocks by what a call did, and reads them. @param at when it took effect */
  after(at: Zone, zone: Zone, before: World, after: World, subject: Subject): Zone {
    const former = keyInSecret(before, subject);
    const now = keyInSecret(after, subject);
    const lives = liveKeys(after, subject);
    const gone = liveKeys(before, subject).filter((id) => !lives.includes(id));
    if (former !== undefined) this.held.add(former);
    if (former !== now) {
      if (zone.has(sinceDead)) this.mostDeadMs = Math.max(this.mostDeadMs, at.most(sinceDead));
      return zone.without(sinceDead).reset(sinceStored);
    }
    if (zone.has(sinceStored) && gone.some((id) => id !== former && this.held.has(id)))
      this.leastKeptMs = Math.min(this.leastKeptMs, at.least(sinceStored));
    return former !== undefined && gone.includes(former) ? zone.reset(sinceDead) : zone;
  }
}
