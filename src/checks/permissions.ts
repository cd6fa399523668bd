import type { Condition, Permission, PolicyDocument } from '../iam';
import { judgeGrant, type Judgement } from './grants/containment';
import type { Context, JudgedRole } from './context';
import { isAccepted } from './contract/exceptions';
import { allowStatementsOf } from './grants/grants';
import { ownerAddress, resourceGrantsOf } from './resource-policies/grants';

/** One row of the permission table: a permission of a role, and the line of its contract. */
export interface PermissionRow {
  readonly role: string;
  /** Whether a policy of the role itself grants it, or a policy of a resource. */
  readonly by: 'identity' | 'resource-policy';
  readonly action: string;
  readonly resource: string;
  readonly conditions: readonly string[];
  /** The line of the contract, under "identity" or under "resourcePolicies"; null if it is outside. */
  readonly contractLine: number | null;
  readonly verdict: 'inside' | 'accepted' | 'outside' | 'inert';
  readonly address: string;
  readonly statement: number;
}

/** Everything that the role's known policies and the policies of resources allow. A sensitive policy is reported only by its place. */
export function permissionRows(context: Context, role: JudgedRole): PermissionRow[] {
  return byIdentity(context, role).concat(byResourcePolicies(context, role));
}

function byIdentity(context: Context, role: JudgedRole): PermissionRow[] {
  const rows: PermissionRow[] = [];
  for (const grant of allowStatementsOf(role.policies)) {
    const { resource, isSensitive } = grant.source;
    const { address } = resource;
    const statement = grant.statement.index;
    // One list for all pairs of a statement, which can have tens of thousands.
    const conditions = isSensitive ? [] : grant.statement.conditions.map(inWords);
    const judged = judgeGrant(grant, role);
    for (const judgement of judged.slice(0, mostOfStatement)) {
      rows.push({
        role: role.roleName,
        by: 'identity',
        action: isSensitive ? sensitive : judgement.pair.action,
        resource: isSensitive ? sensitive : judgement.pair.resource,
        conditions,
        contractLine: lineOf(judgement),
        verdict: judgement.kind === 'outside' ? outside(context, role, judgement.pair, grant.document) : judgement.kind,
        address,
        statement,
      });
    }
    const more = judged.length - mostOfStatement;
    if (more > 0) rows.push(restOf(role, address, statement, more, judged.slice(mostOfStatement)));
  }
  return rows;
}

/** The limit of shown pairs. No honest statement has as many, a hostile one must not flood the report, and the verdict covers all of them. */
const mostOfStatement = 1000;

function restOf(
  { roleName }: JudgedRole,
  address: string,
  statement: number,
  more: number,
  judged: readonly Judgement[],
): PermissionRow {
  return {
    role: roleName,
    by: 'identity',
    action: `(${more} more pairs of an action and a resource)`,
    resource: '(see the statement)',
    conditions: [],
    contractLine: null,
    verdict: judged.some(({ kind }) => kind === 'outside') ? 'outside' : 'inside',
    address,
    statement,
  };
}

function byResourcePolicies(context: Context, role: JudgedRole): PermissionRow[] {
  return resourceGrantsOf(context, role).grants.map(({ source, statement, pair, line }): PermissionRow => ({
    role: role.roleName,
    by: 'resource-policy',
    ...shownPair(pair, source.isSensitive),
    contractLine: line?.index ?? null,
    verdict: line === undefined ? outside(context, role, pair, source.document, ownerAddress(source)) : 'inside',
    address: source.resource.address,
    statement: statement.index,
  }));
}

function outside(
  context: Context,
  role: JudgedRole,
  pair: Permission,
  document: PolicyDocument | undefined,
  of?: string,
): 'accepted' | 'outside' {
  if (role.contract.exceptions.length === 0) return 'outside';
  const grant = { pair, version: document?.version, ...(of === undefined ? {} : { of }) };
  return isAccepted(context, role, grant) ? 'accepted' : 'outside';
}

const sensitive = '(sensitive)';

function inWords({ operator, key, values }: Condition): string {
  return `${operator} ${key} ${JSON.stringify(values)}`;
}

function shownPair(
  { action, resource, conditions }: Permission,
  isSensitive: boolean,
): Pick<PermissionRow, 'action' | 'resource' | 'conditions'> {
  if (isSensitive) return { action: sensitive, resource: sensitive, conditions: [] };
  return { action, resource, conditions: conditions.map(inWords) };
}

function lineOf(judgement: Judgement): number | null {
  return judgement.kind === 'inside' ? judgement.line.index : null;
}
