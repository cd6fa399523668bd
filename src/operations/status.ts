import { scheduleName } from '../infrastructure/names';
import { longestRunSeconds } from '../settings/rules/bounds';
import { lateSeconds } from '../settings/rules/key-life';
import type { EnvironmentSettings, UserSettings } from '../settings';
import { traitsOf } from '../workflow/strategies';
import { alertProblems, type AlertProblem } from './alerts/judge';
import { dueReader, type Due } from './due';
import { userReader } from './execution-names';
import type { EnvironmentFacts, ExecutionFacts, KeyFacts, UserFacts } from './facts';

/** A problem that an operator should act on. */
export type Problem =
  | { readonly kind: 'user-missing' }
  | { readonly kind: 'user-path-differs'; readonly path: string; readonly configured: string }
  | { readonly kind: 'no-key' }
  | { readonly kind: 'key-too-old'; readonly key: KeyFacts; readonly ageDays: number; readonly maxDays: number }
  | { readonly kind: 'rotation-failed'; readonly execution: ExecutionFacts }
  | { readonly kind: 'rotation-overdue'; readonly dueAt: number; readonly rotatedAt: number | undefined }
  | { readonly kind: 'two-active-keys' }
  | {
      readonly kind: 'secret-without-key';
      readonly secretKeyId: string | undefined;
      readonly isAbsent?: true;
      /** An execution of the user runs: it may not have stored its key yet. */
      readonly isAtWork?: true;
    }
  | { readonly kind: 'secret-scheduled-for-deletion' }
  | { readonly kind: 'secret-holds-inactive'; readonly secretKeyId: string }
  | { readonly kind: 'schedule-missing' };

/** The key that a rotation replaced, while it still exists. */
export interface PreviousKey {
  readonly key: KeyFacts;
  /** Whether it was used after the newest key was created; undefined if that is not known. */
  readonly usedSince: boolean | undefined;
  /** About when it is deleted; undefined if nothing is going to. */
  readonly diesAt: number | undefined;
}

export interface UserStatus {
  readonly name: string;
  readonly secretName: string;
  readonly keys: readonly KeyFacts[];
  readonly secretKeyId: UserFacts['secretKeyId'];
  readonly isPaused: boolean;
  /** The time at which the newest key was created. */
  readonly rotatedAt: number | undefined;
  readonly nextAt: number | undefined;
  readonly previous: PreviousKey | undefined;
  readonly running: readonly ExecutionFacts[];
  readonly problems: readonly Problem[];
}

/** Executions whose names do not tell the user. They are counted, and never attributed to a user. */
export interface Unattributed {
  readonly running: readonly ExecutionFacts[];
  readonly failed: readonly ExecutionFacts[];
}

export interface EnvironmentStatus {
  readonly users: readonly UserStatus[];
  readonly unattributed: Unattributed;
  readonly alertProblems: readonly AlertProblem[];
  readonly isHealthy: boolean;
}

const day = 86_400_000;
const failed: readonly string[] = ['FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];

const isRunning = ({ status }: ExecutionFacts) => status === 'RUNNING';
const hasFailed = ({ status }: ExecutionFacts) => failed.includes(status);

/** Judges the facts about an environment. */
export function statusOf(environment: EnvironmentSettings, facts: EnvironmentFacts): EnvironmentStatus {
  const readUser = userReader(environment.users.map(({ name }) => name));
  const byUser = groupedBy(facts.executions, ({ name }) => readUser(name));
  const unnamed = byUser.get(undefined) ?? [];
  const unattributed = { running: unnamed.filter(isRunning), failed: unnamed.filter(hasFailed) };
  const dueOf = dueReader(facts.at);
  const factsOf = new Map(facts.users.map((user) => [user.name, user]));
  const users = environment.users.flatMap((settings) => {
    const user = factsOf.get(settings.name);
    if (user === undefined) return [];
    const executions = byUser.get(settings.name) ?? [];
    const [now, keysAt, due] = [facts.at, facts.reportAt ?? facts.at, dueOf(settings.schedule)];
    const context = { environment, settings, now, keysAt, due, executions, unattributed };
    return [userStatus(user, context)];
  });
  const found = alertProblems(facts);
  const isHealthy =
    unattributed.failed.length === 0 && found.length === 0 && users.every(({ problems }) => problems.length === 0);
  return { users, unattributed, alertProblems: found, isHealthy };
}

function groupedBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

interface Context {
  readonly environment: EnvironmentSettings;
  readonly settings: UserSettings;
  readonly now: number;
  /** The time that the keys are known from. */
  readonly keysAt: number;
  readonly due: Due;
  /** The executions of this user, newest first. */
  readonly executions: readonly ExecutionFacts[];
  readonly unattributed: Unattributed;
}

function userStatus(user: UserFacts, context: Context): UserStatus {
  const { settings, due, executions } = context;
  const newest = user.keys.at(-1);
  const isPaused = user.schedule !== undefined && user.schedule.state !== 'ENABLED';
  return {
    name: user.name,
    secretName: settings.secretName,
    keys: user.keys,
    secretKeyId: user.secretKeyId,
    isPaused,
    rotatedAt: newest?.createdAt,
    nextAt: isPaused || user.schedule === undefined ? undefined : due.next,
    previous: previousOf(user, context),
    running: executions.filter(isRunning),
    problems: problemsOf(user, isPaused, context),
  };
}

function previousOf({ keys }: UserFacts, context: Context): PreviousKey | undefined {
  const [key, newest] = keys.slice(-2);
  if (key === undefined || newest === undefined) return undefined;
  const { lastUsedAt } = key;
  return {
    key,
    usedSince: lastUsedAt === undefined ? undefined : lastUsedAt !== null && lastUsedAt > newest.createdAt,
    diesAt: endOf(newest, context),
  };
}

/** About when the previous key is deleted: by the run that waits for its grace period, or by the next run. */
function endOf({ createdAt }: KeyFacts, { environment, settings, now, due, executions, unattributed }: Context) {
  const { hasGracePeriod, keepsPrevious } = traitsOf(environment.strategy);
  if (keepsPrevious) return due.next;
  const mayRun = executions.some(isRunning) || unattributed.running.some(({ startedAt }) => startedAt <= createdAt);
  const at = createdAt + settings.gracePeriodSeconds * 1000;
  return hasGracePeriod && mayRun && at > now - day ? at : undefined;
}

function problemsOf(user: UserFacts, isPaused: boolean, context: Context): Problem[] {
  if (!user.exists) return [{ kind: 'user-missing' }];
  const { schedule, path } = user;
  const configured = context.settings.path;
  return [
    ...(path === undefined || path === configured ? [] : [{ kind: 'user-path-differs', path, configured } as const]),
    ...keyProblems(user, context),
    ...secretProblems(user, context),
    ...failures(context),
    ...(schedule === undefined ? [{ kind: 'schedule-missing' } as const] : []),
    ...(isPaused || schedule === undefined ? [] : overdue(user, schedule.changedAt ?? 0, context)),
  ];
}

function keyProblems({ keys }: UserFacts, context: Context): Problem[] {
  const { environment, now, executions, unattributed } = context;
  if (keys.length === 0) return [{ kind: 'no-key' }];
  const { maxKeyAgeDays: maxDays } = environment;
  const old = keys.flatMap((key): Problem[] => {
    const ageDays = Math.floor((now - key.createdAt) / day);
    return maxDays !== undefined && ageDays > maxDays ? [{ kind: 'key-too-old', key, ageDays, maxDays }] : [];
  });
  const isAtWork = [...executions, ...unattributed.running].some(isRunning);
  const twoActive = keys.filter(({ status }) => status === 'Active').length > 1;
  const isTrouble = twoActive && !isAtWork && !traitsOf(environment.strategy).keepsPrevious;
  return isTrouble ? [...old, { kind: 'two-active-keys' }] : old;
}

/** Keys without ids come from the credential report, and cannot be compared. */
function secretProblems({ keys, secretKeyId }: UserFacts, { executions }: Context): Problem[] {
  if (!secretKeyId.known && secretKeyId.isScheduledForDeletion) return [{ kind: 'secret-scheduled-for-deletion' }];
  if (!secretKeyId.known || keys.length === 0 || keys.some(({ id }) => id === undefined)) return [];
  const held = keys.find(({ id }) => id === secretKeyId.value);
  if (held === undefined)
    return [
      {
        kind: 'secret-without-key',
        secretKeyId: secretKeyId.value,
        ...(secretKeyId.isAbsent ? { isAbsent: true } : {}),
        ...(executions.some(isRunning) ? { isAtWork: true } : {}),
      },
    ];
  return held.status === 'Active' ? [] : [{ kind: 'secret-holds-inactive', secretKeyId: held.id ?? '' }];
}

/** The last execution that ended, if it failed: a later success makes it past. */
function failures({ executions }: Context): Problem[] {
  const last = executions.find((each) => !isRunning(each));
  return last !== undefined && hasFailed(last) ? [{ kind: 'rotation-failed', execution: last }] : [];
}

/** No key was created since the schedule should have started a run. A schedule that was changed since then may not have. */
function overdue(user: UserFacts, changedAt: number, context: Context): Problem[] {
  const { environment, settings, keysAt, due, executions, unattributed } = context;
  const newest = user.keys.at(-1)?.createdAt;
  if (due.last === undefined || changedAt > due.last || (newest !== undefined && newest >= due.last)) return [];
  const slack = lateSeconds(settings) + longestRunSeconds(environment);
  if (keysAt < due.last + slack * 1000) return [];
  const { last } = due;
  const isAtWork = [...executions, ...unattributed.running].some((each) => isRunning(each) && each.startedAt >= last);
  return isAtWork ? [] : [{ kind: 'rotation-overdue', dueAt: last, rotatedAt: newest }];
}

/** The name of the schedule of each user. */
export function scheduleOfUser(user: UserSettings): string {
  return scheduleName(user.name);
}
