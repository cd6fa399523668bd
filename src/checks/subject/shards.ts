import { indexOf } from '../../model/address';
import { isListedByIam, textOf, type Model, type Resource } from '../../model';
import { endingOfShard } from '../../workflow/shards';
import type { Contract } from '../contract/contract';
import { environmentIn, shardParameter } from '../contract/parameters';
import { ending, inShard, isForShards } from '../contract/shards';

/**
 * The contract, or a copy for each shard in the input if its subject names `${shard}`. A shard is found by the key of its machine or role, never by
 * the name: `keyturn-a-01` is shard 01 of environment a, or the first shard of environment a-01.
 */
export function copiesIn(model: Model, contract: Contract): readonly Contract[] {
  if (!isForShards(contract)) return [contract];
  const shards = new Set(
    model.resources
      .filter(({ type, mode }) => mode !== 'data' && type === subjectType(model, contract))
      .flatMap((resource) => shardOf(model, resource, contract) ?? []),
  );
  return [...(shards.size === 0 ? [''] : shards)].sort().map((shard) => inShard(contract, shard));
}

function subjectType(model: Model, { subject }: Contract): string {
  return subject.kind === 'machine' && !isListedByIam(model.kind) ? 'aws_sfn_state_machine' : 'aws_iam_role';
}

/** The ending of the names of the shard that a machine or a role belongs to; undefined if its name is not that of a subject of the contract. */
function shardOf(model: Model, resource: Resource, { subject }: Contract): string | undefined {
  if (subject.kind === 'address' || subject.kind === 'resource') return undefined;
  const isRole = subject.kind === 'role' || isListedByIam(model.kind);
  const pattern = subject.kind === 'machine' && isRole ? (subject.role ?? '') : subject.name;
  const name = textOf(resource.values, 'name');
  const possible = isListedByIam(model.kind) ? endingsIn(name) : [endingAt(resource)];
  // A name that is not known is reported by its contract.
  if (typeof name !== 'string') return possible[0];
  return possible.find(
    (shard) =>
      environmentIn(
        pattern.replaceAll(shardParameter, () => shard),
        name,
        isRole,
      ) !== undefined,
  );
}

/** The ending of the names of the shard of a resource, by its key. */
export function endingAt({ address }: Resource): string {
  const key = indexOf(address);
  return typeof key === 'string' ? endingOfShard(key) : '';
}

/** Whether a resource is one of several with a key. */
export function hasKey({ address }: Resource): boolean {
  return typeof indexOf(address) === 'string';
}

/** An export shows names alone. */
function endingsIn(name: unknown): readonly string[] {
  const found = typeof name === 'string' ? ending.exec(name)?.[0] : undefined;
  return found === undefined ? [''] : ['', found];
}

/** Whether a resource can be the subject of a copy of a contract: it is in its shard, or the contract has no shards. */
export function isInShard(model: Model, resource: Resource, { shard }: Contract): boolean {
  return shard === undefined || isListedByIam(model.kind) || endingAt(resource) === shard;
}
