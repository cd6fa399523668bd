import { daysInMonth, weekday } from './calendar';
import { readCronField, readCronNumber, wrong, type CronField } from './cron-field';

/** The days of a month, ascending; months count from 1. */
export type DayRule = (year: number, month: number) => readonly number[];

const dayOfMonth: CronField = { what: 'day-of-month', min: 1, max: 31 };
const weekdayNames = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const dayOfWeek: CronField = {
  what: 'day-of-week',
  min: 1,
  max: 7,
  names: new Map(weekdayNames.map((name, index) => [name, index + 1])),
};

/** Reads day-of-month: the syntax of every field, `L` (the last day) or `15W` (the weekday nearest to the 15th, within the month). */
export function readDaysOfMonth(text: string): DayRule {
  if (text === 'L') return (year, month) => [daysInMonth(year, month)];
  const nearest = /^(\d{1,2})W$/.exec(text);
  if (nearest !== null) {
    const wanted = readCronNumber(nearest[1] ?? '', dayOfMonth);
    return (year, month) => (wanted > daysInMonth(year, month) ? [] : [nearestWeekday(year, month, wanted)]);
  }
  if (/[LW]/.test(text))
    throw wrong(dayOfMonth, `"${text}" combines L or W with other values; write "L" or one day with W, such as "15W"`);
  const days = readCronField(text, dayOfMonth);
  return (year, month) => days.filter((day) => day <= daysInMonth(year, month));
}

/**
 * Reads day-of-week, 1 to 7 for SUN to SAT: the syntax of every field, `L` (Saturday), `6L` (the last Friday) or `2#1` (the first Monday).
 */
export function readDaysOfWeek(text: string): DayRule {
  if (text === 'L') return on([7]);
  const last = /^([^,#/-]+)L$/.exec(text);
  if (last !== null) return (year, month) => on([readCronNumber(last[1] ?? '', dayOfWeek)])(year, month).slice(-1);
  const nth = /^([^,#/-]+)#([^,#/-]+)$/.exec(text);
  if (nth !== null) return nthWeekday(nth[1] ?? '', nth[2] ?? '');
  if (/#|\dL|[A-Z]{3}L/.test(text))
    throw wrong(
      dayOfWeek,
      `"${text}" combines L or # with other values; write one of them alone, such as "6L" or "2#1"`,
    );
  return on(readCronField(text, dayOfWeek));
}

function nthWeekday(day: string, count: string): DayRule {
  const wanted = readCronNumber(day, dayOfWeek);
  const nth = /^[1-5]$/.test(count) ? Number(count) : undefined;
  if (nth === undefined) throw wrong(dayOfWeek, `"#${count}" is not a number from 1 to 5`);
  return (year, month) => on([wanted])(year, month).slice(nth - 1, nth);
}

function on(weekdays: readonly number[]): DayRule {
  const wanted = new Set(weekdays.map((number) => number - 1));
  return (year, month) => {
    const first = weekday(year, month, 1);
    return Array.from({ length: daysInMonth(year, month) }, (_, index) => index + 1).filter((day) =>
      wanted.has((first + day - 1) % 7),
    );
  };
}

function nearestWeekday(year: number, month: number, day: number): number {
  const falls = weekday(year, month, day);
  if (falls === 6) return day === 1 ? 3 : day - 1;
  if (falls === 0) return day === daysInMonth(year, month) ? day - 2 : day + 1;
  return day;
}
