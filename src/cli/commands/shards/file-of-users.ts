import type { Loads, ShardRow, ShardsOfFile } from '../../../settings/shards';

/** A row that gets a shard. */
export interface Assigned {
  readonly row: ShardRow;
  readonly shard: string;
}

/** A file of users with its shards, after the assignment. */
export interface FileOfUsers extends ShardsOfFile {
  readonly assigned: readonly Assigned[];
  readonly loads: Loads;
  /** The rows without a shard. */
  readonly without: readonly ShardRow[];
}

/** A shard of an environment. */
export interface ListedShard {
  readonly shard: string;
  readonly users: number;
  readonly characters: number;
  /** The users of average size that still fit. */
  readonly room: number;
}

/** An environment with its shards. */
export interface ListedEnvironment {
  readonly environment: string;
  readonly file: string;
  readonly usersPerShard: number;
  readonly charactersPerShard: number;
  readonly shards: readonly ListedShard[];
  /** The users without a shard. */
  readonly without: readonly string[];
}

/** The environments of the files, in the order of the settings. */
export function listed(files: readonly FileOfUsers[], asked: ReadonlySet<string>): ListedEnvironment[] {
  return files.flatMap(({ file, limits, loads, without }) =>
    [...limits]
      .filter(([environment]) => asked.has(environment))
      .map(([environment, most]): ListedEnvironment => {
        const shards = [...(loads.get(environment) ?? [])].sort(([one], [other]) => (one < other ? -1 : 1));
        return {
          environment,
          file,
          usersPerShard: most.users,
          charactersPerShard: most.characters,
          shards: shards.map(([shard, { users, characters }]) => {
            const byCharacters = Math.floor((most.characters - characters) / (characters / users));
            return { shard, users, characters, room: Math.max(0, Math.min(most.users - users, byCharacters)) };
          }),
          without: without.filter((row) => row.characters.has(environment)).map(({ userName }) => userName),
        };
      }),
  );
}
