import { longestRunSeconds } from '../settings/rules/bounds';
import type { EnvironmentSettings } from '../settings';
import { isObject, parseLenientJson } from '../json';
import { userReader } from './execution-names';
import type { ExecutionFacts } from './facts';

/** The execution that rotates a user now, as far as it is known. */
export type Running =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly execution: ExecutionFacts }
  /** One of these can be the execution: their names do not show the user, and their inputs cannot be read. */
  | { readonly kind: 'unknown'; readonly candidates: readonly ExecutionFacts[] };

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

/** The user in the input of an execution. */
export function userIn(input: string | undefined): string | undefined {
  try {
    const value = parseLenientJson(input ?? '');
    const name = isObject(value) ? value['userName'] : undefined;
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
