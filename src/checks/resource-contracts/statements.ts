import {
  coveredBy,
  permissionsOf,
  shortfall,
  type Permission,
  type Principal,
  type Shortfall,
  type Statement,
} from '../../iam';
import type { JudgedResource } from '../context';
import type { NamedPrincipal, PolicyLine } from '../contract/contract';
import { demandedConditions, hasPolicyVariables } from '../grants/containment';
import type { ResourcePolicySource } from '../resource-policies/sources';

/** The reason why a statement allows more than the contract of its resource. */
export type Excess =
  | { readonly kind: 'everybody-but-listed' | 'all-but-listed' | 'nobody-named' }
  | { readonly kind: 'principal'; readonly principal: Principal; readonly actions: readonly string[] }
  | {
      readonly kind: 'pair';
      readonly principal: Principal;
      readonly pair: Permission;
      /** The lines for the principal. */
      readonly lines: readonly PolicyLine[];
      readonly shortfall: Shortfall | undefined;
    };

/** The result for one statement: for each principal and action the line that allows it, or the reason why none does. */
interface JudgedStatement {
  readonly outside: readonly Excess[];
  readonly used: readonly { readonly line: PolicyLine; readonly action: string }[];
}

/** Compares what a statement allows with the lines of the contract. */
export function judgeStatement(
  statement: Statement,
  { document }: ResourcePolicySource,
  subject: JudgedResource,
): JudgedStatement {
  const { effect, principal, action } = statement;
  if (effect === 'Deny') return { outside: [], used: [] };
  if (principal === undefined) return { outside: [{ kind: 'nobody-named' }], used: [] };
  if (principal.negated) return { outside: [{ kind: 'everybody-but-listed' }], used: [] };
  if (action.negated) return { outside: [{ kind: 'all-but-listed' }], used: [] };
  const pairs = [...permissionsOf(statement, document?.version)].filter(isFirstOfAction);
  const sameVariables = hasPolicyVariables(document);
  const outside: Excess[] = [];
  const used: { line: PolicyLine; action: string }[] = [];
  for (const one of principal.principals) {
    const lines = subject.contract.policy.filter((line) => isSamePrincipal(line.principal, one));
    if (lines.length === 0) outside.push({ kind: 'principal', principal: one, actions: action.patterns });
    for (const pair of lines.length === 0 ? [] : pairs) {
      const line = lines.find((candidate) => coveredBy(pair, lineOf(candidate, sameVariables)));
      if (line !== undefined) used.push({ line, action: pair.action });
      else
        outside.push({
          kind: 'pair',
          principal: one,
          pair,
          lines,
          shortfall: missing(pair, lines, sameVariables, subject),
        });
    }
  }
  return { outside, used };
}

/** The policy of a resource is about that resource, independent of its Resource: only the actions count. */
function isFirstOfAction({ action }: Permission, index: number, pairs: readonly Permission[]): boolean {
  return pairs.findIndex((other) => other.action === action) === index;
}

function lineOf({ actions, conditions }: PolicyLine, sameVariables: boolean) {
  return { actions, resources: ['*'], conditions: demandedConditions(conditions), sameVariables };
}

function missing(
  pair: Permission,
  lines: readonly PolicyLine[],
  sameVariables: boolean,
  { place }: JudgedResource,
): Shortfall | undefined {
  const found = shortfall(
    pair,
    lines.map((line) => lineOf(line, sameVariables)),
    place,
  );
  return found?.kind === 'conditions' ? { ...found, line: lines[found.line]?.index ?? found.line } : found;
}

/** Principals are compared as texts; an account and its root are the same. */
function isSamePrincipal(line: NamedPrincipal, { type, value }: Principal): boolean {
  if (line.type === 'Service') return type === 'Service' && line.value.toLowerCase() === value.toLowerCase();
  if (line.type === 'AWS' && line.value === '*') return (type === 'AWS' || type === '*') && value === '*';
  return type === line.type && accountOf(value) === accountOf(line.value);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts */
function accountOf(value: string): string {
  const [, account] = /^arn:[a-z-]+:iam::(\d{12}):root$/.exec(value) ?? [];
  return account ?? value;
}
