import type { Condition, Grant } from '../iam';
import { judgeGrant, type Judgement } from './containment';
import type { Context, JudgedRole } from './context';
import { grantsOf } from './grants';
import { resourceGrantsOf } from './resource-policies/grants';

/** One row of the permission table: what a role may do, and by which line of its contract. */
export interface Permission {
  readonly role: string;
  /** By a policy of the role itself, or by that of a resource. */
  readonly by: 'identity' | 'resource-policy';
  readonly action: string;
  readonly resource: string;
  readonly conditions: readonly string[];
  /** The contract's line, under "identity" or under "resourcePolicies"; null where it is outside. */
  readonly contractLine: number | null;
  readonly verdict: 'inside' | 'outside' | 'inert';
  readonly address: string;
  readonly statement: number;
}

/** Everything that the role's known policies, and those of resources, allow. Of a sensitive policy only the place is told. */
export function permissionsOf(context: Context, role: JudgedRole): Permission[] {
  return [...byIdentity(role), ...byResourcePolicies(context, role)];
}

function byIdentity(role: JudgedRole): Permission[] {
  return grantsOf(role.policies).flatMap((grant) => {
    const { source, statement } = grant;
    const { address } = source.resource;
    // One list for all pairs of a statement: it may have tens of thousands.
    const conditions = source.isSensitive ? [] : statement.conditions.map(inWords);
    return judgeGrant(grant, role.contract).map((judgement): Permission => ({
      role: role.roleName,
      by: 'identity',
      action: source.isSensitive ? sensitive : judgement.pair.action,
      resource: source.isSensitive ? sensitive : judgement.pair.resource,
      conditions,
      contractLine: lineOf(judgement),
      verdict: judgement.kind,
      address,
      statement: statement.index,
    }));
  });
}

function byResourcePolicies(context: Context, role: JudgedRole): Permission[] {
  return resourceGrantsOf(context, role).grants.map(({ source, statement, pair, line }): Permission => ({
    role: role.roleName,
    by: 'resource-policy',
    ...shownPair(pair, source.isSensitive),
    contractLine: line?.index ?? null,
    verdict: line === undefined ? 'outside' : 'inside',
    address: source.resource.address,
    statement: statement.index,
  }));
}

const sensitive = '(sensitive)';

function inWords({ operator, key, values }: Condition): string {
  return `${operator} ${key} ${JSON.stringify(values)}`;
}

function shownPair(
  { action, resource, conditions }: Grant,
  isSensitive: boolean,
): Pick<Permission, 'action' | 'resource' | 'conditions'> {
  if (isSensitive) return { action: sensitive, resource: sensitive, conditions: [] };
  return { action, resource, conditions: conditions.map(inWords) };
}

function lineOf(judgement: Judgement): number | null {
  return judgement.kind === 'inside' ? judgement.line.index : null;
}
