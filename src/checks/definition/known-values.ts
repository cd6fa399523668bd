import { type Argument, type Expression, functionsIn, type IntrinsicName, readExpression } from '../../asl/expressions';
import type { Path } from '../../asl/paths';
import { attribute, isObject, plainText, textOf, type Value, type ValueObject } from '../../model';
import { createAccessKey } from '../../workflow/operations';
import { isReRooted } from './pair-binding';
import { typeOf, type DefinedState, type Definition } from './definition';
import { edgesOf, type Edge } from './graph';
import { once } from '../../once';
import { inputNames, isPrefix, plainPath } from './paths';

/** The two halves of an access key, by the members of the answer that hold them. */
export const halves = ['AccessKeyId', 'SecretAccessKey'] as const;

/** A certain fact about a value: it is made once in this execution, is one of the two halves of the new access key, or is an object without members for them. */
export type Label = 'once' | (typeof halves)[number] | 'without-key';

/** A value in a state's input, by the names that lead to it, with its label. */
export interface KnownValue {
  readonly path: readonly string[];
  readonly label: Label;
}

type KnownValues = readonly KnownValue[];

/**
 * The facts that are certain about the data at each state, for every route to it. Where routes meet, only the facts of all routes remain. So
 * the facts of a state only become fewer, and the search ends.
 */
export const knownAt = once((definition: Definition) => findKnown(definition, definition.startAt, []));

/** The same for the routes after a transition, from a state with these facts. */
export function knownAfter(definition: Definition, edge: Edge, input: KnownValues): ReadonlyMap<string, KnownValues> {
  return findKnown(definition, edge.to, after(edge, input));
}

function findKnown(definition: Definition, start: string, known: KnownValues): ReadonlyMap<string, KnownValues> {
  const inputs = new Map<string, KnownValues>([[start, known]]);
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = definition.top.get(name);
    const input = inputs.get(name);
    if (state === undefined || input === undefined) continue;
    for (const edge of edgesOf(state)) {
      const brought = after(edge, input);
      const before = inputs.get(edge.to);
      if (brought === before) continue;
      const left = before?.filter((fact) => brought.some((other) => isSame(fact, other))) ?? brought;
      if (left.length === before?.length) continue;
      inputs.set(edge.to, left);
      waiting.push(edge.to);
    }
  }
  return inputs;
}

/**
 * Functions whose result contains their arguments, in the same or another form.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
const keeping: ReadonlySet<IntrinsicName> = new Set([
  'States.Array',
  'States.Base64Encode',
  'States.Format',
  'States.JsonMerge',
  'States.JsonToString',
  'States.StringToJson',
]);
/** Functions whose result is made once if an argument is, and does not contain a key any more. */
const makingOnce: ReadonlySet<IntrinsicName> = new Set([...keeping, 'States.Hash', 'States.UUID']);

/** Returns the labels that the value of an expression surely has. */
export function labelsOf(text: Value | undefined, facts: KnownValues): Label[] {
  const expression = typeof text === 'string' ? readExpression(text) : undefined;
  return expression === undefined ? [] : labelsOfExpression(expression, facts);
}

function labelsOfExpression(expression: Expression, facts: KnownValues): Label[] {
  if (expression.kind === 'path') {
    if (isUniqueToExecution(expression.path)) return ['once'];
    // A path passes the value on unchanged, and the parent of a value is not a string.
    const copied = inputNames(expression.path);
    return copied === undefined ? [] : labelsAt(copied, facts);
  }
  const functions = functionsIn(expression);
  const paths = pathsKept(expression, facts);
  const read = paths.flatMap((path) => {
    const names = inputNames(path);
    return names === undefined ? [] : [names];
  });
  const kept = facts
    .filter(({ path, label }) => label !== 'without-key' && read.some((names) => isPrefix(names, path)))
    .map(({ label }) => label);
  if (functions.every((name) => keeping.has(name))) return [...new Set(kept)];
  if (!functions.every((name) => makingOnce.has(name))) return [];
  const isOnce = kept.includes('once') || functions.includes('States.UUID') || paths.some(isUniqueToExecution);
  return isOnce ? ['once'] : [];
}

/**
 * The paths whose values are surely in the result of these functions. The second object of a merge can overwrite the members of the first, unless
 * it has none of a key.
 */
function pathsKept(expression: Argument, facts: KnownValues): readonly Path[] {
  if (expression.kind === 'path') return [expression.path];
  if (expression.kind !== 'call') return [];
  const { name, args } = expression;
  const kept = name === 'States.JsonMerge' && mayOverwrite(args[1], facts) ? args.slice(1) : args;
  return kept.flatMap((one) => pathsKept(one, facts));
}

function mayOverwrite(second: Argument | undefined, facts: KnownValues): boolean {
  const names = second?.kind === 'path' ? inputNames(second.path) : undefined;
  return names === undefined || !labelsAt(names, facts).includes('without-key');
}

function isUniqueToExecution({ text }: Path): boolean {
  return text === '$$.Execution.Name' || text === '$$.Execution.Id';
}

function labelsAt(names: readonly string[], facts: KnownValues): Label[] {
  return facts.filter(({ path }) => path.length === names.length && isPrefix(names, path)).map(({ label }) => label);
}

function after({ from, kind, by }: Edge, input: KnownValues): KnownValues {
  if (isReRooted(from.state)) return [];
  if (kind === 'catch') return merged(by, input, []);
  const type = typeOf(from);
  if (type === 'Pass') return merged(from.state, input, passed(from.state, input));
  return ['Task', 'Parallel', 'Map'].includes(type) ? merged(from.state, input, returned(from)) : input;
}

function passed(state: ValueObject, input: KnownValues): KnownValues {
  const result = attribute(state, 'Result');
  if (result !== undefined) return lacksKey(result) ? [{ path: [], label: 'without-key' }] : [];
  const parameters = attribute(state, 'Parameters');
  return parameters === undefined ? input : made(parameters, input, []);
}

function returned({ state }: DefinedState): KnownValues {
  const creates = plainText(state, 'Resource').endsWith(`:states:::${createAccessKey.integration}`);
  const result = creates ? halves.map((label) => ({ path: ['AccessKey', label], label })) : [];
  const selector = attribute(state, 'ResultSelector');
  return selector === undefined ? result : made(selector, result, []);
}

/** The known values in the result of a template. */
function made(template: Value, input: KnownValues, at: readonly string[]): KnownValue[] {
  if (!isObject(template)) return [];
  const own: KnownValue[] = lacksKey(template) ? [{ path: at, label: 'without-key' }] : [];
  const inside = Object.entries(template).flatMap(([name, item]): KnownValue[] => {
    if (!name.endsWith('.$')) return isObject(item) ? made(item, input, [...at, name]) : [];
    const here = [...at, name.slice(0, -2)];
    const copied = typeof item === 'string' ? plainPath(item) : undefined;
    if (copied === undefined) return labelsOf(item, input).map((label) => ({ path: here, label }));
    return input
      .filter(({ path }) => isPrefix(copied, path))
      .map(({ path, label }) => ({ path: [...here, ...path.slice(copied.length)], label }));
  });
  return [...own, ...inside];
}

/** Whether an object, or the one that a template makes, has no member of an access key. */
function lacksKey(template: Value): boolean {
  return isObject(template) && halves.every((name) => !(name in template) && !(`${name}.$` in template));
}

/** Limits, because a machine can copy its data into itself again and again. Beyond them no fact is kept, which is always correct. */
const longestPath = 12;
const mostValues = 200;

/** Puts a result at the ResultPath: facts about the previous value there, around it or within it are removed. */
function merged(rule: ValueObject, input: KnownValues, result: KnownValues): KnownValues {
  if (attribute(rule, 'ResultPath') === null) return input;
  const text = attribute(rule, 'ResultPath') === undefined ? '$' : textOf(rule, 'ResultPath');
  const names = typeof text === 'string' ? plainPath(text) : undefined;
  if (names === undefined) return [];
  const kept = input.filter(({ path }) => !isPrefix(names, path) && !isPrefix(path, names));
  if (result.length === 0) return kept;
  const made = result.map(({ path, label }) => ({ path: [...names, ...path], label }));
  return [...kept, ...made].filter(({ path }) => path.length <= longestPath).slice(0, mostValues);
}

function isSame(one: KnownValue, other: KnownValue): boolean {
  return one.label === other.label && one.path.length === other.path.length && isPrefix(one.path, other.path);
}
