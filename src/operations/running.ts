import { longestRunSeconds } from '../settings/rules/bounds';
import type { EnvironmentSettings } from '../settings';
import { userReader } from './execution-names';
import type { ExecutionFacts } from './facts';

/** The execution that rotates a user now, as far as names and times tell. */
export type Running =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly execution: ExecutionFacts; readonly by: 'name' | 'time' }
  /** One of these can be the execution. */
  | { readonly kind: 'unknown'; readonly candidates: readonly Candidate[] };

/** An execution whose name does not show its user. */
export interface Candidate {
  readonly execution: ExecutionFacts;
  /**
   * Its history cannot be read; or it has created no key yet; or it created a key when the newest key of the user was created, as another one did.
   */
  readonly why: 'unreadable' | 'no-key-yet' | 'same-time';
}

/** The time that an execution spent in a state. */
export interface Visit {
  readonly state: string;
  readonly from: number;
  /** Undefined while it is there. */
  readonly to: number | undefined;
}

/** An execution with the states that its metadata shows. */
export interface Trace {
  readonly execution: ExecutionFacts;
  /** Undefined if the caller cannot read them. */
  readonly visits: readonly Visit[] | undefined;
}

/** The state that creates a key. */
const creating = 'CreateAccessKey';

/** IAM writes whole seconds, and two services have two clocks. */
const slackMs = 2_000;

/**
 * The executions that can be those of a user: the one whose name shows the user, else those under other names that started at a time at which they can
 * have created the newest key, or will create one.
 */
export function candidatesFor(
  environment: EnvironmentSettings,
  userName: string,
  running: readonly ExecutionFacts[],
  newestKeyAt: number | undefined,
): readonly ExecutionFacts[] {
  const readUser = userReader(environment.users.map(({ name }) => name));
  const own = running.filter(({ name }) => readUser(name) === userName);
  if (own.length > 0) return own.slice(0, 1);
  const earliest = newestKeyAt === undefined ? 0 : newestKeyAt - longestRunSeconds(environment) * 1000;
  return running.filter(({ name, startedAt }) => readUser(name) === undefined && startedAt >= earliest);
}

/** Whether the name of an execution shows this user. */
export function showsUser(environment: EnvironmentSettings, userName: string, { name }: ExecutionFacts): boolean {
  return userReader(environment.users.map((user) => user.name))(name) === userName;
}

/**
 * Finds the execution of a user by times alone: the one that was creating a key when the newest key of the user was created. An execution that created
 * its key at another time is not the one.
 */
export function runningByTime(traces: readonly Trace[], newestKeyAt: number | undefined): Running {
  const judged = traces.flatMap((trace): Candidate[] => {
    const why = reasonOf(trace, newestKeyAt);
    return why === undefined ? [] : [{ execution: trace.execution, why }];
  });
  const [match, ...others] = judged.filter(({ why }) => why === 'same-time');
  const isClear = others.length === 0 && judged.every(({ why }) => why !== 'unreadable');
  if (match !== undefined && isClear) return { kind: 'found', execution: match.execution, by: 'time' };
  return judged.length === 0 ? { kind: 'none' } : { kind: 'unknown', candidates: judged };
}

function reasonOf({ visits }: Trace, newestKeyAt: number | undefined): Candidate['why'] | undefined {
  if (visits === undefined) return 'unreadable';
  const created = visits.filter(({ state }) => state === creating);
  if (created.length === 0) return 'no-key-yet';
  const covers = ({ from, to = Infinity }: Visit) =>
    newestKeyAt !== undefined && newestKeyAt >= from - slackMs && newestKeyAt <= to + slackMs;
  if (created.some(covers)) return 'same-time';
  // The list of keys may lag behind a call that is under way.
  return created.some(({ to }) => to === undefined) ? 'no-key-yet' : undefined;
}
