import type { Check } from '../check';
import type { JudgedRole } from '../context';
import type { Contract } from '../contract/contract';
import { withUnnamedUsers } from './unnamed-users';
import { withWideStatements } from './wide-statements';

export type { Cause } from './cause';

/**
 * Finds shared causes of findings: first users that no contract names, then statements with several grants outside.
 * @param roles the roles that were judged, for each check
 * @param judge judges the same inputs against other contracts
 */
export function withCauses(
  checks: readonly Check[],
  roles: readonly (readonly JudgedRole[])[],
  contracts: readonly Contract[],
  judge: (contracts: readonly Contract[]) => readonly Check[],
): readonly Check[] {
  return withUnnamedUsers(checks, roles, contracts, judge).map(withWideStatements);
}
