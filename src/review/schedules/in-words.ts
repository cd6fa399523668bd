import { counted, durationInWords } from '../../text/duration';
import { weekday } from '../../settings/schedule/calendar';
import type { Cron } from '../../settings/schedule/cron';
import type { ScheduleExpression } from '../../settings/schedule/expression';

/** A schedule expression of EventBridge in words, without its time zone: `at 03:00 on day 1 of the month`. */
export function expressionInWords(text: string, expression: ScheduleExpression): string {
  switch (expression.kind) {
    case 'rate':
      return `every ${durationInWords(expression.periodSeconds)}`.replace(/^every 1 (\w+)$/, 'every $1');
    case 'at':
      return `once, on ${new Date(expression.wall).toISOString().slice(0, 16).replace('T', ' at ')}`;
    case 'cron':
      return cronInWords(text, expression.cron);
  }
}

function cronInWords(text: string, cron: Cron): string {
  const fields = text.slice('cron('.length, -1).split(' ');
  const [, , dayOfMonth = '', , dayOfWeek = ''] = fields;
  const days = dayOfWeek === '?' ? daysOfMonth(dayOfMonth, cron) : daysOfWeek(dayOfWeek, cron);
  return [`${times(cron)} ${days}`, ...months(cron), ...years(cron)].join(', ');
}

const pad = (number: number): string => String(number).padStart(2, '0');
const mostTimes = 4;

function times({ minutes, hours }: Cron): string {
  const all = hours.flatMap((hour) => minutes.map((minute) => `${pad(hour)}:${pad(minute)}`));
  if (all.length <= mostTimes) return `at ${series(all)}`;
  if (hours.length === 24) {
    const step = stepOf(minutes, 60);
    if (step !== undefined) return step === 1 ? 'every minute' : `every ${counted(step, 'minute')}`;
    return `every hour at ${minutes.length === 1 ? 'minute' : 'minutes'} ${series(minutes.map(pad))}`;
  }
  const step = minutes.length === 1 ? stepOf(hours, 24) : undefined;
  if (step !== undefined) return `every ${counted(step, 'hour')} at minute ${pad(minutes[0] ?? 0)}`;
  return `${all.length} times between ${all[0] ?? ''} and ${all.at(-1) ?? ''}`;
}

/** The distance between numbers that divide a whole evenly, beginning with 0. */
function stepOf(numbers: readonly number[], whole: number): number | undefined {
  const step = whole / numbers.length;
  return numbers.length > 1 && Number.isInteger(step) && numbers.every((number, index) => number === index * step)
    ? step
    : undefined;
}

/** A month with 31 days, for rules that name days by their numbers. */
const longMonth = [2027, 1] as const;

function daysOfMonth(field: string, { days }: Cron): string {
  if (field === 'L') return 'on the last day of the month';
  const [, nearest] = /^(\d{1,2})W$/.exec(field) ?? [];
  if (nearest !== undefined) return `on the weekday nearest to day ${Number(nearest)} of the month`;
  const numbers = days(...longMonth);
  if (numbers.length === 31) return 'every day';
  return `on ${numbers.length === 1 ? 'day' : 'days'} ${series(numbers.map(String))} of the month`;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const shortNames = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'] as const;

function daysOfWeek(field: string, { days }: Cron): string {
  const [, nth, count] = /^(\w+)#(\d)$/.exec(field) ?? [];
  if (nth !== undefined) return `on the ${ordinals[Number(count) - 1] ?? ''} ${nameOf(nth)} of the month`;
  const [, last] = /^(\w+)L$/.exec(field) ?? [];
  if (last !== undefined) return `on the last ${nameOf(last)} of the month`;
  const numbers = [...new Set(days(...longMonth).map((day) => weekday(...longMonth, day)))].sort((a, b) => a - b);
  if (numbers.length === 7) return 'every day';
  if (numbers.join() === '1,2,3,4,5') return 'from Monday to Friday';
  return `every ${series(numbers.map((number) => weekdays[number] ?? ''))}`;
}

/** The name of a day of the week: 1 or SUN is Sunday. */
function nameOf(text: string): string {
  const index = shortNames.includes(text) ? shortNames.indexOf(text) : Number(text) - 1;
  return weekdays[index] ?? text;
}

const monthNames = [
  ...(['January', 'February', 'March', 'April', 'May', 'June'] as const),
  ...(['July', 'August', 'September', 'October', 'November', 'December'] as const),
];

function months({ months: numbers }: Cron): string[] {
  return numbers.length === 12 ? [] : [`in ${series(numbers.map((number) => monthNames[number - 1] ?? ''))}`];
}

const allYears = 230;

function years({ years: numbers }: Cron): string[] {
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  if (numbers.length === allYears) return [];
  if (numbers.length <= mostTimes) return [`in ${series(numbers.map(String))}`];
  return [
    last - first + 1 === numbers.length
      ? `from ${first} to ${last}`
      : `in ${counted(numbers.length, 'year')} from ${first} to ${last}`,
  ];
}

function series(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
