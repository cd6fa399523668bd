import type { ScheduleSettings } from '../settings';
import { zoneOf } from '../settings/schedule/calendar';
import { firings, readScheduleExpression } from '../settings/schedule/expression';

/** When a schedule should have started a rotation last, and when it will next; undefined if there is no such time. */
export interface Due {
  readonly last: number | undefined;
  readonly next: number | undefined;
}

const day = 86_400_000;
/** Longer than a year: a schedule can fire on one day of the year. */
const lookBack = 400 * day;

/** Finds both times, once for all users that share a schedule. */
export function dueReader(now: number): (schedule: ScheduleSettings) => Due {
  const known = new Map<string, Due>();
  return (schedule) => {
    const { expression, timezone, startDate } = schedule;
    const key = JSON.stringify([expression, timezone, startDate]);
    const due = known.get(key) ?? dueOf(schedule, now);
    known.set(key, due);
    return due;
  };
}

function dueOf({ expression, timezone, startDate }: ScheduleSettings, now: number): Due {
  const start = startDate === undefined ? undefined : Date.parse(startDate);
  let last: number | undefined;
  for (const at of firings(readScheduleExpression(expression), zoneOf(timezone), now - lookBack, start)) {
    if (at > now) return { last, next: at };
    last = at;
  }
  return { last, next: undefined };
}
