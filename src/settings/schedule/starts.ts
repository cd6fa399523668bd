import { zoneOf } from './calendar';
import { firings, readScheduleExpression } from './expression';

/** The parts of a schedule that decide when it starts. */
interface Timed {
  readonly expression: string;
  readonly timezone: string;
  readonly startDate?: string | undefined;
}

/** The times at which a schedule starts, after a time and until another one, ascending, in milliseconds since 1970. */
export function startsOf({ expression, timezone, startDate }: Timed, after: number, until: number): number[] {
  const start = startDate === undefined ? undefined : Date.parse(startDate);
  const found: number[] = [];
  for (const at of firings(readScheduleExpression(expression), zoneOf(timezone), after, start)) {
    if (at > until) break;
    found.push(at);
  }
  return found;
}
