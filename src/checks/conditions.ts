import { contains, hasVariables, parseOperator, type Condition, type PolicyVersion } from '../iam';
import type { DemandedCondition } from './contract';

/**
 * Which operators are at least as strict as a demanded one. Wildcards mean something in `…Like` and in the Arn operators; under
 * StringEquals they are plain characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const asStrict: { readonly [demanded: string]: readonly string[] } = {
  StringLike: ['StringLike', 'StringEquals'],
  ArnLike: ['ArnLike', 'ArnEquals', 'StringEquals'],
  ArnEquals: ['ArnLike', 'ArnEquals', 'StringEquals'],
};

const hasWildcards = (value: string): boolean => /[*?]/.test(value);

/** Whether a statement's conditions demand what the contract demands: further conditions only narrow, and are welcome. */
export function meets(
  conditions: readonly Condition[],
  demanded: DemandedCondition,
  version: PolicyVersion | undefined,
): boolean {
  const wanted = parseOperator(demanded.operator);
  if (wanted === undefined) return false;
  const met = conditions.some((condition) => {
    const given = parseOperator(condition.operator);
    if (given === undefined || given.ifExists || given.set !== wanted.set) return false;
    if (condition.key.toLowerCase() !== demanded.key.toLowerCase() || condition.values.length === 0) return false;
    const allowed = asStrict[wanted.comparison] ?? [wanted.comparison];
    if (!allowed.includes(given.comparison)) return false;
    const isLiteral = given.comparison === 'StringEquals';
    return condition.values.every(
      (value) =>
        !hasVariables(value, version) &&
        demanded.values.some((outer) => isWithin(outer, value, wanted.comparison, isLiteral)),
    );
  });
  if (!met) return false;
  return wanted.set !== 'ForAllValues' || demanded.mayBeAbsent || demandsPresence(conditions, demanded.key);
}

function isWithin(outer: string, value: string, comparison: string, isLiteral: boolean): boolean {
  if (comparison !== 'StringLike' && !comparison.startsWith('Arn')) return outer === value;
  if (isLiteral && hasWildcards(value)) return outer === value;
  return contains(outer, value);
}

/** `Null: {key: false}` holds only where the request has the key. */
function demandsPresence(conditions: readonly Condition[], key: string): boolean {
  return conditions.some(
    (condition) =>
      condition.operator === 'Null' &&
      condition.key.toLowerCase() === key.toLowerCase() &&
      condition.values.length > 0 &&
      condition.values.every((value) => value.toLowerCase() === 'false'),
  );
}

/** A demanded condition in words, as it stands in a policy. */
export function shownCondition({ operator, key, values }: DemandedCondition): string {
  return `${operator} ${key} ${values.map((value) => JSON.stringify(value)).join(' or ')}`;
}
