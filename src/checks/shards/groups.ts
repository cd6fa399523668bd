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
  const groups = new Map<string, JudgedRole[]>();
  for (const role of judged) {
    if (role.pairsOfShards === undefined) continue;
    const key = groupOf(role);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [role]);
    else known.push(role);
  }
  return [...groups.values()].map((roles) => ({ roles, pairs: roles[0]?.pairsOfShards ?? [] }));
}

function groupOf({ contract, environment, place }: JudgedRole): string {
  return JSON.stringify([contract.file, contract.name, environment ?? null, place.accountId, place.region]);
}

/** The name of the shard of a role, such as `00`. */
export function shardName({ contract: { shard = '' } }: JudgedRole): string {
  return shardOfEnding(shard);
}
