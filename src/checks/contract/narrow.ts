import type { Contract, Limited } from './contract';

/** Whether something in a contract counts in some environments only, so that it matters which one an input is of. */
export function isLimited({
  identity,
  resourcePolicies,
  pairs = [],
  trust,
  uses,
  acceptedUsers,
  readers,
}: Contract): boolean {
  const lists: readonly (readonly Limited[])[] = [
    identity,
    resourcePolicies,
    pairs,
    trust,
    uses,
    acceptedUsers,
    readers ?? [],
  ];
  return lists.some((list) => list.some(({ environments }) => environments !== undefined));
}

/**
 * A contract as it is in one environment: without what is limited to others. A list of which nothing is left is an empty list, and allows
 * nothing. Where the environment is not known, nothing that is limited counts.
 */
export function inEnvironment(contract: Contract, environment: string | undefined): Contract {
  const own = <Line extends Limited>(lines: readonly Line[]): readonly Line[] =>
    lines.filter(
      ({ environments }) =>
        environments === undefined || (environment !== undefined && environments.includes(environment)),
    );
  return {
    ...contract,
    identity: own(contract.identity),
    resourcePolicies: own(contract.resourcePolicies),
    pairs: contract.pairs === undefined ? undefined : own(contract.pairs),
    trust: own(contract.trust),
    uses: own(contract.uses),
    acceptedUsers: own(contract.acceptedUsers),
    readers: contract.readers === undefined ? undefined : own(contract.readers),
  };
}
