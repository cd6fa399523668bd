import { show } from '../../text/show';
import { firstShard } from '../../workflow/shards';
import type { Draft } from '../draft';
import type { DraftEnvironment, DraftUser } from '../layers';
import type { SettingPath, Problem } from '../path';
import { defaultUsersPerShard } from '../schema/schema';

/** Characters of the name of a role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const longestRole = 64;

/** The users of an environment, with their places. */
interface ShardedUsers {
  readonly environment: DraftEnvironment;
  readonly users: readonly { readonly user: DraftUser; readonly path: SettingPath }[];
}

/** Finds users without a shard next to users with one, shards that are too large, and names that AWS or another environment does not leave free. */
export function shardProblems(all: Draft, faulty: readonly SettingPath[]): Problem[] {
  const environments = (all.environments ?? []).flatMap((environment, index): ShardedUsers[] => {
    if (environment === undefined) return [];
    const path: SettingPath = environment.users === undefined ? ['users'] : ['environments', index, 'users'];
    const written = environment.users ?? all.users ?? [];
    const users = written.flatMap((user, at) => (user === undefined ? [] : [{ user, path: [...path, at, 'shard'] }]));
    return users.some(({ user }) => user.shard !== undefined) ? [{ environment, users }] : [];
  });
  const known = new Set(faulty.map((path) => JSON.stringify(path)));
  const isFaulty = (path: SettingPath): boolean =>
    [path, path.slice(0, -1)].some((one) => known.has(JSON.stringify(one)));
  return environments.flatMap((sharded) => [
    ...withoutShard(sharded, isFaulty),
    ...differentCase(sharded),
    ...tooLarge(sharded, all.usersPerShard),
    ...longNames(sharded),
    ...takenNames(sharded, all),
  ]);
}

function withoutShard({ users }: ShardedUsers, isFaulty: (path: SettingPath) => boolean): Problem[] {
  const missing = users.filter(({ user, path }) => user.shard === undefined && !isFaulty(path));
  const [one] = missing;
  if (one === undefined) return [];
  const who = missing.length === 1 ? 'this user has' : `${missing.length} users have`;
  const text = `missing: ${who} no shard, and ${users.length - missing.length} of the same environment have one; run "keyturn shards --assign", which changes no shard that is there`;
  return [{ path: one.path, text }];
}

function differentCase({ users }: ShardedUsers): Problem[] {
  const known = new Map<string, string>();
  return users.flatMap(({ user: { shard }, path }) => {
    if (shard === undefined) return [];
    const before = known.get(shard.toLowerCase()) ?? shard;
    known.set(shard.toLowerCase(), before);
    if (before === shard) return [];
    const text = `${show(shard)} differs from the shard ${show(before)} only in case, and IAM ignores case in names; write one of them`;
    return [{ path, text }];
  });
}

function tooLarge({ environment, users }: ShardedUsers, forAll: number | undefined): Problem[] {
  const most = environment.usersPerShard ?? forAll ?? defaultUsersPerShard;
  const counts = new Map<string, number>();
  return users.flatMap(({ user: { shard }, path }) => {
    if (shard === undefined) return [];
    const count = (counts.get(shard) ?? 0) + 1;
    counts.set(shard, count);
    if (count !== most + 1) return [];
    const total = users.filter(({ user }) => user.shard === shard).length;
    const text = `${show(shard)} has ${total} users, and "usersPerShard" allows ${most}; write another shard for some of them, or a larger "usersPerShard"`;
    return [{ path, text }];
  });
}

/** Each shard, at the place of its first user. The first one has the names of an environment without shards. */
function furtherShards({ users }: ShardedUsers): { readonly shard: string; readonly path: SettingPath }[] {
  const places = new Map<string, SettingPath>();
  for (const { user, path } of users)
    if (user.shard !== undefined && !places.has(user.shard)) places.set(user.shard, path);
  return [...places].flatMap(([shard, path]) => (shard === firstShard ? [] : [{ shard, path }]));
}

function longNames(sharded: ShardedUsers): Problem[] {
  const { name = '' } = sharded.environment;
  return furtherShards(sharded).flatMap(({ shard, path }) => {
    const role = `keyturn-${name}-execution-${shard}`;
    if (role.length <= longestRole) return [];
    const text = `${show(shard)} makes the name of the role ${role}, which has ${role.length} characters, and IAM allows ${longestRole}; write a shorter shard, or a shorter name of the environment`;
    return [{ path, text }];
  });
}

/** Names of a shard that another environment of the account already has. */
function takenNames(sharded: ShardedUsers, all: Draft): Problem[] {
  const { name = '', accountId } = sharded.environment;
  const others = (all.environments ?? []).flatMap((one) =>
    one?.name === undefined || one.accountId !== accountId || one === sharded.environment ? [] : [one.name],
  );
  return furtherShards(sharded).flatMap(({ shard, path }) => {
    const machine = `keyturn-${name}-${shard}`;
    const role = `keyturn-${name}-execution-${shard}`;
    const taken = others.flatMap((other) => [
      ...(same(machine, `keyturn-${other}`) ? [{ other, what: `the state machine ${machine}` }] : []),
      ...(otherRoles.some((suffix) => same(role, `keyturn-${other}-${suffix}`))
        ? [{ other, what: `the role ${role}` }]
        : []),
    ]);
    return taken.map(({ other, what }) => ({
      path,
      text: `${show(shard)} makes the name of ${what}, which the environment ${show(other)} of the same account has; write another shard`,
    }));
  });
}

/** The roles of an environment, by the ends of their names. */
const otherRoles = ['execution', 'schedule', 'alerts', 'events', 'succeeded'];

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
