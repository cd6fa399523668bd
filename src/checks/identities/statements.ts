import {
  actionMatches,
  contains,
  normaliseResource,
  overlaps,
  parseOperator,
  type Condition,
  type Statement,
} from '../../iam';

/** One call that a statement is held against. */
export interface Call {
  /** Such as `iam:PassRole`, without a wildcard. */
  readonly action: string;
  /** ARNs of what it is made on; `*` and `?` stand for what is not known of them, or for several. */
  readonly resource: string;
  /** The service that a role is passed to, by `iam:PassRole`. */
  readonly passedTo?: string;
}

/** As much of a statement as is asked for. */
export type Grant = Pick<Statement, 'effect' | 'action' | 'resource' | 'conditions'>;

/** Whether a statement names the action, by a pattern or by leaving it out of its exceptions. */
export function namesAction({ action }: Pick<Statement, 'action'>, name: string): boolean {
  return action.patterns.some((pattern) => actionMatches(pattern, name)) !== action.negated;
}

/**
 * Whether a statement may allow a call on some of these resources. Conditions count as met, as tags and addresses are easily had; but a
 * condition on the service that a role is passed to cannot be met by another service.
 */
export function mayAllow(statement: Grant, { action, resource, passedTo }: Call): boolean {
  return (
    statement.effect === 'Allow' &&
    namesAction(statement, action) &&
    mayBeOn(statement, resource) &&
    (passedTo === undefined || !statement.conditions.some((condition) => isForOthers(condition, passedTo)))
  );
}

/** Whether a statement may be on one of the resources that a pattern stands for. */
export function mayBeOn({ resource }: Pick<Statement, 'resource'>, target: string): boolean {
  if (resource === undefined) return true;
  if (!resource.negated) return resource.patterns.some((pattern) => overlapsArn(widened(pattern), target));
  return !resource.patterns.some((pattern) => !pattern.includes('${') && contains(normaliseResource(pattern), target));
}

/** Whether a statement takes away a call on all of these resources, whatever the request is. */
export function surelyDenies(statement: Grant, { action, resource: target }: Call): boolean {
  const { effect, conditions, resource } = statement;
  if (effect !== 'Deny' || conditions.length > 0 || !namesAction(statement, action)) return false;
  if (resource === undefined) return true;
  return resource.negated
    ? !resource.patterns.some((pattern) => overlapsArn(widened(pattern), target))
    : resource.patterns.some((pattern) => !pattern.includes('${') && contains(normaliseResource(pattern), target));
}

/** A resource as a pattern of all that it may stand for: a variable may stand for anything. */
export function widened(resource: string): string {
  return normaliseResource(resource.replace(/\$\{[^}]*\}?/g, '*'));
}

/**
 * Whether one ARN is matched by both patterns. The stars of the second stand for whole fields that are not known, or for an end: they do
 * not cross a colon, and where those of the first stand for whole fields too, each field is held against its counterpart.
 */
export function overlapsArn(pattern: string, target: string): boolean {
  const [one, other] = [fieldsOf(pattern), fieldsOf(target)];
  if (one === undefined || other === undefined) return overlaps(pattern, target);
  return one.every((field, index) => overlaps(field, other[index] ?? ''));
}

/** The six fields of an ARN; undefined where a wildcard in them may stand for more than one. */
function fieldsOf(arn: string): readonly string[] | undefined {
  const [, ...fields] = /^(arn):([\w-]+|\*):([\w-]+):([a-z0-9-]*|\*):(\d{12}|aws|\*?):(.+)$/s.exec(arn) ?? [];
  return fields.length === 0 ? undefined : fields;
}

/**
 * Whether a condition lets a role be passed to other services only. The key is in every request of PassRole.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#available-keys-for-iam
 */
function isForOthers({ operator, key, values }: Condition, service: string): boolean {
  const comparison = parseOperator(operator)?.comparison;
  if (key.toLowerCase() !== 'iam:passedtoservice') return false;
  if (comparison !== 'StringEquals' && comparison !== 'StringLike' && comparison !== 'StringEqualsIgnoreCase')
    return false;
  return !values.some((value) => overlaps(widened(value).toLowerCase(), service));
}
