import type { Model } from '../../model';
import { indexOf, textOf } from '../../model';
import { placesOfShards, type Place } from '../../operations/place';
import { executionsOf } from '../answers/facts';
import type { AuditFinding, Part, ShardAudit } from '../document';
import type { Audited } from './audited';

/** The shards of an environment, each with its machine and its executions; none without shards. */
export function shardsOf({ place, replies }: Audited): ShardAudit[] {
  return [...placesOfShards(place)].flatMap(([shard, { machineArn, executionRole, environment }]): ShardAudit[] => {
    if (shard === undefined) return [];
    const executions = executionsOf(replies, machineArn);
    return [
      {
        shard,
        machine: machineArn,
        role: executionRole,
        users: environment.users.filter((user) => user.shard === shard).length,
        executions: executions?.length ?? null,
        running: executions?.filter(({ status }) => status === 'RUNNING').length ?? null,
      },
    ];
  });
}

/** Names the shard of each finding that is about one: its machine, its role and its policies, or a user of it. */
export function withShards<T extends Part>(part: T, shardOf: ShardOf): T {
  const findings = part.findings.map((finding): AuditFinding => {
    const shard = shardOf(finding.subject);
    return shard === undefined ? finding : { ...finding, shard };
  });
  return { ...part, findings };
}

export type ShardOf = (subject: string | null) => string | undefined;

/** The shards of users, and of the machines, roles and policies that the settings make, by their names and ARNs. */
export function shardReader(place: Place, { resources }: Model): ShardOf {
  const shards = new Map<string, string>();
  for (const { name, shard } of place.environment.users) if (shard !== undefined) shards.set(name, shard);
  for (const [shard, { machineArn, executionRole, environment }] of placesOfShards(place)) {
    if (shard === undefined) continue;
    const roleArn = `arn:${environment.partition}:iam::${environment.accountId}:role/${executionRole}`;
    for (const name of [machineArn, machineArn.split(':').at(-1) ?? '', executionRole, roleArn])
      shards.set(name, shard);
  }
  for (const { type, address, values } of resources) {
    const [name, index] = [textOf(values, 'name'), indexOf(address)];
    if (type !== 'aws_iam_policy' || typeof name !== 'string' || typeof index !== 'string') continue;
    const [shard = ''] = index.split('-');
    shards.set(name, shard);
  }
  return (subject) => (subject === null ? undefined : shards.get(subject));
}
