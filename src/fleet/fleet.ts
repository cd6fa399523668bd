import { memberOf, parseJson, type Json } from '../json';
import { CIS_KEY_AGE_DAYS } from '../settings/rules/key-life';
import type { Deployment, Schedule } from '../terraform';
import { agesOf, type KeyAges } from './ages';
import { courseOf, type Course } from './course';
import { busiestMinute, Counts, mostRunning, useOf, type Peak, type QuotaUse, type Running } from './load';
import { quotaOfCall, quotasOf, type QuotaKind, type Rates } from './quotas';
import { delayed, plannedStarts, type Period } from './starts';

const DAY = 86_400_000;

/** The rotations of one stack over a period. Times are milliseconds, moments those since 1970. */
export interface StackFleet {
  readonly stack: string;
  readonly users: number;
  /** Users whose schedule is disabled. They start no rotation. */
  readonly disabled: number;
  readonly rotations: number;
  /** The number of rotations that start on each day of the period. */
  readonly startsByDay: readonly number[];
  readonly busiestMinute: Peak;
  readonly mostRunning: Peak;
  readonly longestRun: number;
  /** The user with the oldest key; undefined if no rotation creates one. */
  readonly oldest: (KeyAges & { readonly user: string }) | undefined;
  /** Users with a key that becomes older than 90 days. */
  readonly usersOver90Days: number;
}

/** The quotas of one account in one Region, which its stacks share. */
export interface AccountFleet {
  readonly accountId: string;
  readonly region: string;
  readonly stacks: readonly string[];
  readonly quotas: readonly QuotaUse[];
}

export interface Fleet {
  readonly period: Period;
  readonly stacks: readonly StackFleet[];
  readonly accounts: readonly AccountFleet[];
}

/** Simulates every schedule of every stack in virtual time, as if every rotation succeeded. Throws InputError for what is not simulated. */
export function simulateFleet(
  deployments: readonly Deployment[],
  period: Period,
  ratesOf: (deployment: Deployment) => Rates,
): Fleet {
  const accounts = new Map<string, { readonly of: Deployment[]; readonly load: Load }>();
  const stacks = deployments.map((deployment) => {
    const place = `${deployment.accountId} ${deployment.region}`;
    const account = accounts.get(place) ?? { of: [], load: newLoad() };
    accounts.set(place, account);
    account.of.push(deployment);
    return simulateStack(deployment, period, account.load);
  });
  return {
    period,
    stacks,
    accounts: [...accounts.values()].flatMap(({ of, load }) => {
      const [first] = of;
      if (first === undefined) return [];
      const quotas = quotasOf(first, ratesOf(first)).map((quota) => useOf(quota, load[quota.kind]));
      return [
        { accountId: first.accountId, region: first.region, stacks: of.map(({ stackName }) => stackName), quotas },
      ];
    }),
  };
}

type Load = Readonly<Record<QuotaKind, Counts>>;

function newLoad(): Load {
  return {
    invocations: new Counts(),
    starts: new Counts(),
    transitions: new Counts(),
    'iam-calls': new Counts(),
    'secret-writes': new Counts(),
    mails: new Counts(),
  };
}

function simulateStack(deployment: Deployment, period: Period, load: Load): StackFleet {
  const enabled = deployment.schedules.filter(({ isEnabled }) => isEnabled);
  const planned = plannedStarts(period);
  const courses = courseReader(deployment);
  const running: Running[] = [];
  const startsByDay = new Array<number>(Math.ceil((period.until - period.from) / DAY)).fill(0);
  let oldest: StackFleet['oldest'];
  let usersOver90Days = 0;
  for (const schedule of enabled) {
    const course = courses(schedule);
    const starts = delayed(planned(schedule), schedule);
    for (const start of starts) {
      running.push({ start, end: start + course.duration });
      const day = Math.floor((start - period.from) / DAY);
      if (day < startsByDay.length) startsByDay[day] = (startsByDay[day] ?? 0) + 1;
      count(course, start, load);
    }
    const ages = agesOf(starts, course, period.until);
    if (ages.longest > (oldest?.longest ?? 0)) oldest = { ...ages, user: schedule.userName };
    if (ages.longest > CIS_KEY_AGE_DAYS * DAY) usersOver90Days += 1;
  }
  return {
    stack: deployment.stackName,
    users: deployment.schedules.length,
    disabled: deployment.schedules.length - enabled.length,
    rotations: running.length,
    startsByDay,
    busiestMinute: busiestMinute(running.map(({ start }) => start)),
    mostRunning: mostRunning(running),
    longestRun: running.reduce((longest, { start, end }) => Math.max(longest, end - start), 0),
    oldest,
    usersOver90Days,
  };
}

/** Counts everything that a rotation does against its quota. */
function count(course: Course, start: number, load: Load): void {
  load.invocations.add(start);
  load.starts.add(start);
  for (const at of course.transitions) load.transitions.add(start + at);
  for (const { action, at } of course.calls) {
    const kind = quotaOfCall(action);
    if (kind !== undefined) load[kind].add(start + at);
  }
}

/** Rotations of one machine differ in their grace period only, so each grace period is simulated once. */
function courseReader(deployment: Deployment): (schedule: Schedule) => Course {
  const known = new Map<Json | undefined, Course>();
  return (schedule) => {
    const key = gracePeriodIn(schedule.input);
    const course = known.get(key) ?? courseOf(deployment, schedule);
    known.set(key, course);
    return course;
  };
}

function gracePeriodIn(input: string): Json | undefined {
  return memberOf(parseJson(input), 'gracePeriodSeconds');
}
