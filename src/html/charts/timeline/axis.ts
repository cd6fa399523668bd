const day = 86_400_000;

/** The time that a picture shows, and where a time is in it. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
}

export function placeOf({ from, to, left, right }: Axis, time: number): number {
  const part = (time - from) / Math.max(1, to - from);
  return left + Math.min(1, Math.max(0, part)) * (right - left);
}

/** The days of a step between labels; a month has no fixed length. */
const daySteps = [1, 2, 7, 14] as const;
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 600] as const;

/** The days that get a label: as many as fit. */
export function ticksOf({ from, to }: Axis, most: number): number[] {
  const days = (to - from) / day;
  const step = daySteps.find((one) => days / one <= most);
  if (step !== undefined) {
    const first = Math.ceil(from / day);
    const count = Math.floor((to / day - first) / step) + 1;
    return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index * step) * day);
  }
  const months = days / 30;
  return firstDays(from, to, monthSteps.find((one) => months / one <= most) ?? 1200);
}

/** The first days of every so many months, in UTC. */
function firstDays(from: number, to: number, step: number): number[] {
  const start = new Date(from);
  const found: number[] = [];
  const first = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (let month = Math.ceil(first / step) * step; ; month += step) {
    const time = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (time > to || Number.isNaN(time)) return found;
    if (time >= from) found.push(time);
  }
}

/** A day in UTC: `2026-12-01`. */
export function dayText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
