import { dirname } from 'node:path';
import { managedPolicyLimit, mostManagedPolicies, secretResource, userArn } from '../../iam';
import { withEnvironmentsOfFile } from '../environments';
import { readKeyturn } from '../load';
import { parseWithUsers } from '../parse';
import { defaultUsersPerShard } from '../schema/schema';
import type { EnvironmentSettings, MailboxSettings, Settings, UserSettings } from '../settings';
import type { WrittenUser } from '../users/written';
import { isRecord, usersFilesIn } from '../lists/named-files';
import { readUsersFile } from '../users/written';
import { rowOf } from '../users/rows';
import { withUsersOfFiles } from '../users';
import type { ShardLimits, ShardRow } from './assign';

/** The names of the environments of settings. */
export function environmentsIn(file: string, now: Date): string[] {
  return validated(file, now).environments.map(({ name }) => name);
}

/** A file of users with its rows, in the order of the file. */
export interface ShardsOfFile {
  readonly file: string;
  readonly rows: readonly ShardRow[];
  /** The limits of each environment that uses the file. */
  readonly limits: ReadonlyMap<string, ShardLimits>;
}

/** The characters of policy for the users of one shard. A hash of the name decides which managed policy a user is in, so they are not all full. */
const charactersOfShard = Math.floor(0.65 * mostManagedPolicies * managedPolicyLimit);

/**
 * The files of users that settings name, with the shard of each row. The settings must be valid in everything but the shards, which can still be
 * empty. Throws an InputError with one line for each problem.
 */
export function readShards(file: string, now: Date): ShardsOfFile[] {
  const folder = dirname(file);
  const { keyturn } = withEnvironmentsOfFile(readKeyturn(file), folder, file);
  const { environments } = validated(file, now);
  return usersFilesIn(keyturn).map((name): ShardsOfFile => {
    const isUsing = environments.map((_, index) => fileOf(keyturn, index) === name);
    const using = environments.filter((_, index) => isUsing[index]);
    const users = new Map(using.map((one) => [one.name, new Map(one.users.map((user) => [user.name, user]))]));
    const rows = readUsersFile(name, folder).items.map((written): ShardRow => {
      const { userName, shard } = written.members;
      const own = using.flatMap((environment) => {
        const user = users.get(environment.name)?.get(String(userName));
        return user !== undefined && belongsTo(written, environment)
          ? [[environment.name, charactersOf(user, environment)] as const]
          : [];
      });
      return {
        userName: String(userName),
        line: written.line,
        shard: typeof shard === 'string' && shard !== '' ? shard : undefined,
        characters: new Map(own),
      };
    });
    const limits = environments.map((one, index) => [one.name, limitsOf(keyturn, index)] as const);
    return { file: name, rows, limits: new Map(limits.filter((_, index) => isUsing[index])) };
  });
}

/** The settings without shards. */
function validated(file: string, now: Date): Settings {
  const withUsers = withUsersOfFiles(readKeyturn(file), dirname(file), `${file}: context.keyturn`);
  return parseWithUsers({ ...withUsers, raw: withoutShards(withUsers.raw) }, { file, now });
}

/** The settings of one environment as they are written. */
function writtenAt(keyturn: unknown, index: number): Readonly<Record<string, unknown>> {
  const environments = isRecord(keyturn) ? keyturn['environments'] : undefined;
  const written: unknown = Array.isArray(environments) ? environments[index] : undefined;
  return isRecord(written) ? written : {};
}

/** The file of users of an environment. */
function fileOf(keyturn: unknown, index: number): unknown {
  const users = writtenAt(keyturn, index)['users'] ?? (isRecord(keyturn) ? keyturn['users'] : undefined);
  return isRecord(users) ? users['file'] : undefined;
}

function limitsOf(keyturn: unknown, index: number): ShardLimits {
  const written =
    writtenAt(keyturn, index)['usersPerShard'] ?? (isRecord(keyturn) ? keyturn['usersPerShard'] : undefined);
  return { users: typeof written === 'number' ? written : defaultUsersPerShard, characters: charactersOfShard };
}

function belongsTo(written: WrittenUser, { name }: EnvironmentSettings): boolean {
  const read = rowOf(written);
  return 'row' in read && (read.row.environments?.includes(name) ?? true);
}

/** The characters of the ARNs of a user and its secret, with their quotation marks and commas, and of addresses of its own. */
function charactersOf({ path, name, secretName, recipients }: UserSettings, environment: EnvironmentSettings): number {
  const all = new Set(addressesOf(environment.notification.recipients));
  const own = recipients === undefined ? [] : addressesOf(recipients).filter((one) => !all.has(one));
  const texts = [userArn(environment, path, name), secretResource(environment, secretName), ...own];
  return texts.reduce((sum, text) => sum + JSON.stringify(text).length + 1, 0);
}

function addressesOf({ to, cc, bcc }: MailboxSettings): string[] {
  return [...to, ...cc, ...bcc];
}

/** Settings whose users have no shards, because one that is missing is a problem everywhere else. */
function withoutShards(raw: unknown): unknown {
  if (!isRecord(raw) || !Array.isArray(raw['environments'])) return raw;
  return { ...raw, environments: raw['environments'].map(usersWithoutShards) };
}

function usersWithoutShards(environment: unknown): unknown {
  if (!isRecord(environment) || !Array.isArray(environment['users'])) return environment;
  const users = environment['users'].map((user: unknown) => {
    if (!isRecord(user)) return user;
    return Object.fromEntries(Object.entries(user).filter(([name]) => name !== 'shard'));
  });
  return { ...environment, users };
}
