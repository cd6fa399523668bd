import {
  actionMatches,
  normaliseResource,
  overlaps,
  parseOperator,
  surelyContains,
  type Condition,
  type Statement,
} from '../../iam';
import { overlapsArn } from './arn-overlap';

/** A call that is compared with statements. */
export interface Call {
  /** The action, such as `iam:PassRole`, without a wildcard. */
  readonly action: string;
  /** The ARNs of the called resources. `*` and `?` match the unknown parts, or several resources. */
  readonly resource: string;
  /** The service to which `iam:PassRole` passes a role. */
  readonly passedTo?: string;
}

/** The needed parts of a statement. */
export type Grant = Pick<Statement, 'effect' | 'action' | 'resource' | 'conditions'>;

/** Whether a statement names the action, by a pattern or by not excluding it. */
export function namesAction({ action }: Pick<Statement, 'action'>, name: string): boolean {
  return action.patterns.some((pattern) => actionMatches(pattern, name)) !== action.negated;
}

/**
 * Whether a statement can allow a call on some of these resources. Conditions count as met, because a caller can easily get tags and addresses; but
 * another service cannot meet a condition on the service to which a role is passed.
 */
export function mayAllow(statement: Grant, { action, resource, passedTo }: Call): boolean {
  return (
    statement.effect === 'Allow' &&
    namesAction(statement, action) &&
    mayBeOn(statement, resource) &&
    (passedTo === undefined || !statement.conditions.some((condition) => isForOthers(condition, passedTo)))
  );
}

/** Whether a statement can apply to a resource that a pattern matches. */
export function mayBeOn({ resource }: Pick<Statement, 'resource'>, target: string): boolean {
  if (resource === undefined) return true;
  if (!resource.negated) return resource.patterns.some((pattern) => overlapsArn(widened(pattern), target));
  return !isSurelyOn(resource.patterns, target);
}

/** Whether one of the patterns certainly contains the target; the value of a variable is not known. */
function isSurelyOn(patterns: readonly string[], target: string): boolean {
  return patterns.some((pattern) => !pattern.includes('${') && surelyContains(pattern, target));
}

/** Whether a statement denies a call on all of these resources, for every request. */
export function surelyDenies(statement: Grant, { action, resource: target }: Call): boolean {
  const { effect, conditions, resource } = statement;
  if (effect !== 'Deny' || conditions.length > 0 || !namesAction(statement, action)) return false;
  if (resource === undefined) return true;
  return resource.negated
    ? !resource.patterns.some((pattern) => overlapsArn(widened(pattern), target))
    : isSurelyOn(resource.patterns, target);
}

/** A resource as a pattern of all its possible values: a variable can have any value. */
export function widened(resource: string): string {
  return normaliseResource(resource.replace(/\$\{[^}]*\}?/g, '*'));
}

/**
 * Whether a condition allows passing a role to other services only. The key is in every request of PassRole.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#available-keys-for-iam
 */
function isForOthers({ operator, key, values }: Condition, service: string): boolean {
  const comparison = parseOperator(operator)?.comparison;
  if (key.toLowerCase() !== 'iam:passedtoservice') return false;
  if (comparison !== 'StringEquals' && comparison !== 'StringLike' && comparison !== 'StringEqualsIgnoreCase')
    return false;
  return !values.some((value) => overlaps(widened(value).toLowerCase(), service));
}
