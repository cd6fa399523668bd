/** The shard whose machine and role have the names that they have without shards. */
export const firstShard = '00';

/** The ending of the names of a shard: the first one has none, so that an environment that gets shards keeps its names. */
export function endingOfShard(shard: string): string {
  return shard === firstShard ? '' : `-${shard}`;
}

/** The shard whose names have an ending. */
export function shardOfEnding(ending: string): string {
  return ending === '' ? firstShard : ending.slice(1);
}
