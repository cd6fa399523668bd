import { contains, normaliseResource, userArn } from '../../iam';
import type { JudgedRole } from '../context';
import type { ContractPair } from '../contract/contract';
import { secretOf } from '../contract/pairs';
import { allowStatementsOf } from '../grants/grants';

/** The pairs that a shard rotates: those that its machine accepts; without a machine, those whose user or secret its role can reach. */
export function heldBy(role: JudgedRole, pairs: readonly ContractPair[]): readonly ContractPair[] {
  return role.machine === undefined ? reached(role, pairs) : (role.contract.pairs ?? []);
}

function reached({ policies, place }: JudgedRole, pairs: readonly ContractPair[]): readonly ContractPair[] {
  const granted = new Set<string>();
  for (const { statement } of allowStatementsOf(policies)) {
    const { resource } = statement;
    // A statement that is not about listed resources is outside of every contract with pairs.
    if (resource === undefined || resource.negated) continue;
    for (const pattern of resource.patterns) granted.add(normaliseResource(pattern));
  }
  const own = (pair: ContractPair) => [
    userArn(place, pair.path ?? '/', pair.userName),
    secretOf(pair.secretName, place),
  ];
  const all = new Set(pairs.flatMap(own));
  const others = [...granted].filter((pattern) => !all.has(pattern) && /:(?:user\/|secret:)/.test(pattern));
  return pairs.filter((pair) =>
    own(pair).some((arn) => granted.has(arn) || others.some((pattern) => contains(arn, pattern))),
  );
}
