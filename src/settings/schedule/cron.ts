import type { Zone } from './calendar';
import { readDaysOfMonth, readDaysOfWeek, type DayRule } from './cron-days';
import { readCronField, type CronField } from './cron-field';
import { ExpressionFault } from './expression-fault';

const DAY = 86_400_000;
const MINUTE = 60_000;
const SAMPLE = 'cron(0 3 1 * ? *)';

/** A cron expression of EventBridge Scheduler, parsed. */
export interface Cron {
  /** All ascending. */
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  readonly days: DayRule;
}

const minutes: CronField = { what: 'minutes', min: 0, max: 59 };
const hours: CronField = { what: 'hours', min: 0, max: 23 };
const monthNames = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const months: CronField = {
  what: 'month',
  min: 1,
  max: 12,
  names: new Map(monthNames.map((name, index) => [name, index + 1])),
};
const years: CronField = { what: 'year', min: 1970, max: 2199 };

/**
 * Reads the fields between the parentheses of `cron(…)`: minutes hours day-of-month month day-of-week year. Throws ExpressionFault.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function readCron(text: string): Cron {
  const fields = text.split(' ');
  if (fields.includes(''))
    throw new ExpressionFault(`must have one space between its fields, and none around them; write ${SAMPLE}`);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) {
    const count = `${fields.length} field${fields.length === 1 ? '' : 's'}`;
    throw new ExpressionFault(
      `has ${count} instead of the six fields minutes hours day-of-month month day-of-week year; write ${SAMPLE}`,
    );
  }
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    const places = 'day-of-month (third) and day-of-week (fifth)';
    throw new ExpressionFault(`must have "?" in exactly one of ${places}; write ${SAMPLE} or cron(0 3 ? * MON *)`);
  }
  return {
    minutes: readCronField(minute, minutes),
    hours: readCronField(hour, hours),
    days: dayOfWeek === '?' ? readDaysOfMonth(dayOfMonth) : readDaysOfWeek(dayOfWeek),
    months: readCronField(month, months),
    years: readCronField(year, years),
  };
}

/**
 * The instants after `after` at which the expression fires in a zone, ascending, in milliseconds since 1970. Local times that do not exist
 * are skipped; a repeated one fires once.
 */
export function* cronFirings(cron: Cron, zone: Zone, after: number): Generator<number> {
  // The local day before: local time can be one day after or before UTC.
  const firstDay = Math.floor(zone.wallOf(after) / DAY) * DAY - DAY;
  const firstYear = new Date(firstDay).getUTCFullYear();
  const times = cron.hours.flatMap((hour) => cron.minutes.map((minute) => (hour * 60 + minute) * MINUTE));
  for (const year of cron.years) {
    if (year < firstYear) continue;
    for (const month of cron.months) {
      for (const day of cron.days(year, month)) {
        const midnight = Date.UTC(year, month - 1, day);
        if (midnight < firstDay) continue;
        for (const time of times) {
          const instant = zone.instantOf(midnight + time);
          if (instant !== undefined && instant > after) yield instant;
        }
      }
    }
  }
}
