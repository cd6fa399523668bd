import type { Quota } from './quotas';

/** The number of events in each second. */
export class Counts {
  private readonly bySecond = new Map<number, number>();

  /** @param at milliseconds since 1970 */
  add(at: number): void {
    const second = Math.floor(at / 1000);
    this.bySecond.set(second, (this.bySecond.get(second) ?? 0) + 1);
  }

  /** The seconds with events and the number of each, ascending. */
  inOrder(): readonly (readonly [second: number, count: number])[] {
    return [...this.bySecond].sort(([one], [other]) => one - other);
  }
}

/** The use of a quota. */
export interface QuotaUse extends Quota {
  readonly total: number;
  /** The largest number in one second, and the first second that has it (milliseconds since 1970); 0 and undefined if there is none. */
  readonly most: number;
  readonly mostAt: number | undefined;
  /** The number that exceeds the quota. Each is tried again by its retrier, which is not simulated here. */
  readonly throttled: number;
}

/** Follows the token bucket of a quota through all events. */
export function useOf(quota: Quota, counts: Counts): QuotaUse {
  let total = 0;
  let most = 0;
  let mostAt: number | undefined;
  let throttled = 0;
  let tokens = quota.bucket;
  let before: number | undefined;
  for (const [second, count] of counts.inOrder()) {
    if (before !== undefined) tokens = Math.min(quota.bucket, tokens + (second - before) * quota.perSecond);
    before = second;
    total += count;
    if (count > most) [most, mostAt] = [count, second * 1000];
    throttled += Math.max(0, count - tokens);
    tokens = Math.max(0, tokens - count);
  }
  return { ...quota, total, most, mostAt, throttled };
}

/** The most of something at one time; the time is the first, in milliseconds since 1970. */
export interface Peak {
  readonly most: number;
  readonly at: number | undefined;
}

/** The largest number of starts in one minute. */
export function busiestMinute(starts: readonly number[]): Peak {
  const byMinute = new Map<number, number>();
  for (const start of starts) {
    const minute = Math.floor(start / 60_000);
    byMinute.set(minute, (byMinute.get(minute) ?? 0) + 1);
  }
  let peak: Peak = { most: 0, at: undefined };
  for (const [minute, most] of byMinute) {
    const at = minute * 60_000;
    if (most > peak.most || (most === peak.most && at < (peak.at ?? Infinity))) peak = { most, at };
  }
  return peak;
}

/** An execution, from its start to its end, in milliseconds since 1970. */
export interface Running {
  readonly start: number;
  readonly end: number;
}

/** The largest number of executions that run at one time. */
export function mostRunning(executions: readonly Running[]): Peak {
  const starts = executions.map(({ start }) => start).sort((one, other) => one - other);
  const ends = executions.map(({ end }) => end).sort((one, other) => one - other);
  let peak: Peak = { most: 0, at: undefined };
  let ended = 0;
  starts.forEach((start, index) => {
    while ((ends[ended] ?? Infinity) <= start) ended += 1;
    const running = index + 1 - ended;
    if (running > peak.most) peak = { most: running, at: start };
  });
  return peak;
}
