import type { ChoiceRule, ChoiceCondition } from '../asl';

/**
 * Tests of a Choice state. A test of an absent path fails the execution, and no Catch can handle it. So every rule here follows one that checks
 * its paths: earlier in the same Choice (AWS uses the first rule that holds) or earlier in the same `And`, which AWS evaluates in order, as in
 * its own example.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export const present = (path: string): ChoiceCondition => ({ Variable: path, IsPresent: true });
export const absent = (path: string): ChoiceCondition => ({ Variable: path, IsPresent: false });
export const equals = (path: string, text: string): ChoiceCondition => ({ Variable: path, StringEquals: text });
export const sameAs = (path: string, other: string): ChoiceCondition => ({ Variable: path, StringEqualsPath: other });
export const isTrue = (path: string): ChoiceCondition => ({ Variable: path, BooleanEquals: true });
export const isNotA = (type: 'String' | 'Numeric' | 'Timestamp', path: string): ChoiceCondition => ({
  Variable: path,
  [`Is${type}`]: false,
});
export const earlier = (path: string, other: string): ChoiceCondition => ({
  Variable: path,
  TimestampLessThanPath: other,
});

export const all = (...conditions: readonly ChoiceCondition[]): ChoiceCondition => ({ And: conditions });
export const not = (condition: ChoiceCondition): ChoiceCondition => ({ Not: condition });

export function any(...conditions: readonly ChoiceCondition[]): ChoiceCondition {
  const [only, ...others] = conditions;
  return only !== undefined && others.length === 0 ? only : { Or: conditions };
}

/** A Choice rule: if the condition holds, the next state is `next`. */
export const when = (condition: ChoiceCondition, next: string): ChoiceRule => ({ ...condition, Next: next });
