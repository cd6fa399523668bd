import { attribute, isList, isObject, Unknown, type Origin, type Value, type ValueObject } from '../../model';
import { evaluateTemplate, isTemplate } from '../expressions/template';

/**
 * Every reference that an expression of a plan's `configuration` mentions.
 * https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
 */
export function referencesOf(expression: Value | undefined): string[] {
  if (isList(expression)) return expression.flatMap(referencesOf);
  if (!isObject(expression)) return [];
  return Object.entries(expression).flatMap(([name, part]) =>
    name === 'references' && isList(part) ? part.filter((item) => typeof item === 'string') : referencesOf(part),
  );
}

/** Whether a part of a plan's `configuration` is an expression; else it is a block of them. */
export function isExpression(value: ValueObject): boolean {
  return attribute(value, 'constant_value') !== undefined || isList(attribute(value, 'references'));
}

/** The references without prefixes of others: of `aws_iam_user.ci.arn` and `aws_iam_user.ci` only the longer one. */
export function longestOf(references: readonly string[]): readonly string[] {
  return [...new Set(references)].filter(
    (one) => !references.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)),
  );
}

/** The configuration of a part of a resource: its expressions, absent, or from a `dynamic` block. */
export type Written = { readonly expressions: readonly Value[] } | 'nobody' | 'dynamic';

/** The configuration of a member of a block, or of one block of several. */
export function writtenIn(whole: Written, name: string | number, count: number): Written {
  if (typeof whole === 'string') return 'dynamic';
  const expressions: Value[] = [];
  for (const expression of whole.expressions) {
    const parts = partsOf(expression, name, count);
    if (parts === undefined) return 'dynamic';
    expressions.push(...parts);
  }
  return expressions.length === 0 ? 'nobody' : { expressions };
}

/**
 * The parts of an expression that a step leads to. Undefined for a `dynamic` block: a plan does not show those, and has more blocks than
 * expressions then. The order of the blocks need not be that of the expressions.
 */
function partsOf(expression: Value, name: string | number, count: number): readonly Value[] | undefined {
  if (isList(expression)) {
    if (typeof name === 'number') return expression.length === count ? expression : undefined;
    const parts = expression.map((block) => partsOf(block, name, count));
    return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }
  if (!isObject(expression)) return [];
  if (isExpression(expression)) return [memberOf(expression, name)];
  // A call without a reference, such as uuid(), is shown as nothing.
  if (typeof name === 'number' || Object.keys(expression).length === 0) return [expression];
  const member = attribute(expression, name);
  return member === undefined ? [] : [member];
}

/** The part of a constant with templates; any other part has the references of the whole. */
function memberOf(expression: ValueObject, name: string | number): Value {
  const value = attribute(expression, 'constant_value');
  const item = isList(value) && typeof name === 'number' ? value[name] : undefined;
  // A set has no order, so a known item can be elsewhere in the plan.
  const part = typeof item === 'string' && !isTemplate(item) ? undefined : item;
  const member = part ?? (isObject(value) ? attribute(value, String(name)) : undefined);
  return member === undefined ? expression : { ...expression, constant_value: member };
}

/** The origin of an unknown value, from the configuration. */
export function originOf(written: Written): Origin {
  if (written === 'nobody') return { kind: 'computed' };
  if (written === 'dynamic') return { kind: 'expression' };
  const [only, ...more] = written.expressions;
  if (only !== undefined && more.length === 0) return originOfExpression(only);
  if (written.expressions.every(isNative)) return { kind: 'references' };
  return { kind: 'alternatives', values: written.expressions.map((one) => unknownOf(one)) };
}

function isNative(expression: Value): boolean {
  return (
    isObject(expression) && attribute(expression, 'constant_value') === undefined && referencesOf(expression).length > 0
  );
}

function unknownOf(expression: Value): Unknown {
  return new Unknown('', referencesOf(expression), originOfExpression(expression));
}

function originOfExpression(expression: Value): Origin {
  if (!isObject(expression) || !isExpression(expression)) return { kind: 'expression' };
  const constant = attribute(expression, 'constant_value');
  if (constant === undefined) return { kind: 'references' };
  const value = templatesIn(constant);
  if (value instanceof Unknown) return value.origin;
  return isList(value) || isObject(value)
    ? { kind: 'alternatives', values: isList(value) ? value : [value] }
    : { kind: 'expression' };
}

/** The value of an expression, with every reference of its templates unresolved; undefined if only its references are shown. */
export function constantOf(expression: ValueObject): Value | undefined {
  const constant = attribute(expression, 'constant_value');
  return constant === undefined ? undefined : templatesIn(constant);
}

function templatesIn(value: Value): Value {
  if (typeof value === 'string') {
    return evaluateTemplate(value, (steps) => new Unknown('', [steps.join('.')], { kind: 'reference', steps }));
  }
  if (isList(value)) return value.map(templatesIn);
  if (!isObject(value)) return value;
  const names = Object.keys(value);
  if (names.some(isTemplate)) return new Unknown('a name in it is an expression');
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, templatesIn(item)] as const));
}
