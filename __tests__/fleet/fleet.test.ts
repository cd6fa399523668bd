import fc from '../fast-check';
import { simulateFleet, type Fleet } from '../../src/fleet';
import { agesOf } from '../../src/fleet/ages';
import { courseOf, type Course } from '../../src/fleet/course';
import { delayed } from '../../src/fleet/starts';
import { strategies, traitsOf } from '../../src/workflow/strategies';
import { slowTest } from '../effort';
import { deploymentOf, scheduleOf } from './deployment';

const from = Date.parse('2026-12-31T12:00:00Z');
const DAY = 86_400_000;
const ratesOf = () => ({ sesPerSecond: 1, iamPerSecond: 10 });

const simulate = (schedules: ReturnType<typeof scheduleOf>[], days = 100): Fleet =>
  simulateFleet([deploymentOf(schedules)], { from, until: from + days * DAY }, ratesOf);

describe('the course of a rotation', () => {
  test.each(strategies)('%s deletes the previous key, or the one before it', (strategy) => {
    const schedule = scheduleOf('alice');
    const course = courseOf(deploymentOf([schedule], strategy), schedule);
    expect(course.deletes?.lag).toBe(traitsOf(strategy).keepsPrevious ? 2 : 1);
    expect(course.calls.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['iam:CreateAccessKey', 'secretsmanager:UpdateSecret']),
    );
    expect(course.duration).toBeGreaterThan(0);
  });

  test('includes the grace period of the user', () => {
    const [short, long] = [3600, 86_400].map((gracePeriodSeconds) => {
      const input = JSON.stringify({ userName: 'alice', secretName: 'secret', gracePeriodSeconds });
      const schedule = scheduleOf('alice', { input });
      return courseOf(deploymentOf([schedule]), schedule).duration;
    });
    expect((long ?? 0) - (short ?? 0)).toBe((86_400 - 3600) * 1000);
  });
});

describe('the ages of keys', () => {
  const course: Course = { calls: [], transitions: [], duration: 9, createsAt: 2, deletes: { at: 5, lag: 1 } };

  test.each<[words: string, starts: number[], course: Course, longest: number, isLeft: boolean]>([
    ['no rotation', [], course, 0, false],
    ['a key that is left', [10], course, 88, true],
    ['a key that the next rotation deletes', [10, 60], { ...course }, 53, false],
    [
      'a key that the rotation after the next deletes',
      [10, 40, 80],
      { ...course, deletes: { at: 5, lag: 2 } },
      73,
      false,
    ],
    ['keys that no rotation deletes', [10, 40], { ...course, deletes: undefined }, 88, true],
    ['a rotation that creates no key', [10], { ...course, createsAt: undefined }, 0, false],
    ['a deletion after the end', [10, 97], course, 88, true],
  ])('%s', (_, starts, of, longest, isLeft) => {
    expect(agesOf(starts, of, 100)).toEqual({ longest, isLeft });
  });
});

describe('a fleet', () => {
  test('counts each user, each rotation and each day', () => {
    const { stacks } = simulate([scheduleOf('alice'), scheduleOf('bob', { isEnabled: false })]);
    expect(stacks[0]).toMatchObject({ users: 2, disabled: 1, rotations: 4, busiestMinute: { most: 1 } });
    expect(stacks[0]?.startsByDay.flatMap((starts, day) => (starts > 0 ? [day] : []))).toEqual([0, 31, 59, 90]);
  });

  test('throttles mails of one second, and a window spreads them', () => {
    const users = Array.from({ length: 20 }, (_, index) => `user-${index}`);
    const throttled = (windowMinutes: number) =>
      simulate(users.map((name) => scheduleOf(name, { windowMinutes }))).accounts[0]?.quotas.find(
        ({ kind }) => kind === 'mails',
      )?.throttled;
    expect(throttled(0)).toBe(4 * 19);
    expect(throttled(240)).toBeLessThan(4);
  });

  test('shares the quotas of an account in a Region among its stacks', () => {
    const one = deploymentOf([scheduleOf('alice')]);
    const period = { from, until: from + 20 * DAY };
    const { accounts } = simulateFleet(
      [one, { ...one, stackName: 'second' }, { ...one, region: 'us-east-1' }],
      period,
      ratesOf,
    );
    expect(accounts.map(({ region, stacks }) => [region, stacks])).toEqual([
      ['eu-central-1', ['keyturn-test', 'second']],
      ['us-east-1', ['keyturn-test']],
    ]);
    expect(accounts[0]?.quotas.find(({ kind }) => kind === 'starts')).toMatchObject({ total: 2, most: 2 });
  });

  test('is the same whatever the order of the schedules', () => {
    const schedules = ['a', 'b', 'c', 'd'].map((name, index) => scheduleOf(name, { windowMinutes: index * 30 }));
    fc.assert(
      fc.property(fc.shuffledSubarray(schedules, { minLength: 4 }), (shuffled) => {
        expect(simulate(shuffled, 70)).toEqual(simulate(schedules, 70));
      }),
      { numRuns: 5 },
    );
  });

  test('delays each start within its window', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1440 }), (userName, windowMinutes) => {
        const [at = -1] = delayed([0], scheduleOf(userName, { windowMinutes }));
        return at >= 0 && at < windowMinutes * 60_000;
      }),
    );
  });

  slowTest('of 5,000 users over 400 days takes less than a minute', () => {
    const users = Array.from({ length: 5000 }, (_, index) =>
      scheduleOf(`user-${index}`, {
        expression: `cron(${index % 60} ${index % 24} ${1 + (index % 28)} * ? *)`,
        windowMinutes: 60,
      }),
    );
    const began = performance.now();
    const { stacks } = simulate(users, 400);
    expect(stacks[0]?.rotations).toBeGreaterThan(60_000);
    expect(performance.now() - began).toBeLessThan(60_000);
  });
});

test('a rotation that fails is refused, with the command that shows why', () => {
  const denied = { ...deploymentOf([scheduleOf('alice')]), rolePolicies: [] };
  expect(() => simulateFleet([denied], { from, until: from + 40 * DAY }, ratesOf)).toThrow(
    'keyturn-test: the rotation of alice ends with FAILED in the simulation; "keyturn simulate keyturn-test --user alice" shows why',
  );
});

test('every strategy can be simulated', () => {
  for (const strategy of strategies)
    expect(
      simulateFleet([deploymentOf([scheduleOf('alice')], strategy)], { from, until: from + 40 * DAY }, ratesOf)
        .stacks[0]?.rotations,
    ).toBe(2);
});

describe('a stack with several machines', () => {
  const machines = ['01', '00'].map((shard) => ({
    ...deploymentOf([scheduleOf(`alice-${shard}`), scheduleOf(`bob-${shard}`)]),
    shard,
  }));
  const { stacks, accounts } = simulateFleet(machines, { from, until: from + 100 * DAY }, ratesOf);

  test('is one stack with its shards, in their order', () => {
    expect(stacks).toHaveLength(1);
    expect(stacks[0]).toMatchObject({ users: 4, busiestMinute: { most: 4 }, mostRunning: { most: 4 } });
    expect(stacks[0]?.shards?.map(({ shard, users, busiestMinute }) => [shard, users, busiestMinute.most])).toEqual([
      ['00', 2, 2],
      ['01', 2, 2],
    ]);
    expect(stacks[0]?.ages.map(({ user }) => user).sort()).toEqual(['alice-00', 'alice-01', 'bob-00', 'bob-01']);
    expect(accounts[0]?.stacks).toEqual(['keyturn-test']);
  });

  test('is counted by day: starts, the most in a minute, and those that run', () => {
    const [stack] = stacks;
    const days = stack?.startsByDay.flatMap((starts, day) => (starts === 0 ? [] : [day])) ?? [];
    expect(days.map((day) => stack?.busiestMinuteByDay[day])).toEqual(days.map(() => 4));
    // A rotation with a grace period of a day also runs on the next one, and ends then.
    expect(days.map((day) => [stack?.mostRunningByDay[day], stack?.mostRunningByDay[day + 1]])).toEqual(
      days.map(() => [4, 4]),
    );
    expect(stack?.mostRunningByDay[(days[0] ?? 0) + 3]).toBe(0);
  });
});
