import type { Running } from './load';
import type { Period } from './starts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** The load of each day of a period. */
interface ByDay {
  readonly startsByDay: readonly number[];
  readonly busiestMinuteByDay: readonly number[];
  readonly mostRunningByDay: readonly number[];
}

/** Counts the executions of each day: those that start, the most that start in a minute, and the most that run at one time. */
export function byDay(executions: readonly Running[], { from, until }: Period): ByDay {
  const days = Math.ceil((until - from) / DAY);
  const dayOf = (time: number): number => Math.floor((time - from) / DAY);
  const startsByDay = new Array<number>(days).fill(0);
  const busiestMinuteByDay = new Array<number>(days).fill(0);
  const minutes = new Map<number, number>();
  for (const { start } of executions) {
    const day = dayOf(start);
    if (day >= days) continue;
    startsByDay[day] = (startsByDay[day] ?? 0) + 1;
    const minute = Math.floor(start / MINUTE);
    const starts = (minutes.get(minute) ?? 0) + 1;
    minutes.set(minute, starts);
    busiestMinuteByDay[day] = Math.max(busiestMinuteByDay[day] ?? 0, starts);
  }
  return { startsByDay, busiestMinuteByDay, mostRunningByDay: runningByDay(executions, days, dayOf) };
}

function runningByDay(executions: readonly Running[], days: number, dayOf: (time: number) => number): number[] {
  const starts = Float64Array.from(executions, ({ start }) => start).sort();
  const ends = Float64Array.from(executions, ({ end }) => end).sort();
  const most = new Array<number>(days).fill(0);
  let [started, ended] = [0, 0];
  for (let day = 0; day < days; day += 1) {
    // What runs at midnight runs on this day too.
    most[day] = started - ended;
    while (started < starts.length && dayOf(starts[started] ?? 0) <= day) {
      while ((ends[ended] ?? Infinity) <= (starts[started] ?? 0)) ended += 1;
      started += 1;
      most[day] = Math.max(most[day] ?? 0, started - ended);
    }
    while (ended < ends.length && dayOf(ends[ended] ?? 0) <= day) ended += 1;
  }
  return most;
}
