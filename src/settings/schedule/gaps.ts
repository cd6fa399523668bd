/** The gaps between the starts of a schedule, in seconds. */
export interface Gaps {
  readonly smallest: number;
  readonly largest: number;
  /** The largest two gaps in a row. */
  readonly largestTwo: number;
  /** The last start of all, in milliseconds since 1970, if there is one. */
  readonly last?: number;
}

/**
 * Measures the gaps that begin until `until`, of starts in ascending order (milliseconds since 1970). Stops at a gap that is not
 * longer than `tooSmall` seconds: the rest cannot improve it. Returns undefined if nothing starts until `until`.
 */
export function measureGaps(starts: Iterator<number>, until: number, tooSmall: number): Gaps | undefined {
  let [smallest, largest, largestTwo] = [Infinity, 0, 0];
  let before = starts.next();
  if (before.done === true || before.value > until) return undefined;
  let previousGap = 0;
  let beyond = 0;
  // Two starts after the end: a gap that begins before it, and the one after that.
  while (beyond < 2) {
    const start = starts.next();
    if (start.done === true) return { smallest, largest, largestTwo, last: before.value };
    const gap = (start.value - before.value) / 1000;
    if (start.value > until) beyond += 1;
    if (beyond < 2) [smallest, largest] = [Math.min(smallest, gap), Math.max(largest, gap)];
    if (previousGap > 0) largestTwo = Math.max(largestTwo, previousGap + gap);
    previousGap = gap;
    before = start;
    if (smallest <= tooSmall) break;
  }
  return { smallest, largest, largestTwo };
}
