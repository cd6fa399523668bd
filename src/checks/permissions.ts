import { judgeGrant, type Judgement } from './containment';
import type { JudgedRole } from './context';
import { grantsOf } from './grants';

/** One row of the permission table: what a role may do, and by which line of its contract. */
export interface Permission {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly conditions: readonly string[];
  /** The contract's line; null where it is outside. */
  readonly contractLine: number | null;
  readonly verdict: 'inside' | 'outside' | 'inert';
  readonly address: string;
  readonly statement: number;
}

/** Everything that the role's known policies allow. Of a sensitive policy only the place is told. */
export function permissionsOf(role: JudgedRole): Permission[] {
  return grantsOf(role.policies).flatMap((grant) => {
    const { source, statement } = grant;
    const conditions = statement.conditions.map(
      ({ operator, key, values }) => `${operator} ${key} ${JSON.stringify(values)}`,
    );
    return judgeGrant(grant, role.contract).map((judgement): Permission => ({
      role: role.roleName,
      action: source.isSensitive ? '(sensitive)' : judgement.pair.action,
      resource: source.isSensitive ? '(sensitive)' : judgement.pair.resource,
      conditions: source.isSensitive ? [] : conditions,
      contractLine: lineOf(judgement),
      verdict: judgement.kind,
      address: source.resource.address,
      statement: statement.index,
    }));
  });
}

function lineOf(judgement: Judgement): number | null {
  return judgement.kind === 'inside' ? judgement.line.index : null;
}
