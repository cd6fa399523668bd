import fc from '../fast-check';
import { Zone } from '../../src/settings/schedule/calendar';
import { firings, readScheduleExpression } from '../../src/settings/schedule/expression';
import { changed, problems } from './sample';
import { examples } from '../effort';

const MINUTE = 60_000;

function first(count: number, expression: string, zone = 'UTC', after = '2026-11-23T12:00:00Z'): string[] {
  const found: string[] = [];
  for (const instant of firings(readScheduleExpression(expression), new Zone(zone), Date.parse(after))) {
    found.push(new Date(instant).toISOString().slice(0, 16));
    if (found.length === count) break;
  }
  return found;
}

describe('a schedule expression fires when EventBridge Scheduler says', () => {
  test.each<[string, string, string[]]>([
    ['on the first of the month', 'cron(0 3 1 * ? *)', ['2026-12-01T03:00', '2027-01-01T03:00']],
    [
      'on the last day of the month',
      'cron(0 3 L * ? *)',
      ['2026-11-30T03:00', '2026-12-31T03:00', '2027-01-31T03:00', '2027-02-28T03:00'],
    ],
    [
      'on the weekday nearest to the first, never in the month before',
      'cron(0 3 1W * ? 2027)',
      ['2027-01-01T03:00', '2027-02-01T03:00', '2027-03-01T03:00', '2027-04-01T03:00', '2027-05-03T03:00'],
    ],
    [
      'on the weekday nearest to the 31st, in months that have one',
      'cron(0 3 31W 1-5 ? 2027)',
      ['2027-01-29T03:00', '2027-03-31T03:00', '2027-05-31T03:00'],
    ],
    ['on the last Friday', 'cron(0 10 ? * 6L 2027)', ['2027-01-29T10:00', '2027-02-26T10:00']],
    ['on the first Monday', 'cron(0 10 ? * MON#1 *)', ['2026-12-07T10:00', '2027-01-04T10:00']],
    [
      'on a fifth Sunday, in months that have one',
      'cron(0 10 ? * 1#5 *)',
      ['2026-11-29T10:00', '2027-01-31T10:00', '2027-05-30T10:00'],
    ],
    ['on Saturdays', 'cron(0 10 ? * L *)', ['2026-11-28T10:00', '2026-12-05T10:00']],
    [
      'from Monday to Wednesday',
      'cron(0 10 ? * MON-WED *)',
      ['2026-11-24T10:00', '2026-11-25T10:00', '2026-11-30T10:00'],
    ],
    [
      'in steps',
      'cron(5/20 0-12/6 ? DEC 3 *)',
      ['2026-12-01T00:05', '2026-12-01T00:25', '2026-12-01T00:45', '2026-12-01T06:05'],
    ],
    ['in lists', 'cron(30,0 9 1 MAR,JAN ? 2027,2028)', ['2027-01-01T09:00', '2027-01-01T09:30', '2027-03-01T09:00']],
    ['on leap days', 'cron(0 0 29 2 ? *)', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['once', 'at(2026-12-24T18:00:00)', ['2026-12-24T18:00']],
    ['every so many days', 'rate(30 days)', ['2026-12-23T12:00', '2027-01-22T12:00']],
  ])('%s: %s', (_, expression, expected) => {
    expect(first(expected.length, expression)).toEqual(expected);
  });

  test('an hour that summer time leaves out is skipped', () => {
    const found = first(2, 'cron(30 2 28-29 3 ? *)', 'Europe/Berlin', '2027-03-01T00:00:00Z');
    expect(found).toEqual(['2027-03-29T00:30', '2028-03-28T00:30']);
    expect(first(1, 'at(2027-03-28T02:30:00)', 'Europe/Berlin')).toEqual([]);
  });

  test('an hour that the end of summer time repeats fires once', () => {
    const found = first(3, 'cron(30 2 * 10 ? *)', 'Europe/Berlin', '2027-10-29T12:00:00Z');
    expect(found).toEqual(['2027-10-30T00:30', '2027-10-31T00:30', '2028-10-01T00:30']);
  });
});

describe('cron fires exactly at the minutes at which the clock of the zone shows what it asks for', () => {
  const lists = (min: number, max: number) =>
    fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 4 }).map((values) => ({
      text: values.join(','),
      has: (value: number) => values.includes(value),
    }));
  const steps = (min: number, max: number) =>
    fc.tuple(fc.integer({ min, max }), fc.integer({ min: 1, max })).map(([from, step]) => ({
      text: `${from}/${step}`,
      has: (value: number) => value >= from && (value - from) % step === 0,
    }));
  const field = (min: number, max: number) =>
    fc.oneof(fc.constant({ text: '*', has: () => true }), lists(min, max), steps(min, max));
  // Each begins shortly before its clocks change.
  const moments = fc.constantFrom<[string, string]>(
    ['UTC', '2027-02-27T12:00:00Z'],
    ['Europe/Berlin', '2027-03-27T20:00:00Z'],
    ['Europe/Berlin', '2027-10-30T20:00:00Z'],
    ['America/New_York', '2027-11-06T20:00:00Z'],
    ['Australia/Lord_Howe', '2027-04-03T00:00:00Z'],
    ['Australia/Lord_Howe', '2027-10-02T00:00:00Z'],
    ['Pacific/Kiritimati', '2026-12-31T02:00:00Z'],
    ['America/Sao_Paulo', '2026-12-31T22:00:00Z'],
  );

  function clockOf(zone: string): (instant: number) => Record<string, string> {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      weekday: 'short',
    });
    return (instant) => Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  }

  test('as a look at every minute of 30 hours finds', () => {
    const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
    const property = fc.property(
      moments,
      field(0, 59),
      field(0, 23),
      field(1, 12),
      fc.oneof(
        field(1, 31).map((day) => ({ text: [day.text, '?'], has: (date: number) => day.has(date) })),
        field(1, 7).map((day) => ({ text: ['?', day.text], has: (_: number, weekday: number) => day.has(weekday) })),
      ),
      ([zone, after], minute, hour, month, day) => {
        const start = Date.parse(after);
        const end = start + 30 * 60 * MINUTE;
        const clock = clockOf(zone);
        const shown = new Set<string>();
        const expected: number[] = [];
        for (let instant = start + MINUTE; instant <= end; instant += MINUTE) {
          const parts = clock(instant);
          const number = (name: string) => Number(parts[name]);
          const wall = JSON.stringify(parts);
          // A wall time that the clock has shown before does not count again.
          const again = shown.has(wall);
          shown.add(wall);
          const fires =
            minute.has(number('minute')) &&
            hour.has(number('hour')) &&
            month.has(number('month')) &&
            day.has(number('day'), days.indexOf(parts.weekday ?? '') + 1);
          if (fires && !again) expected.push(instant);
        }
        const text = `cron(${minute.text} ${hour.text} ${day.text[0]} ${month.text} ${day.text[1]} *)`;
        const found: number[] = [];
        for (const instant of firings(readScheduleExpression(text), new Zone(zone), start)) {
          if (instant > end) break;
          found.push(instant);
        }
        expect({ text, zone, found }).toEqual({ text, zone, found: expected });
      },
    );
    fc.assert(property, { numRuns: examples(40) });
  });
});

describe('an expression that EventBridge Scheduler would refuse gives one line', () => {
  const says = (expression: string) => problems(changed({ 'schedule.expression': expression }));
  const whole =
    'write cron(minutes hours day-of-month month day-of-week year), rate(value unit) or at(yyyy-mm-ddThh:mm:ss)';
  const rate = 'must be a whole number above 0, one space and minutes, hours or days; write rate(30 days)';
  const question =
    'must have "?" in exactly one of day-of-month (third) and day-of-week (fifth); write cron(0 3 1 * ? *) or cron(0 3 ? * MON *)';

  test.each<[string, string]>([
    ['every month', `is not a schedule expression; ${whole}`],
    ['', `is not a schedule expression; ${whole}`],
    ['CRON(0 3 1 * ? *)', `is not a schedule expression; ${whole}`],
    ['cron(0 3 1 * ? *) ', `is not a schedule expression; ${whole}`],
    [
      'cron(0 3 1 * ?)',
      'has 5 fields instead of the six fields minutes hours day-of-month month day-of-week year; write cron(0 3 1 * ? *)',
    ],
    ['cron(0  3 1 * ? *)', 'must have one space between its fields, and none around them; write cron(0 3 1 * ? *)'],
    ['cron()', 'must have one space between its fields, and none around them; write cron(0 3 1 * ? *)'],
    ['cron(0 3 * * * *)', question],
    ['cron(0 3 1 * MON *)', question],
    ['cron(0 3 ? * ? *)', question],
    ['cron(60 3 1 * ? *)', 'has a wrong minutes field: "60" is not a number from 0 to 59'],
    ['cron(0 24 1 * ? *)', 'has a wrong hours field: "24" is not a number from 0 to 23'],
    ['cron(0 3 32 * ? *)', 'has a wrong day-of-month field: "32" is not a number from 1 to 31'],
    [
      'cron(0 3 1 13 ? *)',
      'has a wrong month field: "13" is not a number from 1 to 12 or one of JAN, FEB, MAR, APR, MAY, JUN, JUL, AUG, SEP, OCT, NOV, DEC',
    ],
    ['cron(0 3 1 jan ? *)', 'has a wrong month field: "jan" must be in capitals; write "JAN"'],
    [
      'cron(0 3 ? * 0 *)',
      'has a wrong day-of-week field: "0" is not a number from 1 to 7 or one of SUN, MON, TUE, WED, THU, FRI, SAT',
    ],
    ['cron(0 3 1 * ? 2200)', 'has a wrong year field: "2200" is not a number from 1970 to 2199'],
    ['cron(0/0 3 1 * ? *)', 'has a wrong minutes field: the step "0" is not a number from 1 to 59'],
    ['cron(1-2-3 3 1 * ? *)', 'has a wrong minutes field: "1-2-3" is not a range'],
    ['cron(1/2/3 3 1 * ? *)', 'has a wrong minutes field: "1/2/3" has two steps'],
    [
      'cron(30-10 3 1 * ? *)',
      'has a wrong minutes field: the range "30-10" is reversed; write 10-30 or list the values',
    ],
    ['cron(0, 3 1 * ? *)', 'has a wrong minutes field: "" is not a number from 0 to 59'],
    [
      'cron(0 3 L,1 * ? *)',
      'has a wrong day-of-month field: "L,1" combines L or W with other values; write "L" or one day with W, such as "15W"',
    ],
    ['cron(0 3 ? * MON#6 *)', 'has a wrong day-of-week field: "#6" is not a number from 1 to 5'],
    [
      'cron(0 3 ? * 2#1,3#2 *)',
      'has a wrong day-of-week field: "2#1,3#2" combines L or # with other values; write one of them alone, such as "6L" or "2#1"',
    ],
    ['rate(0 days)', rate],
    ['rate(30)', rate],
    ['rate(1.5 hours)', rate],
    ['rate(2 weeks)', rate],
    ['at(2027-02-30T03:00:00)', 'must contain a date and time that exist; write at(2030-01-31T03:00:00)'],
    ['at(2027-02-03 03:00)', 'must contain a date and time that exist; write at(2030-01-31T03:00:00)'],
  ])('%s', (expression, line) => {
    expect(says(expression)).toEqual([`schedule.expression: ${JSON.stringify(expression)} ${line}`]);
  });

  test('one of more than 256 characters', () => {
    const expression = `cron(${Array.from({ length: 60 }, (_, index) => index).join(',')},${'0,'.repeat(50)}0 3 1 * ? *)`;
    expect(says(expression)).toEqual([
      expect.stringMatching(/is longer than 256 characters; write a shorter expression$/),
    ]);
  });

  test.each<[string, Parameters<typeof changed>[0], string]>([
    [
      'a misspelt zone',
      { 'schedule.timezone': 'Europe/Berln' },
      'schedule.timezone: "Europe/Berln" is not a time zone; did you mean "Europe/Berlin"?',
    ],
    [
      'a zone in small letters',
      { 'schedule.timezone': 'europe/berlin' },
      'schedule.timezone: "europe/berlin" is not a time zone; did you mean "Europe/Berlin"?',
    ],
    [
      'an offset',
      { 'schedule.timezone': '+02:00' },
      'schedule.timezone: "+02:00" is not a time zone; write a name of the IANA time zone database, such as "Europe/Berlin" or "UTC"',
    ],
    [
      'a start date without a zone',
      { 'schedule.startDate': '2027-01-31T03:00:00' },
      'schedule.startDate: "2027-01-31T03:00:00" is not a date and time in UTC; write it as in "2030-01-31T03:00:00Z"',
    ],
    [
      'a window of more than a day',
      { 'schedule.flexibleWindowMinutes': 1441 },
      'schedule.flexibleWindowMinutes: 1441 is out of range; write a whole number of minutes from 0 to 1440',
    ],
    [
      'retries for a day',
      { 'schedule.retry.maximumEventAgeSeconds': 86_400 },
      'schedule.retry.maximumEventAgeSeconds: 86400 is out of range; write a whole number of seconds from 60 to 3600, because a start that failed at night must not succeed hours later',
    ],
    [
      'too many retries',
      { 'schedule.retry.maximumAttempts': 186 },
      'schedule.retry.maximumAttempts: 186 is out of range; write a whole number from 0 to 185',
    ],
  ])('%s', (_, changes, line) => {
    expect(problems(changed(changes))).toEqual([line]);
  });

  test.each(['UTC', 'Etc/UTC', 'US/Eastern', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires'])(
    'the zone %s is right',
    (timezone) => {
      expect(problems(changed({ 'schedule.timezone': timezone }))).toEqual([]);
    },
  );
});
