/**
 * The condition operators that IAM knows. Names are compared as AWS writes them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const comparisons = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
  'Null',
] as const;

export type Comparison = (typeof comparisons)[number];

/** Comparisons that hold if no value matches: the opposites of others, also if the key is absent. */
export const opposites: Partial<Record<Comparison, Comparison>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

export interface Operator {
  /** The treatment of several values in the request; undefined for an operator on a single value. */
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly comparison: Comparison;
  readonly ifExists: boolean;
}

const grammar = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/** Operators that were parsed; policies use few, again and again. */
const parsed = new Map<string, Operator>();

/** Parses an operator such as `ForAllValues:StringLikeIfExists`; undefined if IAM does not know it. */
export function parseOperator(text: string): Operator | undefined {
  const operator = parsed.get(text) ?? readOperator(text);
  if (operator !== undefined) parsed.set(text, operator);
  return operator;
}

function readOperator(text: string): Operator | undefined {
  const [, set, name, suffix] = grammar.exec(text) ?? [];
  const comparison = comparisons.find((known) => known === name);
  const ifExists = suffix !== undefined;
  if (comparison === undefined || (comparison === 'Null' && (ifExists || set !== undefined))) return undefined;
  return { set: set === 'ForAllValues' || set === 'ForAnyValue' ? set : undefined, comparison, ifExists };
}
