import type { KeyFacts } from '../operations/facts';
import type { Clients } from './sdk/clients';
import { credentialReport } from './credential-report';
import { inParallel } from './sdk/in-parallel';
import { keysOf, withLastUse } from './keys';

/** Up to this number of users, keys are listed one user at a time. For more, they come from the credential report, which is one call. */
export const mostListed = 100;

/** Calls of IAM at the same time: IAM publishes no rates, and throttles what is fast. */
const atOnce = 4;

/** The keys of many users. */
export interface Keys {
  /** The time of the credential report that they come from; undefined if they were listed. */
  readonly reportAt: number | undefined;
  /** The keys of a user, oldest first; undefined if there is no such user. */
  readonly of: (userName: string) => readonly KeyFacts[] | undefined;
  /** The path of a user, if the report shows it. */
  readonly pathOf: (userName: string) => string | undefined;
}

export function readKeys(clients: Clients, userNames: readonly string[]): Promise<Keys> {
  return userNames.length > mostListed ? reported(clients, userNames) : listed(clients, userNames);
}

async function listed(clients: Clients, userNames: readonly string[]): Promise<Keys> {
  const found = await inParallel(userNames, atOnce, async (name) => {
    const keys = await keysOf(clients, name);
    if (keys === undefined) return [name, undefined] as const;
    return [name, await Promise.all(keys.map((key) => withLastUse(clients, key)))] as const;
  });
  const byName = new Map(found);
  return { reportAt: undefined, of: (name) => byName.get(name), pathOf: () => undefined };
}

/** The report, with the ids of the keys of those users who have two: few, unless many rotations wait for their grace periods. */
async function reported(clients: Clients, userNames: readonly string[]): Promise<Keys> {
  const { at, users, paths } = await credentialReport(clients);
  const withTwo = userNames.filter((name) => (users.get(name)?.length ?? 0) > 1).slice(0, mostListed);
  const { of } = await listed(clients, withTwo);
  return { reportAt: at, of: (name) => of(name) ?? users.get(name), pathOf: (name) => paths.get(name) };
}
