import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import { firstShard } from '../../workflow/shards';
import { arnsOf, document, executionTrust, mailStatements } from '../documents';
import { jsonLiteral } from '../literal';
import { setLogicalId } from '../logical-id';
import { namesOf } from '../names';
import { PlainValue } from './plain-value';
import type { Part } from './shards';
import { userPolicies } from './user-policies';

/** The values that differ from shard to shard, as locals: `for_each` over a local is planned much faster than over a map that each resource repeats. */
export interface ShardTable {
  /** The machine and the role of each shard. */
  readonly shards: TerraformLocal;
  /** The managed policies of all roles. */
  readonly policies: TerraformLocal;
}

export function shardTable(scope: Construct, parts: readonly Part[], definitions: readonly string[]): ShardTable {
  const rows = parts.map((part, index) => rowsOf(part, definitions[index]));
  const shards = new TerraformLocal(scope, 'shards', tableOf(rows.map(({ shard }) => shard)));
  setLogicalId(shards, 'shards');
  const policies = new TerraformLocal(scope, 'policies', tableOf(rows.flatMap((row) => row.policies)));
  setLogicalId(policies, 'policies');
  return { shards, policies };
}

function tableOf(rows: readonly (readonly [string, object])[]): PlainValue {
  return new PlainValue(Object.fromEntries(rows));
}

function rowsOf(part: Part, definition: string | undefined) {
  const { shard = firstShard, environment } = part;
  const names = namesOf(environment.name, shard);
  const arns = arnsOf(environment, shard);
  const policies = userPolicies(part) ?? [];
  const row = {
    machine: names.stateMachine,
    machine_arn: arns.stateMachine,
    role: names.executionRole,
    role_arn: arns.executionRole,
    trust: jsonLiteral(executionTrust(environment, shard)),
    policy: jsonLiteral(document(...mailStatements(environment))),
    policy_arns: policies.map(({ arn }) => arn),
    definition,
  };
  return {
    shard: [shard, row] as const,
    policies: policies.map(
      ({ name, arn, policy }, index) =>
        [`${shard}-${index}`, { name, arn, role: names.executionRole, policy: jsonLiteral(policy) }] as const,
    ),
  };
}
