import { compare } from './compare';
import type { Condition, PolicyVersion } from '../policy/document';
import { opposites, parseOperator } from '../policy/operators';
import { resolveVariables } from './variables';

/** Values of the request by condition key in lower case. A key with several values is multi-valued. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/**
 * Whether a condition holds for a request. The values of a condition are alternatives; for a negated operator, none of them may match. An absent key
 * fails a positive operator, and satisfies a negated one, `…IfExists` and `ForAllValues`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * @throws RangeError for an operator, or a value of the condition, that cannot be read: nothing is decided by a guess.
 */
export function conditionHolds(
  condition: Condition,
  context: RequestContext,
  version: PolicyVersion | undefined,
): boolean {
  const operator = parseOperator(condition.operator);
  if (operator === undefined) throw new RangeError(`"${condition.operator}" is not an IAM condition operator`);
  const given = valuesOf(context, condition.key);
  if (operator.comparison === 'Null') return condition.values.some((value) => isTrue(value) === (given.length === 0));

  const wanted = condition.values
    .map((value) => resolveVariables(value, version, context))
    .filter((value) => value !== undefined);
  const opposite = opposites[operator.comparison];
  const matchesSome = (value: string): boolean => {
    const found = wanted.map((one) => compare(opposite ?? operator.comparison, one, value)).includes(true);
    return opposite === undefined ? found : !found;
  };

  if (operator.set === 'ForAllValues') return given.every(matchesSome);
  if (given.length === 0) return operator.ifExists || (opposite !== undefined && operator.set === undefined);
  if (operator.set === undefined && opposite !== undefined) return given.every(matchesSome);
  return given.some(matchesSome);
}

function valuesOf(context: RequestContext, key: string): readonly string[] {
  const name = key.toLowerCase();
  return Object.hasOwn(context, name) ? (context[name] ?? []) : [];
}

function isTrue(value: string): boolean {
  const folded = value.toLowerCase();
  if (folded === 'true' || folded === 'false') return folded === 'true';
  throw new RangeError(`A Null condition compares with "true" or "false", not with "${value}"`);
}
