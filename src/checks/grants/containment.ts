import {
  coveredBy,
  permissionsOf,
  hasKnownResources,
  isInert,
  isUnsupported,
  linesWithAction,
  normaliseResource,
  overlaps,
  shortfall,
  type Condition,
  type Permission,
  type PermissionLine,
  type PolicyDocument,
  type ResourcePlace,
  type Shortfall,
  type Statement,
} from '../../iam';
import type { Contract, DemandedCondition, IdentityLine } from '../contract/contract';
import type { AllowStatement } from './grants';
import { groupsByKey } from '../../text/grouped';
import { once } from '../../once';

/** The result for one action on one resource of a statement. */
export type Judgement =
  | { readonly kind: 'inside'; readonly pair: Permission; readonly line: IdentityLine }
  /** No service defines the action for such a resource, so the pair allows nothing. */
  | { readonly kind: 'inert'; readonly pair: Permission }
  | {
      readonly kind: 'outside';
      readonly pair: Permission;
      readonly shortfall: Shortfall;
      /** No service seems to define the action for this resource, but that is not certain. */
      readonly isUnclear: boolean;
    };

/** A role with its contract; examples of calls are in the place of the role. */
interface RoleOfContract {
  readonly contract: Contract;
  readonly place: ResourcePlace;
}

const judgements = new WeakMap<Statement, WeakMap<Contract, readonly Judgement[]>>();

/**
 * Compares every pair of a statement with the contract: one line must contain it, with that line's conditions. The result is cached,
 * because several rules need it and a statement can have tens of thousands of pairs.
 */
export function judgeGrant({ statement, document }: AllowStatement, role: RoleOfContract): readonly Judgement[] {
  const { contract } = role;
  const known = judgements.get(statement)?.get(contract);
  if (known !== undefined) return known;
  const lines = linesFor(contract, document);
  const judged: Judgement[] = [];
  let [action, candidates, canBeInert]: [string, readonly number[], boolean] = ['', [], false];
  for (const pair of permissionsOf(statement, document.version)) {
    // The pairs of one action come one after the other.
    if (pair.action !== action) {
      action = pair.action;
      candidates = linesWithAction(action, lines);
      canBeInert = hasKnownResources(action);
    }
    const index = candidates.find((candidate) => isCovered(pair, lines[candidate]));
    const line = index === undefined ? undefined : contract.identity[index];
    if (line !== undefined) judged.push({ kind: 'inside', pair, line });
    else if (canBeInert && isInert(pair)) judged.push({ kind: 'inert', pair });
    else judged.push(new OutsidePair(pair, { role, lines }, canBeInert && isUnsupported(pair)));
  }
  const ofStatement = judgements.get(statement) ?? new WeakMap<Contract, readonly Judgement[]>();
  judgements.set(statement, ofStatement.set(contract, judged));
  return judged;
}

function isCovered(pair: Permission, line: PermissionLine | undefined): boolean {
  return line !== undefined && coveredBy(pair, line);
}

/** The counterexample is computed only for a pair that is shown. */
class OutsidePair {
  readonly kind = 'outside';
  private found: Shortfall | undefined;

  constructor(
    readonly pair: Permission,
    private readonly held: { readonly role: RoleOfContract; readonly lines: readonly PermissionLine[] },
    readonly isUnclear: boolean,
  ) {}

  get shortfall(): Shortfall {
    this.found ??= shortfallOf(this.pair, this.held.lines, this.held.role);
    return this.found;
  }
}

/** The missing parts, with the line numbers of the contract; lines for other environments are not counted. */
function shortfallOf(
  pair: Permission,
  lines: readonly PermissionLine[],
  { contract, place }: RoleOfContract,
): Shortfall {
  const found = shortfall(pair, lines, place) ?? { kind: 'several', lines: [] };
  const numberOf = (line: number): number => contract.identity[line]?.index ?? line;
  if (found.kind === 'conditions') return { ...found, line: numberOf(found.line) };
  return found.kind === 'several' ? { ...found, lines: found.lines.map(numberOf) } : found;
}

const linesOf = once((contract: Contract): readonly PermissionLine[] =>
  contract.identity.map(({ actions, resources, conditions }) => ({
    actions,
    resources,
    conditions: demandedConditions(conditions),
  })),
);

const linesWithVariables = once((contract: Contract): readonly PermissionLine[] =>
  linesOf(contract).map((line) => ({ ...line, sameVariables: true })),
);

/** The lines of a contract for a document: only documents of version 2012 have policy variables. */
function linesFor(contract: Contract, document: PolicyDocument): readonly PermissionLine[] {
  return hasPolicyVariables(document) ? linesWithVariables(contract) : linesOf(contract);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
export function hasPolicyVariables(document: Pick<PolicyDocument, 'version'> | undefined): boolean {
  return document?.version === '2012-10-17';
}

/** The conditions of a line, in the form of a policy. */
export function demandedConditions(conditions: readonly DemandedCondition[]): Condition[] {
  return conditions.flatMap((condition): Condition[] => {
    const { key, operator, values, mayBeAbsent } = condition;
    const demanded: Condition = { key, operator, values: [...values] };
    // ForAllValues also holds if the key is absent, so unless that is accepted its presence is also required.
    const isPresent: Condition = { key, operator: 'Null', values: ['false'] };
    return operator.startsWith('ForAllValues:') && !mayBeAbsent ? [demanded, isPresent] : [demanded];
  });
}

/** Whether a grant covers anything of a line's action and resource. */
export function touches({ statement }: AllowStatement, action: string, resource: string): boolean {
  const { action: actions, resource: resources } = statement;
  if (actions.negated || resources === undefined || resources.negated) return true;
  return (
    actions.patterns.some((pattern) => pattern === action || overlaps(pattern.toLowerCase(), action.toLowerCase())) &&
    (exactly(resources.patterns).has(resource) ||
      resources.patterns.some((pattern) => overlaps(normaliseResource(pattern), resource)))
  );
}

/** The patterns of a statement as a set: most resources of a contract are written there in the same way. */
const exactly = once((patterns: readonly string[]): ReadonlySet<string> => new Set(patterns));

/** Whether one of the grants is written for this action and resource, letter for letter. */
export function isWrittenIn(grants: readonly AllowStatement[], action: string, resource: string): boolean {
  return (writtenFor(grants).get(resource) ?? []).some(({ actions }) => actions.has(action));
}

/** The actions and resources of grants without negations, by the resource. */
const writtenFor = once((grants: readonly AllowStatement[]) => {
  const written = grants.flatMap(({ statement: { action, resource } }) =>
    action.negated || resource?.negated !== false
      ? []
      : [...exactly(resource.patterns)].map((one) => ({ actions: exactly(action.patterns), resource: one })),
  );
  return groupsByKey(written, ({ resource }) => resource);
});

/** A condition in the notation of a policy. */
export function shownCondition({ operator, key, values }: Pick<Condition, 'operator' | 'key' | 'values'>): string {
  return `${operator} ${key} ${values.map((value) => JSON.stringify(value)).join(' or ')}`;
}
