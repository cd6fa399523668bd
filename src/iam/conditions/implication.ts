import { foldAscii } from '../../text/ascii';
import type { Condition } from '../policy/document';
import { opposites, parseOperator, type Comparison, type Operator } from '../policy/operators';
import { stricter } from './implication-table';

/**
 * Whether the conditions of a grant stop every request that the required ones stop: for each required condition there is one granted condition that
 * is the same or stricter. The grant can have further conditions.
 */
export function conditionsMeet(
  demanded: readonly Condition[],
  granted: readonly Condition[],
  sameVariables = false,
): boolean {
  return unmetConditions(demanded, granted, sameVariables).length === 0;
}

/**
 * The required conditions that no granted one meets.
 * @param sameVariables a `${…}` is a policy variable on both sides, so the same text has the same value in every request
 */
export function unmetConditions(
  demanded: readonly Condition[],
  granted: readonly Condition[],
  sameVariables = false,
): Condition[] {
  return demanded.filter((demand) => !granted.some((grant) => meets(demand, grant, sameVariables)));
}

/**
 * Whether one condition is at least as strict as another: the same key in any case, the same treatment of several values, no IfExists that was not
 * required, an operator that is the same or stricter, and every granted value within a required one. For negated operators the direction is reversed:
 * every required value must be among those that the grant excludes. A condition without values is not a restriction.
 */
function meets(demand: Condition, grant: Condition, sameVariables: boolean): boolean {
  const wanted = parseOperator(demand.operator);
  const given = parseOperator(grant.operator);
  if (wanted === undefined || given === undefined) return false;
  if (foldAscii(demand.key) !== foldAscii(grant.key)) return false;
  if (demand.values.length === 0 || grant.values.length === 0) return false;
  if (wanted.set !== given.set || (given.ifExists && !wanted.ifExists)) return false;
  if (sameVariables && wanted.comparison === given.comparison && isSameSide(wanted, demand.values, grant.values))
    return true;
  return valuesMeet(wanted, demand.values, given, grant.values);
}

/** Whether each granted value is literally among the required ones; for a negated comparison, the other way round. */
function isSameSide({ comparison }: Operator, demanded: readonly string[], granted: readonly string[]): boolean {
  const [outer, inner] = opposites[comparison] === undefined ? [demanded, granted] : [granted, demanded];
  return inner.every((value) => outer.includes(value));
}

function valuesMeet(
  wanted: Operator,
  demanded: readonly string[],
  given: Operator,
  granted: readonly string[],
): boolean {
  const wantedOpposite = opposites[wanted.comparison];
  const givenOpposite = opposites[given.comparison];
  if (wantedOpposite === undefined && givenOpposite === undefined) {
    return allWithin(wanted.comparison, demanded, given.comparison, granted);
  }
  if (wantedOpposite === undefined || givenOpposite === undefined) return false;
  // The value that a variable excludes is not known before the request.
  const known = granted.filter((value) => !value.includes('${'));
  return allWithin(givenOpposite, known, wantedOpposite, demanded);
}

function allWithin(
  outer: Comparison,
  outerValues: readonly string[],
  inner: Comparison,
  innerValues: readonly string[],
): boolean {
  const within = stricter[outer]?.[inner];
  return within !== undefined && innerValues.every((value) => outerValues.some((one) => within(one, value)));
}
