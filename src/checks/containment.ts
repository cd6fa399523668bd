import { actionContains, contains, hasVariables, normaliseResource, overlaps } from '../iam';
import { operations } from '../workflow/operations';
import { meets } from './conditions';
import type { Contract, IdentityLine } from './contract';
import type { Grant } from './grants';

/** One action on one resource, both patterns, that a statement allows. */
export interface Pair {
  readonly action: string;
  /** As AWS reads it: a short ARN is completed with wildcards. */
  readonly resource: string;
}

export type Judgement =
  | { readonly kind: 'inside'; readonly pair: Pair; readonly line: IdentityLine }
  /** No service defines the action for such a resource, so the pair allows nothing. */
  | { readonly kind: 'inert'; readonly pair: Pair }
  | { readonly kind: 'outside'; readonly pair: Pair; readonly because: 'action' | 'resource' }
  | { readonly kind: 'outside'; readonly pair: Pair; readonly because: 'conditions'; readonly line: IdentityLine }
  | { readonly kind: 'outside'; readonly pair: Pair; readonly because: 'variables' }
  | { readonly kind: 'outside'; readonly pair: Pair; readonly because: 'everything-but' };

/**
 * The resources that the five actions can be about, as the Service Authorization Reference defines them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const resourcesOf: { readonly [service: string]: string } = {
  iam: 'arn:*:iam::*:user/*',
  secretsmanager: 'arn:*:secretsmanager:*:*:secret:*',
  ses: 'arn:*:ses:*:*:*',
};

/** Holds every pair of a statement against the contract: each must lie in one line of it, with that line's conditions. */
export function judgeGrant({ statement, document }: Grant, contract: Contract): Judgement[] {
  const { action, resource, conditions } = statement;
  if (action.negated || resource === undefined || resource.negated) {
    const shown = (patterns: readonly string[] | undefined, negated: boolean | undefined) =>
      patterns === undefined ? '*' : `${negated ? 'everything but ' : ''}${patterns.join(', ')}`;
    const pair = {
      action: shown(action.patterns, action.negated),
      resource: shown(resource?.patterns, resource?.negated),
    };
    return [{ kind: 'outside', pair, because: 'everything-but' }];
  }
  const pairs = action.patterns.flatMap((one) =>
    resource.patterns.map((other) => ({ action: one, resource: normaliseResource(other) })),
  );
  return pairs.map((pair): Judgement => {
    if (hasVariables(pair.resource, document.version)) return { kind: 'outside', pair, because: 'variables' };
    const ofAction = contract.identity.filter((line) =>
      line.actions.some((outer) => actionContains(outer, pair.action)),
    );
    const ofPair = ofAction.filter((line) => line.resources.some((outer) => contains(outer, pair.resource)));
    const line = ofPair.find(({ conditions: demanded }) =>
      demanded.every((one) => meets(conditions, one, document.version)),
    );
    if (line !== undefined) return { kind: 'inside', pair, line };
    if (isInert(pair)) return { kind: 'inert', pair };
    const [nearest] = ofPair;
    if (nearest !== undefined) return { kind: 'outside', pair, because: 'conditions', line: nearest };
    if (ofAction.length === 0) return { kind: 'outside', pair, because: 'action' };
    return { kind: 'outside', pair, because: 'resource' };
  });
}

function isInert({ action, resource }: Pair): boolean {
  const operation = operations.find(({ iamAction }) => iamAction.toLowerCase() === action.toLowerCase());
  const defined = operation === undefined ? undefined : resourcesOf[operation.iamAction.split(':')[0] ?? ''];
  return defined !== undefined && !overlaps(defined, resource);
}

/** Whether a grant gives anything of what a line's action and resource stand for. */
export function touches({ statement }: Grant, action: string, resource: string): boolean {
  const { action: actions, resource: resources } = statement;
  if (actions.negated || resources === undefined || resources.negated) return true;
  return (
    actions.patterns.some((pattern) => pattern === action || overlaps(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.patterns.some((pattern) => pattern === resource || overlaps(normaliseResource(pattern), resource))
  );
}
