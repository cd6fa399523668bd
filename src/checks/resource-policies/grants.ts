import {
  coveredBy,
  permissionsOf,
  matches,
  contains,
  shortfall,
  type Permission,
  type PermissionLine,
  type ResourcePlace,
  type Shortfall,
  type Statement,
} from '../../iam';
import { textOf, type Model } from '../../model';
import { demandedConditions, hasPolicyVariables } from '../grants/containment';
import { addressMatches, isIgnored, type Context, type JudgedRole } from '../context';
import type { ResourcePolicyLine } from '../contract/contract';
import { isAssumedElsewhere } from '../naming/elsewhere';
import { valueNames } from '../naming/ownership';
import { soughtRole } from '../naming/sought-role';
import type { NamedRole } from './named-role';
import { reachOf, type Grantee, type Reach } from './principals';
import { resourcePoliciesOf, type ResourcePolicySource } from './sources';

/** One action that the policy of a resource grants to the role. */
export interface ResourceGrant {
  readonly source: ResourcePolicySource;
  readonly statement: Statement;
  /** The principal of the statement. */
  readonly grantee: Grantee;
  /** The resource of the policy if the statement has `*` or nothing. */
  readonly pair: Permission;
  /** The line of the contract that allows it; otherwise the missing part. */
  readonly line: ResourcePolicyLine | undefined;
  readonly shortfall: Shortfall | undefined;
}

/** An undecided question: whether a policy, or one statement of it, grants the role something. */
export interface ResourceQuestion {
  readonly source: ResourcePolicySource;
  readonly statement: Statement | undefined;
  readonly problem: string;
}

interface ResourceGrants {
  readonly grants: readonly ResourceGrant[];
  readonly questions: readonly ResourceQuestion[];
}

/** The resource of a policy, as an exception identifies it. */
export function ownerAddress({ owner }: ResourcePolicySource): string {
  return owner.addresses.at(-1) ?? '';
}

const known = new WeakMap<JudgedRole, ResourceGrants>();

/** The grants of resource policies to a role, compared with the lines of its contract. */
export function resourceGrantsOf(context: Context, role: JudgedRole): ResourceGrants {
  const found = known.get(role) ?? judge(context, role);
  known.set(role, found);
  return found;
}

function judge(context: Context, role: JudgedRole): ResourceGrants {
  const grants: ResourceGrant[] = [];
  const questions: ResourceQuestion[] = [];
  const named = namedRole(role);
  for (const source of resourcePoliciesOf(context.model)) {
    const { resource, attribute, isUnknown } = source;
    // A contract can leave a question out, never a grant.
    const ask = (question: ResourceQuestion) => {
      if (!isIgnored(context, 'resource-policies', resource.address)) questions.push(question);
    };
    if (isUnknown && isAssumedElsewhere(role.contract.elsewhere, resource, attribute)) continue;
    if (source.document === undefined) {
      ask({ source, statement: undefined, problem: source.problem ?? 'it cannot be read' });
      continue;
    }
    for (const statement of source.document.statements) {
      const reach = reachIn(context.model, source, statement, role, named);
      if (reach.kind === 'undecided') ask({ source, statement, problem: reach.problem });
      if (reach.kind !== 'grant') continue;
      for (const pair of permissionsOf(statement, source.document.version)) {
        grants.push({ source, statement, grantee: reach.grantee, ...held(pair, source, role) });
      }
    }
  }
  return { grants, questions };
}

export function namedRole({ roleName, roleArn, roles }: JudgedRole): NamedRole {
  const [first, ...more] = roles;
  const only = more.length === 0 ? first : undefined;
  const path = only === undefined ? undefined : (textOf(only.values, 'path') ?? '/');
  const id = only === undefined ? undefined : textOf(only.values, 'unique_id');
  const [, partition = 'aws', , , accountId = ''] = roleArn.split(':');
  return {
    name: roleName,
    partition,
    accountId,
    path: typeof path === 'string' ? path : undefined,
    uniqueId: typeof id === 'string' ? id : undefined,
  };
}

function reachIn(
  model: Model,
  source: ResourcePolicySource,
  statement: Statement,
  role: JudgedRole,
  named: NamedRole,
): Reach {
  const { unknownPrincipal, attribute, resource, document } = source;
  if (unknownPrincipal === undefined) return reachOf(statement, document?.version, named);
  const answer = valueNames(model, unknownPrincipal, { resource, attribute }, soughtRole(role));
  if (answer === 'yes') return { kind: 'grant', grantee: { kind: 'role', principal: role.roleArn } };
  return answer === 'no'
    ? { kind: 'none' }
    : { kind: 'undecided', problem: `its ${attribute} is not known: ${unknownPrincipal.reason}` };
}

/** Compares one pair with the lines for its resource. */
function held(
  granted: Permission,
  source: ResourcePolicySource,
  { contract, place }: JudgedRole,
): Pick<ResourceGrant, 'pair' | 'line' | 'shortfall'> {
  const pair = { ...granted, resource: readableResource(granted, source) };
  const lines = contract.resourcePolicies.filter((line) => isOn(line, granted, source));
  const sameVariables = hasPolicyVariables(source.document);
  const line = lines.find((one) => coveredBy(pair, grantLineOf(one, sameVariables)));
  if (line !== undefined) return { pair, line, shortfall: undefined };
  return { pair, line: undefined, shortfall: shortfallOf(pair, { lines, sameVariables }, place) };
}

/** `*` in the policy of a key is that key. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
function readableResource({ resource }: Permission, { owner, isAccountWide }: ResourcePolicySource): string {
  if (resource !== '*' || isAccountWide) return resource;
  return owner.arn ?? owner.addresses.at(-1) ?? resource;
}

/** Whether a line of the contract applies to the resource of a statement. */
function isOn({ on }: ResourcePolicyLine, { resource }: Permission, source: ResourcePolicySource): boolean {
  const { owner, isAccountWide } = source;
  if (on.kind === 'address') return owner.addresses.some((address) => addressMatches(on.pattern, address));
  if (!isAccountWide && owner.arn !== undefined && matches(on.pattern, owner.arn)) return true;
  return resource !== '*' && contains(on.pattern, resource);
}

function grantLineOf({ actions, conditions }: ResourcePolicyLine, sameVariables: boolean): PermissionLine {
  return { actions, resources: ['*'], conditions: demandedConditions(conditions), sameVariables };
}

/** The missing part, with the number of the line in the contract. */
function shortfallOf(
  pair: Permission,
  { lines, sameVariables }: { readonly lines: readonly ResourcePolicyLine[]; readonly sameVariables: boolean },
  place: ResourcePlace,
): Shortfall | undefined {
  const asked = lines.map((line) => grantLineOf(line, sameVariables));
  const found = shortfall(pair, asked, place);
  if (found?.kind === 'conditions') return { ...found, line: lines[found.line]?.index ?? found.line };
  if (found?.kind === 'several') return { ...found, lines: found.lines.map((line) => lines[line]?.index ?? line) };
  return found;
}
