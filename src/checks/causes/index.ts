import type { Check } from '../check';
import type { JudgedRole } from '../context';
import type { Contract } from '../contract/contract';
import { withUnnamedUsers } from './unnamed-users';
import { withWideStatements } from './wide-statements';

export type { Cause } from './cause';

/**
 * Finds what many findings come from: first users whom no contract names, then statements of which more than one grant is outside.
 * @param roles the roles that were judged, for each check
 * @param judge judges the same inputs by other contracts
 */
export function withCauses(
  checks: readonly Check[],
  roles: readonly (readonly JudgedRole[])[],
  contracts: readonly Contract[],
  judge: (contracts: readonly Contract[]) => readonly Check[],
): readonly Check[] {
  return withUnnamedUsers(checks, roles, contracts, judge).map(withWideStatements);
}
