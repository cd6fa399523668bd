import { differences } from './differences';
import type { Evidence } from './evidence';
import { differencesFromOlder, rulesSince, rulesWithAddedNotes } from './older';
import { isOlder } from './release';

/** The result of making the verdict of kept evidence again. */
interface Confirmed {
  /** The differences that contradict the evidence. Empty if the evidence holds. */
  readonly differences: readonly string[];
  /** The parts that were not compared. */
  readonly notes: readonly string[];
}

/**
 * Compares kept evidence with evidence that was made again from the same files. If both are of the same release, every member must be equal. If the
 * kept evidence is of an older release, its statements must still be true; new wording, new rules and new notes are not differences.
 */
export function confirm(kept: Evidence, again: Evidence): Confirmed {
  if (kept.toolVersion === again.toolVersion) return { differences: differences(kept, again), notes: [] };
  if (!isOlder(kept.toolVersion, again.toolVersion)) {
    const made = `it was made by keyturn ${kept.toolVersion}, and this is ${again.toolVersion}: verify it with that release or a newer one`;
    return { differences: [made], notes: [] };
  }
  const since = rulesSince(kept, again);
  const noted = rulesWithAddedNotes(kept, again);
  return {
    differences: differencesFromOlder(kept, again),
    notes: [
      `it was made by keyturn ${kept.toolVersion}; its sentences are not compared`,
      ...(since.length === 0 ? [] : [`rules added since then: ${since.join(', ')}`]),
      ...(noted.length === 0 ? [] : [`notes added since then, by rules: ${noted.join(', ')}`]),
    ],
  };
}
