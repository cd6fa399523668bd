/** Requires that `later` is not before `earlier` plus `least`; a negative `least` is the longest time that it may be before. */
export interface TimeConstraint {
  readonly earlier: number;
  readonly later: number;
  readonly least: number;
}

/**
 * Returns the earliest times, in milliseconds, that satisfy every constraint (Bellman and Ford, on the longest paths); undefined if none do.
 * Place 0 is the beginning, at zero.
 */
export function earliest(count: number, constraints: readonly TimeConstraint[]): readonly number[] | undefined {
  const times = new Array<number>(count).fill(0);
  for (let round = 0; round <= count; round++) {
    let changed = false;
    for (const { earlier, later, least } of constraints) {
      const bound = (times[earlier] ?? 0) + least;
      if (bound <= (times[later] ?? 0)) continue;
      if (later === 0) return undefined;
      times[later] = bound;
      changed = true;
    }
    if (!changed) return times;
  }
  return undefined;
}
