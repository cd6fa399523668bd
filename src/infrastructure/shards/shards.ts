import { once } from '../../once';
import type { EnvironmentSettings } from '../../settings';

/** The shards of an environment, in order; none if its users have no shards. */
export function shardsOf({ users }: EnvironmentSettings): readonly string[] {
  return [...new Set(users.flatMap(({ shard }) => shard ?? []))].sort();
}

export function isSharded({ users }: EnvironmentSettings): boolean {
  return users.some(({ shard }) => shard !== undefined);
}

/** An environment with the users of one machine. */
export interface Part {
  /** Undefined if the environment has no shards. */
  readonly shard: string | undefined;
  readonly environment: EnvironmentSettings;
}

/** The environment for each of its machines: the whole if it has no shards, else the users of each shard, in the order of the shards. */
export const partsOf = once((environment: EnvironmentSettings): readonly Part[] => {
  if (!isSharded(environment)) return [{ shard: undefined, environment }];
  const users = new Map(shardsOf(environment).map((shard) => [shard, [] as (typeof environment.users)[number][]]));
  for (const user of environment.users) users.get(user.shard ?? '')?.push(user);
  return [...users].map(([shard, own]) => ({ shard, environment: { ...environment, users: own } }));
});
