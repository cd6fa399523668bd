import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strategyOf } from '../../src/simulator/strategy';
import { strategies } from '../../src/workflow';
import { loadSettings, type Strategy } from '../../src/settings';
import { longestRunSeconds, longestWaitForOthers } from '../../src/settings/rules/bounds';
import { duration } from '../../src/text/duration';
import { changed, now, problems } from './sample';

type Changes = Parameters<typeof changed>[0];

const run = (strategy: Strategy) => longestRunSeconds({ strategy, twoKeys: 'refuse', settleSeconds: 15 });
const overlap = run('overlap');
const waiting = duration(longestWaitForOthers({ strategy: 'overlap', twoKeys: 'refuse', settleSeconds: 15 }));
const longestRun = `longest run ${duration(overlap)} (with every retry, and with the wait of ${waiting} for other runs)`;
const rest = 'flexible window 0 s + retry age 900 s (15 minutes)';

describe('settings that contradict each other give one line with the arithmetic', () => {
  test.each<[string, Changes, string]>([
    [
      'a section that is left out and written',
      { leftOut: ['events', 'alerts'], alerts: { subscribers: ['on-call@example.com'] } },
      'leftOut[1]: "alerts" is also a section of these settings; remove the section, or leave "alerts" out of this list',
    ],
    [
      'a template without a configuration set',
      { 'notification.template': { failureTopicArn: 'arn:aws:sns:eu-central-1:111122223333:alerts' } },
      'notification.template: needs "configurationSet", whose events report a mail that SES could not render; write the name of a configuration set',
    ],
    [
      'a template with its topic in another region',
      {
        'notification.configurationSet': 'rotations',
        'notification.template': { failureTopicArn: 'arn:aws:sns:us-east-1:111122223333:alerts' },
      },
      'notification.template.failureTopicArn: the topic is in us-east-1, but environments[0] is in eu-central-1; write a topic of that region',
    ],
    [
      'a text that a template would read in another way',
      {
        'notification.configurationSet': 'rotations',
        'notification.template': { failureTopicArn: 'arn:aws:sns:eu-central-1:111122223333:alerts' },
        'notification.subject': 'Rotated {{{userName}}}',
      },
      'notification.subject: has a brace next to another brace, which a template of SES reads as a placeholder; write a space between them',
    ],
    [
      'a grace period as long as the interval',
      { 'schedule.expression': 'cron(0 3 * * ? *)' },
      `gracePeriodSeconds: gracePeriodSeconds 86400 is too long for "cron(0 3 * * ? *)": smallest gap 86400 s (1 day) − flexible window 0 s − retry age 900 s (15 minutes) = 85500 s (23 hours 45 minutes), which must be more than grace period 86400 s (1 day) + ${longestRun} = ${duration(86_400 + overlap)}; write less than ${85_500 - overlap}, or a schedule with longer gaps`,
    ],
    [
      'a grace period of its own longer than the interval',
      { 'users.0.gracePeriodSeconds': 2_592_000 },
      `users[0].gracePeriodSeconds: gracePeriodSeconds 2592000 is too long for "cron(0 3 1 * ? *)": smallest gap 2419200 s (28 days) − flexible window 0 s − retry age 900 s (15 minutes) = 2418300 s (27 days 23 hours 45 minutes), which must be more than grace period 2592000 s (30 days) + ${longestRun} = ${duration(2_592_000 + overlap)}; write less than ${2_418_300 - overlap}, or a schedule with longer gaps`,
    ],
    [
      'runs every minute',
      { 'schedule.expression': 'cron(* * * * ? *)', 'schedule.flexibleWindowMinutes': 5 },
      `schedule.expression: "cron(* * * * ? *)" starts runs too close together: smallest gap 60 s (1 minute) − flexible window 300 s (5 minutes) − retry age 900 s (15 minutes) = −1140 s, which must be more than grace period 86400 s (1 day) + ${longestRun} = ${duration(86_400 + overlap)}; write a schedule with longer gaps`,
    ],
    [
      'delete-first runs that meet each other',
      { strategy: 'delete-first', 'schedule.expression': 'cron(0/30 * * * ? *)' },
      `schedule.expression: "cron(0/30 * * * ? *)" starts runs too close together: smallest gap 1800 s (30 minutes) − flexible window 0 s − retry age 900 s (15 minutes) = 900 s (15 minutes), which must be more than longest run ${duration(run('delete-first'))} (with every retry); write a schedule with longer gaps`,
    ],
    [
      'keys that grow too old in overlap',
      { maxKeyAgeDays: 31 },
      `maxKeyAgeDays: maxKeyAgeDays 31 = 2678400 s is less than a key can live under "cron(0 3 1 * ? *)": largest gap 2678400 s (31 days) + ${rest} + grace period 86400 s (1 day) + longest run ${duration(overlap)} = ${duration(2_678_400 + 900 + 86_400 + overlap)}; write at least 33 days, or a schedule with shorter gaps`,
    ],
    [
      'keys that live for two gaps until the next rotation',
      { strategy: 'until-next-rotation', maxKeyAgeDays: 60 },
      `maxKeyAgeDays: maxKeyAgeDays 60 = 5184000 s is less than a key can live under "cron(0 3 1 * ? *)": largest two gaps in a row 5356800 s (62 days) + ${rest} + longest run ${duration(run('until-next-rotation'))} = ${duration(5_356_800 + 900 + run('until-next-rotation'))}; write at least 63 days, or a schedule with shorter gaps`,
    ],
    [
      'a user whose own schedule is too rare',
      { maxKeyAgeDays: 90, 'users.1.schedule.expression': 'cron(0 3 1 1/6 ? *)' },
      `users[1].schedule.expression: maxKeyAgeDays 90 = 7776000 s is less than a key can live under "cron(0 3 1 1/6 ? *)": largest gap 15897600 s (184 days) + ${rest} + grace period 86400 s (1 day) + longest run ${duration(overlap)} = ${duration(15_897_600 + 900 + 86_400 + overlap)}; write at least 186 days, or a schedule with shorter gaps`,
    ],
    [
      'a schedule that ends',
      { maxKeyAgeDays: 90, 'schedule.expression': 'cron(0 3 1 * ? 2027)' },
      'schedule.expression: "cron(0 3 1 * ? 2027)" starts its last run at 2027-12-01T03:00:00.000Z, and after that, keys exceed maxKeyAgeDays 90; write an expression without an end',
    ],
    [
      'a schedule that never starts',
      { 'schedule.expression': 'cron(0 3 30 2 ? *)' },
      'schedule.expression: "cron(0 3 30 2 ? *)" starts no run in the next 400 days; write an expression that does',
    ],
    [
      'at with a largest age',
      { maxKeyAgeDays: 90, 'schedule.expression': 'at(2027-01-01T03:00:00)' },
      'schedule.expression: "at(2027-01-01T03:00:00)" starts one run only, and later keys would exceed maxKeyAgeDays 90; write cron(…) or rate(…), or leave maxKeyAgeDays out',
    ],
    [
      'at in the past',
      { 'schedule.expression': 'at(2026-11-23T12:30:00)', 'schedule.timezone': 'Europe/Berlin' },
      'schedule.expression: "at(2026-11-23T12:30:00)" in Europe/Berlin is past: the time is 2026-11-23T12:00:00.000Z; write a time in the future',
    ],
    [
      'at in an hour that is left out',
      { 'schedule.expression': 'at(2027-03-28T02:30:00)', 'schedule.timezone': 'Europe/Berlin' },
      'schedule.expression: "at(2027-03-28T02:30:00)" does not exist: the clocks of Europe/Berlin skip that hour; write another time',
    ],
    [
      'a start date with at',
      { 'schedule.expression': 'at(2027-01-01T03:00:00)', 'schedule.startDate': '2026-12-01T00:00:00Z' },
      'schedule.startDate: "2026-12-01T00:00:00Z" has no effect with "at(2027-01-01T03:00:00)"; leave it out',
    ],
    [
      'a rate without a start date',
      { 'schedule.expression': 'rate(30 days)' },
      'schedule.startDate: missing: without it, "rate(30 days)" starts a run as soon as it is deployed; write a time in the future, such as "2026-11-30T03:00:00Z", or use cron(…)',
    ],
    [
      'a rate from a time that is past',
      { 'schedule.expression': 'rate(30 days)', 'schedule.startDate': '2026-11-23T11:59:00Z' },
      'schedule.startDate: "2026-11-23T11:59:00Z" is past: the time is 2026-11-23T12:00:00.000Z, and EventBridge Scheduler refuses a past date when a schedule is created or changed; write "2026-12-23T11:59:00Z", when its next run is due, so that no run moves, or use cron(…)',
    ],
    [
      'a rate from a time several runs ago, the last of them now',
      { 'schedule.expression': 'rate(36 hours)', 'schedule.startDate': '2026-11-20T12:00:00Z' },
      'schedule.startDate: "2026-11-20T12:00:00Z" is past: the time is 2026-11-23T12:00:00.000Z, and EventBridge Scheduler refuses a past date when a schedule is created or changed; write "2026-11-25T00:00:00Z", when its next run is due, so that no run moves, or use cron(…)',
    ],
    [
      'cron from a time that is past',
      { 'schedule.startDate': '2026-11-22T12:00:00Z' },
      'schedule.startDate: "2026-11-22T12:00:00Z" is past: the time is 2026-11-23T12:00:00.000Z, and EventBridge Scheduler refuses a past date when a schedule is created or changed; leave it out, or write a time in the future',
    ],
    [
      'a grace period of a year',
      { 'schedule.expression': 'cron(0 3 1 1 ? *)', gracePeriodSeconds: 31_536_000 },
      `gracePeriodSeconds: gracePeriodSeconds 31536000 is too long: grace period 31536000 s (365 days) + longest run ${duration(overlap)} = ${duration(31_536_000 + overlap)} is more than the 31536000 s (365 days) that an execution can last; write at most ${31_536_000 - overlap}`,
    ],
  ])('%s', (_, changes, line) => {
    expect(problems(changed(changes))).toContain(line);
    expect(problems(changed(changes)).filter((other) => other !== line && !other.includes('too long for'))).toEqual([]);
  });
});

describe('settings that agree are right', () => {
  test.each<[string, Changes]>([
    ['a grace period of a day in a week', { 'schedule.expression': 'cron(0 3 ? * MON *)' }],
    ['a short grace period every day', { 'schedule.expression': 'cron(0 3 * * ? *)', gracePeriodSeconds: 43_200 }],
    [
      'the grace period counts in overlap only',
      { strategy: 'until-next-rotation', 'schedule.expression': 'cron(0 3 * * ? *)' },
    ],
    ['a largest age that holds', { maxKeyAgeDays: 33 }],
    ['a largest age that holds for two gaps', { strategy: 'until-next-rotation', maxKeyAgeDays: 63 }],
    [
      'a rate from a time to come',
      { 'schedule.expression': 'rate(30 days)', 'schedule.startDate': '2026-11-24T03:00:00Z', maxKeyAgeDays: 33 },
    ],
    ['at a time to come', { 'schedule.expression': 'at(2027-01-01T03:00:00)' }],
    [
      'at in place of a rate with a start date',
      {
        'schedule.expression': 'rate(30 days)',
        'schedule.startDate': '2026-11-24T03:00:00Z',
        'users.0.schedule.expression': 'at(2027-01-01T03:00:00)',
      },
    ],
  ])('%s', (_, changes) => {
    expect(problems(changed(changes))).toEqual([]);
  });

  test('the sample of the project', () => {
    expect(loadSettings('cdktf.json', { now }).environments).toHaveLength(2);
  });
});

test('a contradiction that many users and environments share is reported once', () => {
  const environments = ['a', 'b'].map((name, index) => ({
    name,
    accountId: `11112222333${index}`,
    region: 'eu-central-1',
  }));
  expect(problems(changed({ environments, maxKeyAgeDays: 31 }))).toHaveLength(1);
  expect(problems(changed({ environments, maxGracePeriodSeconds: 60 }))).toHaveLength(1);
});

test('a start date that is past is one line, whatever the schedules need', () => {
  const past = '2026-11-20T12:00:00Z';
  const users = ['cron(0 3 1 * ? *)', 'rate(30 days)', 'rate(36 hours)'].map((expression, index) => ({
    name: `user${index}`,
    secretName: `user${index}/aws`,
    schedule: { expression },
  }));
  const said = `schedule.startDate: "${past}" is past: the time is 2026-11-23T12:00:00.000Z, and EventBridge Scheduler refuses a past date when a schedule is created or changed`;
  expect(problems(changed({ users, 'schedule.startDate': past }))).toEqual([`${said}; write a time in the future`]);
  expect(problems(changed({ users: users.slice(0, 1), 'schedule.startDate': past }))).toEqual([
    `${said}; leave it out, or write a time in the future`,
  ]);
});

test('settings that are faulty by themselves take no part in the arithmetic', () => {
  const lines = problems(changed({ gracePeriodSeconds: 'long', 'schedule.expression': 'cron(0 3 * * ? *)' }));
  expect(lines).toEqual([
    'gracePeriodSeconds: must be a number; got the text "long"; write a whole number of seconds from 0 to 31536000',
  ]);
});

test('when a schedule starts is judged next to other settings that are wrong', () => {
  const lines = problems(
    changed({ gracePeriodSeconds: 'a day', strategi: 'overlap', 'schedule.expression': 'rate(30 days)' }),
  );
  expect(lines.map((line) => line.split(':', 1)[0])).toEqual(['gracePeriodSeconds', 'strategi', 'schedule.startDate']);
});

describe('what 0.1.0 accepted', () => {
  const folder = join(__dirname, '..', 'e2e', 'releases', '0.1.0');
  const released = readdirSync(folder).filter((file) => file.endsWith('.stack.json'));

  test.each(released)('is accepted today: the longest run has not grown since %s', (file) => {
    const { resource } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      resource: { aws_sfn_state_machine: { rotation: { definition: string } } };
    };
    const { definition } = resource.aws_sfn_state_machine.rotation;
    const strategy = strategies.find((each) => each === strategyOf(definition).name);
    const number = (pattern: RegExp) => Number(pattern.exec(definition)?.[1]);
    // The timeout of a machine was the longest grace period and the longest run.
    const seconds = number(/"TimeoutSeconds":(\d+),"States"/) - number(/"NumericGreaterThan":(\d+)/);
    const settleSeconds = number(/"others":\{"seconds":(\d+)\}/);
    if (strategy === undefined) throw new Error(`${file} has no known strategy`);
    expect(seconds).toBeGreaterThan(1000);
    expect(longestRunSeconds({ strategy, twoKeys: 'refuse', settleSeconds })).toBeLessThanOrEqual(seconds);
  });
});
