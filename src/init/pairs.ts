import { InputError } from '../input-error';
import { holdsSecret, show } from '../text/show';
import { nearest } from '../text/suggest';
import type { ConfirmedPair } from './answers';
import type { UserOfAccount } from './users';

/** The known parts of the account; undefined where nothing was read. */
export interface KnownAccount {
  readonly users?: readonly UserOfAccount[] | undefined;
  readonly secrets?: readonly string[] | undefined;
}

/**
 * Reads the pairs of a command line: `--pair USER=SECRET`, each with the `--because TEXT` at the same position. A user that is not read from an
 * account can have its path in front of its name, such as `/ci/deployer`. Throws an InputError with one line for each problem.
 */
export function pairsGiven(
  given: readonly string[],
  reasons: readonly string[],
  account: KnownAccount,
): ConfirmedPair[] {
  if (given.length !== reasons.length)
    throw InputError.of(
      `--because: there are ${reasons.length} for ${given.length} --pair; write one --because TEXT after each --pair, why the user needs a key`,
    );
  const problems: string[] = [];
  const pairs = given.flatMap((text, index): ConfirmedPair[] => {
    const pair = pairOf(text, reasons[index] ?? '', account);
    if (typeof pair !== 'string') return [pair];
    problems.push(`--pair ${text}: ${pair}`);
    return [];
  });
  problems.push(...repeated(pairs));
  if (problems.length > 0) throw new InputError(problems);
  return pairs;
}

/** A pair, or what is wrong with it. */
function pairOf(text: string, reason: string, account: KnownAccount): ConfirmedPair | string {
  const [user, secretName] = splitOf(text, account);
  if (user === '' || secretName === '') return 'write it as USER=SECRET';
  const found = userOf(user, account);
  if (typeof found === 'string') return found;
  const problem = secretProblem(secretName, account) ?? reasonProblem(reason);
  return problem ?? { ...found, secretName, reason: reason.trim() };
}

/** The user and the secret. Both names can have a `=`, so the names of the account decide; otherwise the first one separates them. */
function splitOf(
  text: string,
  { users = [], secrets = [] }: KnownAccount,
): readonly [user: string, secretName: string] {
  const splits = [...text.matchAll(/=/g)].map(({ index }) => [text.slice(0, index), text.slice(index + 1)] as const);
  const known = splits.filter(([user]) => users.some(({ name }) => name === nameIn(user)));
  return known.find(([, secretName]) => secrets.includes(secretName)) ?? known[0] ?? splits[0] ?? ['', ''];
}

/** The name of a user without its path. */
function nameIn(user: string): string {
  return user.slice(user.lastIndexOf('/') + 1);
}

function userOf(text: string, { users }: KnownAccount): Pick<ConfirmedPair, 'userName' | 'path'> | string {
  const userName = nameIn(text);
  if (users === undefined) return { userName, path: text.slice(0, -userName.length) || '/' };
  const found = users.find(({ name }) => name === userName);
  if (found === undefined) {
    const close = nearest(
      userName,
      users.map(({ name }) => name),
    );
    return `the account has no user ${show(userName)}${close === undefined ? '' : `; did you mean ${show(close)}?`}`;
  }
  return refusalOf(found) ?? { userName: found.name, path: found.path };
}

/** The reason why a user is never rotated; undefined if it may be. */
export function refusalOf({ standing }: UserOfAccount): string | undefined {
  switch (standing.kind) {
    case 'administrator':
      return `the user is an administrator (${standing.power}), and a role that can create its key can do the same; take the right from the user, or rotate its key by hand`;
    case 'unknown':
      return `what the user can do is not known (${standing.problem}), so it may be an administrator; export the whole account`;
    case 'ordinary':
      return undefined;
  }
}

/** The problem of the name of a secret; undefined if there is none. */
export function secretProblem(secretName: string, { secrets }: KnownAccount): string | undefined {
  if (secrets === undefined || secrets.includes(secretName)) return undefined;
  const close = nearest(secretName, secrets);
  return `there is no secret ${show(secretName)}${close === undefined ? '; create it first, without a value' : `; did you mean ${show(close)}?`}`;
}

/** The problem of a reason; undefined if there is none. */
export function reasonProblem(reason: string): string | undefined {
  if (holdsSecret(reason)) return 'the reason holds what looks like a secret access key; it would be in the contract';
  return /\p{L}.*\s.*\p{L}/su.test(reason.trim()) ? undefined : 'say in a few words why the user needs an access key';
}

/** A text that is pasted for each pair says nothing about any of them. */
export function isRepeated(reason: string, others: readonly Pick<ConfirmedPair, 'reason'>[]): boolean {
  return others.some((other) => plain(other.reason) === plain(reason));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function repeated(pairs: readonly ConfirmedPair[]): string[] {
  return pairs.flatMap((pair, index) => {
    const before = pairs.slice(0, index);
    const line = `--pair ${pair.userName}=${pair.secretName}`;
    return [
      ...(before.some(({ userName }) => userName.toLowerCase() === pair.userName.toLowerCase())
        ? [`${line}: the user is in another pair`]
        : []),
      ...(isRepeated(pair.reason, before)
        ? [`${line}: another pair has the same reason; say what this user needs its key for`]
        : []),
    ];
  });
}
