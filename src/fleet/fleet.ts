import { memberOf, parseJson, type Json } from '../json';
import { CIS_KEY_AGE_DAYS } from '../settings/rules/key-life';
import type { Deployment, Schedule } from '../terraform';
import { grouped } from '../text/grouped';
import { agesOf, type KeyAges } from './ages';
import { courseOf, type Course } from './course';
import { byDay } from './by-day';
import { busiestMinute, Counts, mostRunning, useOf, type Peak, type QuotaUse, type Running } from './load';
import { quotaOfCall, quotasOf, type QuotaKind, type Rates } from './quotas';
import { delayed, plannedStarts, type Period } from './starts';

const DAY = 86_400_000;

/** The rotations of one stack over a period, of all its machines. Times are milliseconds, moments those since 1970. */
export interface StackFleet extends MachineFleet {
  readonly stack: string;
  /** The number of rotations that start on each day of the period. */
  readonly startsByDay: readonly number[];
  /** The most rotations that start in one minute of each day. */
  readonly busiestMinuteByDay: readonly number[];
  /** The most executions that run at one time of each day. */
  readonly mostRunningByDay: readonly number[];
  /** Users with rotations, the one with the oldest key first. */
  readonly ages: readonly UserAges[];
  /** Each machine of a stack with several ones; absent if there is one. */
  readonly shards?: readonly (MachineFleet & { readonly shard: string })[];
}

export interface UserAges extends KeyAges {
  readonly user: string;
}

/** The rotations of one machine, or of several ones. */
export interface MachineFleet {
  readonly users: number;
  /** Users whose schedule is disabled. They start no rotation. */
  readonly disabled: number;
  readonly rotations: number;
  readonly busiestMinute: Peak;
  readonly mostRunning: Peak;
  readonly longestRun: number;
  /** The user with the oldest key; undefined if no rotation creates one. */
  readonly oldest: UserAges | undefined;
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
  const stacks = grouped(deployments, ({ stackName, accountId, region }) => [stackName, accountId, region]).map(
    (own) => {
      const machines = own.toSorted((one, other) => ((one.shard ?? '') < (other.shard ?? '') ? -1 : 1));
      const [{ accountId, region } = { accountId: '', region: '' }] = machines;
      const place = `${accountId} ${region}`;
      const account = accounts.get(place) ?? { of: [], load: newLoad() };
      accounts.set(place, account);
      account.of.push(...machines);
      return simulateStack(machines, period, account.load);
    },
  );
  return {
    period,
    stacks,
    accounts: [...accounts.values()].flatMap(({ of, load }) => {
      const [first] = of;
      if (first === undefined) return [];
      const quotas = quotasOf(first, ratesOf(first)).map((quota) => useOf(quota, load[quota.kind]));
      return [
        {
          accountId: first.accountId,
          region: first.region,
          stacks: [...new Set(of.map(({ stackName }) => stackName))],
          quotas,
        },
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

function simulateStack(machines: readonly Deployment[], period: Period, load: Load): StackFleet {
  const planned = plannedStarts(period);
  const simulated = machines.map((machine) => simulateMachine(machine, { period, planned, load }));
  const running = simulated.flatMap((one) => one.running);
  const ages = simulated.flatMap((one) => one.ages);
  const summaries = simulated.map(summaryOf);
  const sum = (of: (one: MachineFleet) => number): number => summaries.reduce((all, one) => all + of(one), 0);
  const whole = summaryOf({
    users: sum(({ users }) => users),
    disabled: sum(({ disabled }) => disabled),
    running,
    ages,
  });
  return {
    stack: machines[0]?.stackName ?? '',
    ...whole,
    ...byDay(running, period),
    ages: ages.sort((one, other) => other.longest - one.longest),
    ...(machines.length < 2
      ? {}
      : { shards: summaries.map((one, index) => ({ shard: machines[index]?.shard ?? '', ...one })) }),
  };
}

/** The executions of a machine, and the keys of its users. */
interface Simulated {
  readonly users: number;
  readonly disabled: number;
  readonly running: readonly Running[];
  readonly ages: readonly UserAges[];
}

interface Around {
  readonly period: Period;
  readonly planned: ReturnType<typeof plannedStarts>;
  readonly load: Load;
}

function simulateMachine(deployment: Deployment, { period, planned, load }: Around): Simulated {
  const enabled = deployment.schedules.filter(({ isEnabled }) => isEnabled);
  const courses = courseReader(deployment);
  const running: Running[] = [];
  const ages: UserAges[] = [];
  for (const schedule of enabled) {
    const course = courses(schedule);
    const starts = delayed(planned(schedule), schedule);
    for (const start of starts) {
      running.push({ start, end: start + course.duration });
      count(course, start, load);
    }
    const own = agesOf(starts, course, period.until);
    if (own.longest > 0) ages.push({ ...own, user: schedule.userName });
  }
  const users = deployment.schedules.length;
  return { users, disabled: users - enabled.length, running, ages };
}

function summaryOf({ users, disabled, running, ages }: Simulated): MachineFleet {
  const oldest = ages.reduce<UserAges | undefined>(
    (most, one) => (one.longest > (most?.longest ?? 0) ? one : most),
    undefined,
  );
  return {
    users,
    disabled,
    rotations: running.length,
    busiestMinute: busiestMinute(running.map(({ start }) => start)),
    mostRunning: mostRunning(running),
    longestRun: running.reduce((longest, { start, end }) => Math.max(longest, end - start), 0),
    oldest,
    usersOver90Days: ages.filter(({ longest }) => longest > CIS_KEY_AGE_DAYS * DAY).length,
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
