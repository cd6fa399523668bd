import { courseOf } from '../../src/fleet/course';
import { loadNotes, settingsDigest, type Settings } from '../../src/settings';
import { IAM_CALLS } from '../../src/settings/rules/load';
import { strategies } from '../../src/workflow';
import { deploymentOf, scheduleOf } from '../fleet/deployment';
import { changed, parse, problems, type Json } from './sample';

const users = (count: number, changes: { readonly [name: string]: Json } = {}): Json[] =>
  Array.from({ length: count }, (_, index) => ({ name: `u${index}`, secretName: `u${index}/aws`, ...changes }));

const environment = (name: string, changes: { readonly [name: string]: Json } = {}) => ({
  name,
  accountId: '111122223333',
  region: 'eu-central-1',
  ...changes,
});

describe('spread', () => {
  const windows = (settings: Settings) =>
    settings.environments.map((one) => one.users.map(({ schedule }) => schedule.flexibleWindowMinutes));

  test('is the flexible window of all users, and a user can have another one', () => {
    const raw = changed({ spread: 60, 'users.1.schedule': { flexibleWindowMinutes: 5 } });
    expect(windows(parse(raw))).toEqual([[60, 5]]);
  });

  test('of an environment replaces the window for all', () => {
    const raw = changed({ 'environments.0.spread': 30, 'schedule.flexibleWindowMinutes': 10 });
    expect(windows(parse(raw))).toEqual([[30, 30]]);
  });

  test('a window of an environment replaces the spread for all', () => {
    const raw = changed({ spread: 30, 'environments.0.schedule': { flexibleWindowMinutes: 10 } });
    expect(windows(parse(raw))).toEqual([[10, 10]]);
  });

  test('gives the settings that the long form gives', () => {
    const [short, long] = [{ spread: 20 }, { 'schedule.flexibleWindowMinutes': 20 }].map(
      (changes) => parse(changed(changes)).environments[0],
    );
    expect(short && settingsDigest(short)).toBe(long && settingsDigest(long));
  });

  test('counts in the arithmetic of the grace period', () => {
    const raw = changed({ spread: 1440, 'schedule.expression': 'cron(0 3 * * ? *)', gracePeriodSeconds: 3600 });
    expect(problems(raw)[0]).toContain('flexible window 86400 s (1 day)');
  });

  test.each<[at: string, changes: Record<string, Json>]>([
    ['spread', { spread: 5, 'schedule.flexibleWindowMinutes': 10 }],
    [
      'environments[0].spread',
      { 'environments.0.spread': 5, 'environments.0.schedule': { flexibleWindowMinutes: 10 } },
    ],
  ])('%s and the window next to it must not differ', (at, changes) => {
    expect(problems(changed(changes))).toEqual([
      `${at}: 5 is not the flexible window of "schedule", which is 10 minutes and the same setting; write one of them`,
    ]);
  });

  test('the same twice is accepted', () => {
    expect(problems(changed({ spread: 5, 'schedule.flexibleWindowMinutes': 5 }))).toEqual([]);
  });
});

describe('the load of an account', () => {
  test('is refused if limits are written, with the window to write', () => {
    expect(problems(changed({ users: users(66), limits: {} }))).toEqual([
      'limits: 66 users of production start with "cron(0 3 1 * ? *)" within 1 minute: 66 ÷ 60 s = 1.1 mails a second, more than limits.sesPerSecond 1; write "spread": 2, or the rate of the account in limits.sesPerSecond',
    ]);
  });

  test('is accepted with that window, or with that rate', () => {
    expect(problems(changed({ users: users(66), limits: {}, spread: 2 }))).toEqual([]);
    expect(problems(changed({ users: users(66), limits: { sesPerSecond: 2 } }))).toEqual([]);
  });

  test('is refused for a spread that is too short', () => {
    const [line] = problems(changed({ users: users(200), 'environments.0.spread': 3 }));
    expect(line).toMatch(
      /^environments\[0\]\.spread: 200 users .* within 3 minutes: 200 ÷ 180 s = 1\.2 mails .* "spread": 4,/,
    );
  });

  test('is accepted as in 0.1.0 if neither is written, with a note', () => {
    const settings = parse(changed({ users: users(66) }));
    expect(loadNotes(settings)).toEqual([
      '66 users of production start with "cron(0 3 1 * ? *)" within 1 minute: 66 ÷ 60 s = 1.1 mails a second, more than limits.sesPerSecond 1, which is assumed; write "spread": 2, or the rate of the account in limits.sesPerSecond',
    ]);
    expect(loadNotes(parse(changed({ users: users(60) })))).toEqual([]);
  });

  test('counts every environment of an account and Region, and the lowest rate holds', () => {
    const raw = changed({
      environments: [
        environment('one', { users: users(40), limits: { sesPerSecond: 5 } }),
        environment('two', { users: [{ name: 'own', secretName: 'own' }] }),
        environment('far', { region: 'us-east-1', users: [{ name: 'far', secretName: 'far' }] }),
      ],
    });
    expect(problems(raw)).toEqual([]);
    const lower = changed({ 'environments.1.limits': { sesPerSecond: 1 }, 'environments.1.spread': 0 }, raw as object);
    expect(problems(lower)).toEqual([]);
    const more = changed(
      {
        'environments.1.users': users(30, {}).map((one, index) => ({
          ...(one as object),
          name: `v${index}`,
          secretName: `v${index}`,
        })),
      },
      lower as object,
    );
    expect(problems(more)[0]).toContain('70 users of one, two start with');
  });

  test('counts calls of IAM in all Regions of an account', () => {
    const raw = {
      ...(changed({ limits: { iamPerSecond: 1, sesPerSecond: 100 } }) as object),
      environments: [
        environment('one', { users: users(8) }),
        environment('two', { region: 'us-east-1', users: [{ name: 'own', secretName: 'own' }] }),
      ],
    };
    expect(problems(raw)).toEqual([
      'limits: 9 users of one, two start with "cron(0 3 1 * ? *)" within 1 minute: 9 × 7 ÷ 60 s = 1.1 calls of IAM a second, more than limits.iamPerSecond 1; write "spread": 2, or the rate of the account in limits.iamPerSecond',
    ]);
  });

  test('leaves out paused users, and other schedules', () => {
    const paused = users(66, { schedule: { enabled: false } });
    expect(problems(changed({ users: paused, limits: {} }))).toEqual([]);
    const half = (users(66) as object[]).map((user, index) =>
      index % 2 === 0 ? user : { ...user, schedule: { expression: 'cron(0 4 1 * ? *)' } },
    ) as Json;
    expect(problems(changed({ users: half, limits: {} }))).toEqual([]);
  });

  test('adds the rates of different windows', () => {
    const mixed = (users(90) as object[]).map((user, index) =>
      index < 50 ? user : { ...user, schedule: { flexibleWindowMinutes: 2 } },
    ) as Json;
    expect(problems(changed({ users: mixed, limits: {} }))[0]).toContain('within 1 to 2 minutes: 1.2 mails a second');
  });

  test('says what the longest window allows', () => {
    const many = (count: number) =>
      problems(changed({ users: users(count), limits: { iamPerSecond: 10_000 }, spread: 5 }));
    expect(many(5000)[0]).toContain('write "spread": 84,');
    const slow = problems(changed({ users: users(5000), limits: { iamPerSecond: 1, sesPerSecond: 9 }, spread: 1440 }));
    expect(slow).toEqual([]);
  });
});

test.each(strategies)('a rotation of %s makes at most that many calls of IAM', (strategy) => {
  const schedule = scheduleOf('alice');
  const { calls } = courseOf(deploymentOf([schedule], strategy), schedule);
  expect(calls.filter(({ action }) => action.startsWith('iam:')).length).toBeLessThanOrEqual(IAM_CALLS);
});
