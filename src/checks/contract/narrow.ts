import { once } from '../../once';
import type { Contract, ContractPair, Limited } from './contract';

/** Whether parts of a contract are limited to environments, so that the environment of an input matters. */
export function isLimited({
  identity,
  resourcePolicies,
  policy,
  pairs = [],
  trust,
  uses,
  acceptedUsers,
  readers,
}: Contract): boolean {
  const lists: readonly (readonly Limited[])[] = [
    identity,
    resourcePolicies,
    policy,
    pairs,
    trust,
    uses,
    acceptedUsers,
    readers ?? [],
  ];
  return lists.some((list) => list.some(({ environments }) => environments !== undefined));
}

/**
 * A contract for one environment, without the parts that are limited to others. A list without remaining entries is empty and allows
 * nothing. If the environment is not known, no limited part counts.
 */
export function inEnvironment(contract: Contract, environment: string | undefined): Contract {
  const known = ofEnvironments(contract);
  const found = known.get(environment) ?? narrowed(contract, environment);
  known.set(environment, found);
  return found;
}

const ofEnvironments = once((_: Contract) => new Map<string | undefined, Contract>());

function narrowed(contract: Contract, environment: string | undefined): Contract {
  const own = <Line extends Limited>(lines: readonly Line[]): readonly Line[] =>
    lines.filter(
      ({ environments }) =>
        environments === undefined || (environment !== undefined && environments.includes(environment)),
    );
  return {
    ...contract,
    identity: own(contract.identity),
    resourcePolicies: own(contract.resourcePolicies),
    policy: own(contract.policy),
    pairs: contract.pairs === undefined ? undefined : pairsIn(contract.pairs, environment, own),
    trust: own(contract.trust),
    uses: own(contract.uses),
    acceptedUsers: own(contract.acceptedUsers),
    readers: contract.readers === undefined ? undefined : own(contract.readers),
  };
}

/** The contracts of all shards have the same pairs, which can be thousands. */
function pairsIn(
  pairs: readonly ContractPair[],
  environment: string | undefined,
  own: (pairs: readonly ContractPair[]) => readonly ContractPair[],
): readonly ContractPair[] {
  const known = pairsOfEnvironments(pairs);
  const found = known.get(environment) ?? own(pairs);
  known.set(environment, found);
  return found;
}

const pairsOfEnvironments = once(
  (_: readonly ContractPair[]) => new Map<string | undefined, readonly ContractPair[]>(),
);
