import { startsOf } from '../settings/schedule/starts';
import { Dice, seedFrom } from '../simulator/random';
import type { Schedule } from '../terraform';

/** A period, in milliseconds since 1970. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

/** Finds the planned starts of a schedule within a period, once for all schedules with the same expression. */
export function plannedStarts(period: Period): (schedule: Schedule) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (schedule) => {
    const { expression, timezone, startDate } = schedule;
    const key = JSON.stringify([expression, timezone, startDate]);
    const starts = known.get(key) ?? startsOf(schedule, period.from, period.until);
    known.set(key, starts);
    return starts;
  };
}

const MINUTE = 60_000;

/**
 * Delays each planned start within the flexible window of its schedule. AWS does not document how it chooses within the window, so an even
 * distribution is assumed; the user's name decides, so that the same stack always has the same starts.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html
 */
export function delayed(planned: readonly number[], { userName, windowMinutes }: Schedule): readonly number[] {
  if (windowMinutes === 0) return planned;
  const dice = new Dice(seedFrom(windowMinutes, userName));
  return planned.map((at) => at + dice.below(windowMinutes * MINUTE));
}
