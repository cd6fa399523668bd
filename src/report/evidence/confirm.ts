import { differences } from './differences';
import type { Evidence } from './evidence';
import { differencesFromOlder, rulesSince } from './older';
import { isOlder } from './release';

/** What making a verdict again says of the evidence that was kept. */
interface Confirmed {
  /** In what it is not confirmed: nothing, where the evidence holds. */
  readonly differences: readonly string[];
  /** What was not compared. */
  readonly notes: readonly string[];
}

/**
 * Compares evidence with the one that was made again from the same files. Of the same release every member has to be the same. Of an
 * older release, what it says has to be true still; what a newer one says in other words, or says besides, is no difference.
 */
export function confirm(kept: Evidence, again: Evidence): Confirmed {
  if (kept.toolVersion === again.toolVersion) return { differences: differences(kept, again), notes: [] };
  if (!isOlder(kept.toolVersion, again.toolVersion)) {
    const made = `it was made by keyturn ${kept.toolVersion}, and this is ${again.toolVersion}: verify it with that release or a newer one`;
    return { differences: [made], notes: [] };
  }
  const since = rulesSince(kept, again);
  return {
    differences: differencesFromOlder(kept, again),
    notes: [
      `it was made by keyturn ${kept.toolVersion}; its sentences are not compared`,
      ...(since.length === 0 ? [] : [`rules that are newer than it: ${since.join(', ')}`]),
    ],
  };
}
