import type { EffectiveRotation } from '../../src/settings/layers';
import { contradictionsOf } from '../../src/settings/rules/arithmetic';
import { longestRunSeconds } from '../../src/settings/rules/bounds';
import {
  gapsOf,
  HORIZON_DAYS,
  lateSeconds,
  lifeOf,
  longestSecondsWithTwoKeys,
  sumOf,
} from '../../src/settings/rules/key-life';
import { zoneOf } from '../../src/settings/schedule/calendar';
import { firings, readScheduleExpression } from '../../src/settings/schedule/expression';
import { type AccessKey, type CallMoment, type Fault } from '../../src/simulator';
import { runExecutions } from '../simulator/run-executions';
import { buildWorkflow, traitsOf } from '../../src/workflow';
import { oneOfEach, someOf } from '../effort';
import { everything, input, secretName, userName, worldWith } from '../simulator/support';
import { workflowOptions } from '../workflow/options';
import { now, rotationWith, usualSchedules, usualWays } from './lives';

/** The starts that a schedule fires in the time that is looked through, and two after it, in milliseconds since 1970. */
function startsOf({ schedule }: EffectiveRotation): number[] {
  const { expression, timezone, startDate } = schedule;
  const start = startDate === undefined ? now.getTime() : Date.parse(startDate);
  const until = now.getTime() + HORIZON_DAYS * 86_400_000;
  const found: number[] = [];
  let beyond = 0;
  for (const at of firings(readScheduleExpression(expression), zoneOf(timezone), now.getTime(), start)) {
    found.push(at);
    if (at > until && ++beyond === 2) break;
  }
  return found;
}

interface Measured {
  /** The oldest age, in seconds, that any key reached that a run had made and another deleted. */
  readonly oldest: number;
  readonly mostAtOnce: number;
  /** For how long a user had two keys, in one go. */
  readonly longestWithTwo: number;
  /** How long a run took without its grace period. */
  readonly longestRun: number;
}

/** Lists and deletions hang until their timeouts, up to the last attempt that their retriers allow. */
function hang({ action, attempt }: CallMoment): Fault | undefined {
  const isHanging = action === 'iam:ListAccessKeys' || action === 'iam:DeleteAccessKey';
  return isHanging && attempt <= 3 ? { kind: 'timeout', takesEffect: false } : undefined;
}

/** Runs every rotation that is scheduled, one after another in virtual time, some as late and as slow as they may be. */
function measure(rotation: EffectiveRotation, isLate: (run: number) => boolean): Measured {
  const { strategy, twoKeys, gracePeriodSeconds, settleSeconds } = rotation;
  const definition = buildWorkflow(
    workflowOptions({
      strategy,
      twoKeys,
      gracePeriodSeconds,
      settleSeconds,
      maxGracePeriodSeconds: 7 * 86_400,
      pairs: [{ userName, secretName }],
    }),
  );
  const starts = startsOf(rotation);
  const { executions, world } = runExecutions(
    {
      definition,
      rolePolicies: [everything],
      world: worldWith(1),
      startAt: 0,
      faults: (call) => (isLate(Number(call.execution)) ? hang(call) : undefined),
    },
    starts.map((at, run) => ({
      name: `${run}`,
      input,
      startAtSeconds: at / 1000 + (isLate(run) ? lateSeconds(rotation) : 0),
    })),
  );
  expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
  const keys = world.users[0]?.keys ?? [];
  const end = Math.max(...executions.map(({ endedAt }) => endedAt));
  const made = keys.filter(({ createdAt }) => createdAt >= (starts[0] ?? 0));
  const ages = made.flatMap(({ createdAt, deletedAt }) => (deletedAt === undefined ? [] : [deletedAt - createdAt]));
  const grace = traitsOf(strategy).hasGracePeriod ? gracePeriodSeconds : 0;
  const longestRun = Math.max(...executions.map(({ startedAt, endedAt }) => (endedAt - startedAt) / 1000)) - grace;
  return { oldest: Math.max(...ages) / 1000, longestRun, ...together(keys, end) };
}

/** How many keys there were at once, and for how long there were two. */
function together(keys: readonly AccessKey[], end: number): Pick<Measured, 'mostAtOnce' | 'longestWithTwo'> {
  const changes = keys
    .flatMap(({ createdAt, deletedAt }) => [
      { at: createdAt, by: 1 },
      { at: deletedAt ?? end, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let [count, mostAtOnce, longest, since] = [0, 0, 0, 0];
  for (const { at, by } of changes) {
    if (count === 2) longest = Math.max(longest, at - since);
    count += by;
    if (count === 2) since = at;
    mostAtOnce = Math.max(mostAtOnce, count);
  }
  return { mostAtOnce, longestWithTwo: longest / 1000 };
}

// Each longer than any run, so that a sum that forgets one of them is found out.
const veryLate = { flexibleWindowMinutes: 240, retryMaxAgeSeconds: 14_400 };

const cases = usualSchedules.flatMap(([schedule, expression]) =>
  usualWays.flatMap(([way, settings]) => [
    { name: `${schedule}, ${way}`, rotation: rotationWith(settings, expression) },
    {
      name: `${schedule}, ${way}, very late, over the change of clocks`,
      rotation: rotationWith(settings, expression, { timezone: 'America/New_York', ...veryLate }),
    },
  ]),
);

const kindOf = ({ rotation: { strategy, schedule } }: (typeof cases)[number]) => `${strategy}, ${schedule.timezone}`;

describe.each(someOf(oneOfEach(cases, kindOf)))('$name', ({ rotation }) => {
  const gaps = gapsOf(rotation, now);
  if (gaps === undefined) throw new Error('the schedule starts nothing');
  const oldest = sumOf(lifeOf(rotation, gaps));
  const run = longestRunSeconds(rotation);
  const onTime = measure(rotation, () => false);

  it('is a rotation that the settings allow', () => {
    expect(contradictionsOf({ ...rotation, maxKeyAgeDays: Math.ceil(oldest / 86_400) }, now)).toEqual([]);
    expect(contradictionsOf({ ...rotation, maxKeyAgeDays: Math.floor(oldest / 86_400) }, now)).toHaveLength(1);
  });

  it('lets no key grow older, and one nearly as old, where runs start on time', () => {
    expect(onTime.oldest).toBeLessThanOrEqual(oldest - lateSeconds(rotation));
    // A run deletes before it makes a key, but for overlap: a life may begin as much later in a run as it ends earlier in another.
    expect(onTime.oldest).toBeGreaterThanOrEqual(oldest - lateSeconds(rotation) - run - onTime.longestRun);
  });

  it('lets no key grow older, and one nearly as old, where some are as late and as slow as they may', () => {
    // A key lives longest where the run that made it was on time and the one that deletes it is late, whichever gap is the longest.
    const apart = traitsOf(rotation.strategy).keepsPrevious ? 2 : 1;
    const late = Array.from({ length: 2 * apart }, (_, shift) =>
      measure(rotation, (each) => (each + shift) % (2 * apart) >= apart),
    );
    const reached = Math.max(...late.map((each) => each.oldest));
    expect(reached).toBeLessThanOrEqual(oldest);
    expect(reached).toBeGreaterThanOrEqual(oldest - run);
  });

  it('keeps as many keys at once as it says, for as long', () => {
    const longest = longestSecondsWithTwoKeys(rotation);
    expect(onTime.mostAtOnce).toBe(longest === 0 ? 1 : 2);
    expect(onTime.longestWithTwo).toBeLessThanOrEqual(longest);
    if (longest !== Infinity) expect(onTime.longestWithTwo).toBeGreaterThanOrEqual(longest - run);
    // Two keys in one go for about as long as there were runs.
    else expect(onTime.longestWithTwo).toBeGreaterThan(gaps.largest - run);
  });
});
