import { grouped } from '../../text/grouped';
import { shardOfEnding } from '../../workflow/shards';
import type { Context, JudgedRole } from '../context';
import type { ContractPair } from '../contract/contract';

/** The roles of all shards that one contract judges in one environment. */
export interface ShardGroup {
  readonly roles: readonly JudgedRole[];
  /** The pairs of the contract, of which each is in one shard. */
  readonly pairs: readonly ContractPair[];
}

/** The environments whose contract has shards. */
export function shardGroups({ judged }: Pick<Context, 'judged'>): ShardGroup[] {
  const roles = judged.filter(({ pairsOfShards }) => pairsOfShards !== undefined);
  return grouped(roles, groupOf).map((group) => ({ roles: group, pairs: group[0]?.pairsOfShards ?? [] }));
}

function groupOf({ contract, environment, place }: JudgedRole): unknown {
  return [contract.file, contract.name, environment ?? null, place.accountId, place.region];
}

/** The name of the shard of a role, such as `00`. */
export function shardName({ contract: { shard = '' } }: JudgedRole): string {
  return shardOfEnding(shard);
}
