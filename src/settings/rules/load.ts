import { counted } from '../../text/duration';
import { grouped } from '../../text/grouped';
import type { Draft } from '../draft';
import { limitsOf, rotationsIn, windowsIn, type DraftEnvironment } from '../layers';
import type { Problem, SettingPath } from '../path';
import { windowSeconds } from './key-life';
import { defaultLimits, type Limits } from '../schema/load';
import type { ScheduleSettings, Settings } from '../settings';

/** The most calls of IAM in a rotation that succeeds, of any strategy. */
export const IAM_CALLS = 7;

/**
 * EventBridge Scheduler starts a schedule without a window at some time of its minute.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
const SHORTEST_WINDOW = 1;
const LONGEST_WINDOW = 1440;

/** The part of an environment that decides how much it asks of AWS at one time. */
interface Loaded {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly limits: Limits | undefined;
  readonly schedules: readonly ScheduleSettings[];
  /** The place of the setting that asks for the check of the load; undefined if none does. */
  readonly asks?: SettingPath | undefined;
}

/** Different windows of one environment, and the same window written twice. */
export function spreadProblems(all: Draft): Problem[] {
  const layers: readonly (readonly [SettingPath, Pick<Draft, 'spread' | 'schedule'> | undefined])[] = [
    [[], all],
    ...(all.environments ?? []).map((environment, index) => [['environments', index], environment] as const),
  ];
  return layers.flatMap(([path, layer]): Problem[] => {
    const [spread, window] = windowsIn(layer);
    if (spread === undefined || window === undefined || spread === window) return [];
    const text = `${spread} is not the flexible window of "schedule", which is ${window} minutes and the same setting; write one of them`;
    return [{ path: [...path, 'spread'], text }];
  });
}

/** Settings that AWS cannot follow in time, if `limits` or `spread` is written: settings of 0.1.0 have neither. */
export function loadProblems(all: Draft, faulty: readonly SettingPath[]): Problem[] {
  const isUncertain = faulty.some((path) => path.some((key) => uncertain.includes(String(key))));
  if (isUncertain) return [];
  const loaded = (all.environments ?? []).flatMap((environment, index) => {
    const { name, accountId, region } = environment ?? {};
    if (environment === undefined || name === undefined || accountId === undefined || region === undefined) return [];
    const rotationOf = rotationsIn(all, environment);
    const schedules = (environment.users ?? all.users ?? []).flatMap((user) =>
      user === undefined ? [] : [rotationOf(user).schedule],
    );
    return [
      { name, accountId, region, limits: limitsOf(all, environment), schedules, asks: asking(all, environment, index) },
    ];
  });
  return overloads(loaded).flatMap(({ of, text }): Problem[] => {
    const path = of.map(({ asks }) => asks).find((asks) => asks !== undefined);
    return path === undefined ? [] : [{ path, text }];
  });
}

const uncertain = ['environments', 'users', 'schedule', 'spread', 'limits'];

function asking(all: Draft, environment: DraftEnvironment, index: number): SettingPath | undefined {
  const place: SettingPath = ['environments', index];
  if (environment.spread !== undefined) return [...place, 'spread'];
  if (all.spread !== undefined) return ['spread'];
  if (environment.limits !== undefined) return [...place, 'limits'];
  return all.limits === undefined ? undefined : ['limits'];
}

/** The load of accepted settings that is above the rates that are assumed, one line each. */
export function loadNotes({ environments }: Settings): string[] {
  const loaded = environments.map(({ limits, users, ...place }): Loaded => ({
    ...place,
    limits,
    schedules: users.map(({ schedule }) => schedule),
  }));
  return overloads(loaded).map(({ text }) => text);
}

interface Overload {
  readonly of: readonly Loaded[];
  readonly text: string;
}

/** SES has its quota for an account and a Region, and IAM for an account. */
function overloads(loaded: readonly Loaded[]): Overload[] {
  const mails = grouped(loaded, ({ accountId, region }) => [accountId, region]);
  const calls = grouped(loaded, ({ accountId }) => accountId);
  return [
    ...mails.flatMap((of) => ofSchedules(of, { limit: 'sesPerSecond', each: 1, what: 'mails' })),
    ...calls.flatMap((of) => ofSchedules(of, { limit: 'iamPerSecond', each: IAM_CALLS, what: 'calls of IAM' })),
  ];
}

interface Asked {
  readonly limit: keyof Limits;
  /** The number for one rotation. */
  readonly each: number;
  readonly what: string;
}

function ofSchedules(of: readonly Loaded[], asked: Asked): Overload[] {
  const written = of.flatMap(({ limits }) => (limits === undefined ? [] : [limits[asked.limit]]));
  const allowed = Math.min(...(written.length === 0 ? [defaultLimits[asked.limit]] : written));
  const all = of.flatMap((one) => one.schedules.map((schedule) => ({ of: one, schedule })));
  const enabled = all.filter(({ schedule }) => schedule.enabled !== false);
  const together = grouped(enabled, ({ schedule: { expression, timezone, startDate } }) => [
    expression,
    timezone,
    startDate,
  ]);
  return together.flatMap((same): Overload[] => {
    const windows = same.map(({ schedule }) => Math.max(windowSeconds(schedule) / 60, SHORTEST_WINDOW));
    const rate = rateOf(windows) * asked.each;
    const [first] = same;
    if (first === undefined || rate <= allowed + 1e-9) return [];
    const owners = [...new Set(same.map((one) => one.of))];
    return [
      { of: owners, text: textOf({ asked, allowed, rate, windows, owners, expression: first.schedule.expression }) },
    ];
  });
}

/** The starts in a second. */
function rateOf(windows: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const window of windows) counts.set(window, (counts.get(window) ?? 0) + 1);
  return [...counts].reduce((rate, [window, count]) => rate + count / (window * 60), 0);
}

interface Excess {
  readonly asked: Asked;
  readonly allowed: number;
  readonly rate: number;
  readonly windows: readonly number[];
  readonly owners: readonly Loaded[];
  readonly expression: string;
}

function textOf({ asked, allowed, rate, windows, owners, expression }: Excess): string {
  const users = windows.length;
  const [shortest, longest] = windows.reduce(
    ([least, most], window) => [Math.min(least, window), Math.max(most, window)],
    [Infinity, 0],
  );
  const within =
    shortest === longest
      ? `within ${counted(longest, 'minute')}: ${users}${asked.each === 1 ? '' : ` × ${asked.each}`} ÷ ${longest * 60} s =`
      : `within ${shortest} to ${longest} minutes:`;
  const names = owners.length <= 3 ? owners.map(({ name }) => name).join(', ') : `${owners.length} environments`;
  const needed = Math.ceil((users * asked.each) / (allowed * 60));
  const right =
    needed <= LONGEST_WINDOW
      ? `write "spread": ${needed}`
      : `write "spread": ${LONGEST_WINDOW}, and another schedule for the users above ${Math.floor((LONGEST_WINDOW * 60 * allowed) / asked.each)}`;
  const isDefault = owners.every(({ limits }) => limits === undefined) ? ', which is assumed' : '';
  return `${users} users of ${names} start with "${expression}" ${within} ${Math.ceil(rate * 10) / 10} ${asked.what} a second, more than limits.${asked.limit} ${allowed}${isDefault}; ${right}, or the rate of the account in limits.${asked.limit}`;
}
