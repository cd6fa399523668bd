import { readExpression } from '../../../asl/expressions';
import { leadingNames } from '../../../asl/paths';
import { attribute, isList, isObject, textOf, type Value, type ValueObject } from '../../../model';
import { inputsOf, isPrefix, plainPath } from '../paths';

/** The places of the secret access key in a state's input, each as the names that lead to it. */
export type Taint = readonly (readonly string[])[];

export function taintedParameters(template: Value, input: Taint, path: readonly string[]): string[] {
  if (isList(template))
    return template.flatMap((item, index) => taintedParameters(item, input, [...path, String(index)]));
  if (!isObject(template)) return [];
  return Object.entries(template).flatMap(([name, item]) =>
    name.endsWith('.$')
      ? isTainted(item, input)
        ? [[...path, name].join('.')]
        : []
      : taintedParameters(item, input, [...path, name]),
  );
}

export function readsSecret(template: Value | undefined, input: Taint): boolean {
  return template === undefined ? input.length > 0 : taintedParameters(template, input, []).length > 0;
}

/** Whether an expression reads a value that holds the secret or is part of it. An expression that cannot be parsed can read anything. */
export function isTainted(text: Value | undefined, input: Taint): boolean {
  if (typeof text !== 'string' || input.length === 0) return false;
  const expression = readExpression(text);
  if (expression === undefined) return true;
  return inputsOf(expression).some((path) => {
    const names = leadingNames(path);
    return input.some((tainted) => isPrefix(names, tainted) || isPrefix(tainted, names));
  });
}

/** Whether a path leads into a value that holds the secret or was made from it, not to that value itself or to a value around it. */
export function isWithin(text: Value | undefined, input: Taint): boolean {
  const names = typeof text === 'string' ? plainPath(text) : undefined;
  return isTainted(text, input) && !input.some((tainted) => names !== undefined && isPrefix(names, tainted));
}

/** The places of the secret in the result of a template. */
export function templateTaint(template: Value, input: Taint, path: readonly string[]): Taint {
  if (isList(template)) return template.flatMap((item) => (templateTaint(item, input, path).length > 0 ? [path] : []));
  if (!isObject(template)) return [];
  return Object.entries(template).flatMap(([name, item]): Taint => {
    if (!name.endsWith('.$')) return templateTaint(item, input, [...path, name]);
    const here = [...path, name.slice(0, -2)];
    if (!isTainted(item, input)) return [];
    const copied = typeof item === 'string' ? plainPath(item) : undefined;
    if (copied === undefined) return [here];
    // The template copies a part of the input: tainted values in it stay tainted at their places, and no other value becomes tainted.
    return input.flatMap((tainted) =>
      isPrefix(copied, tainted)
        ? [[...here, ...tainted.slice(copied.length)]]
        : isPrefix(tainted, copied)
          ? [here]
          : [],
    );
  });
}

/** Puts a result into the input at the ResultPath: the previous value there is removed. */
export function merged(rule: ValueObject, input: Taint, result: Taint, unknown: string[]): Taint {
  const path = attribute(rule, 'ResultPath');
  if (path === null) return input;
  const text = path === undefined ? '$' : textOf(rule, 'ResultPath');
  const names = typeof text === 'string' ? plainPath(text) : undefined;
  if (names === undefined) {
    if (input.length + result.length > 0) unknown.push('its ResultPath');
    return input;
  }
  const kept = input.filter((tainted) => !isPrefix(names, tainted));
  return join(
    kept,
    result.map((tainted) => [...names, ...tainted]),
  );
}

/**
 * Limits, because a loop can nest the secret one level deeper in each round. A shorter path, and finally the whole input, then covers all
 * longer ones.
 */
const longestPath = 8;
const mostPaths = 64;

/** The union, without paths that are within another one; the first object itself if the other adds nothing. */
export function join(one: Taint, other: Taint): Taint {
  if (other.length === 0 || one === other) return one;
  const all = [...one];
  for (const path of other) {
    const known = path.slice(0, longestPath);
    if (!all.some((shorter) => isPrefix(shorter, known))) all.push(known);
  }
  if (all.length === one.length) return one;
  return all.length > mostPaths ? [[]] : all;
}
