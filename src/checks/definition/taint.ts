import { readExpression } from '../../asl/expressions';
import { leadingNames } from '../../asl/paths';
import { attribute, isList, isObject, plainText, textOf, type Value, type ValueObject } from '../../model';
import { createAccessKey } from '../../workflow/operations';
import { objectsOf, typeOf, type DefinedState, type Definition } from './definition';
import { catchesAll, edgesOf } from './graph';
import { inputsOf, isPrefix, plainPath } from './paths';

/** Where in a state's input the secret access key is, each as the names that lead to it. */
type Taint = readonly (readonly string[])[];

interface Leak {
  readonly state: DefinedState;
  /** Such as `the parameter Message.Body.Text.Data`. */
  readonly into: string;
}

interface Flow {
  readonly leaks: readonly Leak[];
  /** What of the definition the analysis does not understand. */
  readonly problems: readonly { readonly state: DefinedState; readonly message: string }[];
}

const secret = ['AccessKey', 'SecretAccessKey'];

/**
 * Follows the secret access key from CreateAccessKey's result through the data of the states. A value that is made from a tainted one is
 * tainted, a value that contains one is tainted there, and overwriting a path cleans it; where the ways of two states meet, both
 * count. It may only enter the SecretString of UpdateSecret.
 */
export function followSecret(definition: Definition): Flow {
  const leaks: Leak[] = [];
  const problems: { state: DefinedState; message: string }[] = [];
  const inputs = new Map<string, Taint>([[definition.startAt, []]]);
  const waiting = [definition.startAt];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = definition.top.get(name);
    const input = inputs.get(name) ?? [];
    if (state === undefined) continue;
    for (const { to, taint } of pass(state, input).out) {
      const known = inputs.get(to);
      const joined = join(known ?? [], taint);
      if (joined === known) continue;
      inputs.set(to, joined);
      waiting.push(to);
    }
  }
  for (const [name, input] of inputs) {
    const state = definition.top.get(name);
    if (state === undefined) continue;
    const { into, unknown } = pass(state, input);
    leaks.push(...into.map((sink) => ({ state, into: sink })));
    problems.push(...unknown.map((message) => ({ state, message })));
  }
  return { leaks, problems };
}

interface Passed {
  readonly out: readonly { readonly to: string; readonly taint: Taint }[];
  readonly into: readonly string[];
  readonly unknown: readonly string[];
}

/** What one state does with the secret: where it goes on to, where it leaks into, and what is not understood. */
function pass(defined: DefinedState, input: Taint): Passed {
  const { state } = defined;
  const type = typeOf(defined);
  const isTask = type === 'Task';
  const creates = isTask && plainText(state, 'Resource').endsWith(`:states:::${createAccessKey.integration}`);
  if (input.length === 0 && !creates) {
    return { out: edgesOf(defined).map(({ to }) => ({ to, taint: [] })), into: [], unknown: [] };
  }
  const unknown = notUnderstood(state, type, input);
  const after = outputOf(state, type, input, creates, unknown);
  // What AWS says of a failed call may quote the call.
  const quotes = isTask && readsSecret(attribute(state, 'Parameters'), input);
  const into = isTask ? parameterLeaks(state, input) : type === 'Fail' ? failureLeaks(state, input) : [];
  const ends = type === 'Succeed' || attribute(state, 'End') === true;
  if (ends && after.length > 0) into.push('the output of the execution');
  if (quotes && !edgesOf(defined).some(catchesAll)) into.push('the cause of the execution, should the call fail');
  const out = edgesOf(defined).map(({ to, kind, by }) => ({
    to,
    taint: kind === 'catch' ? merged(by, input, quotes ? [['Cause']] : [], unknown) : after,
  }));
  return { out, into, unknown };
}

/** What a state has that this analysis cannot follow. */
function notUnderstood(state: DefinedState['state'], type: string, input: Taint): string[] {
  const unknown: string[] = [];
  for (const name of ['InputPath', 'OutputPath']) {
    const path = attribute(state, name);
    if (path !== undefined && path !== '$') unknown.push(`its ${name}`);
  }
  if ((type === 'Parallel' || type === 'Map') && input.length > 0)
    unknown.push('the secret access key enters its branches');
  for (const catcher of objectsOf(state, 'Catch'))
    if (attribute(catcher, 'Assign') !== undefined) unknown.push('its Assign');
  return unknown;
}

/** @param unknown takes what the state does that cannot be followed */
function outputOf(
  state: DefinedState['state'],
  type: string,
  input: Taint,
  creates: boolean,
  unknown: string[],
): Taint {
  if (type === 'Task') return merged(state, input, taskOutput(state, creates ? [secret] : []), unknown);
  return type === 'Pass' ? merged(state, input, passOutput(state, input), unknown) : input;
}

function failureLeaks(state: DefinedState['state'], input: Taint): string[] {
  return ['ErrorPath', 'CausePath']
    .filter((name) => isTainted(attribute(state, name), input))
    .map((name) => `its ${name}`);
}

/** The parameters of a Task that get the secret, but for the one that should. */
function parameterLeaks(state: ValueObject, input: Taint): string[] {
  const parameters = attribute(state, 'Parameters');
  if (parameters === undefined) return input.length > 0 ? ['the whole input of the call'] : [];
  const mayHold = plainText(state, 'Resource').endsWith(':states:::aws-sdk:secretsmanager:updateSecret');
  return taintedParameters(parameters, input, [])
    .filter((path) => !(mayHold && path === 'SecretString.$'))
    .map((path) => `the parameter ${path}`);
}

function taintedParameters(template: Value, input: Taint, path: readonly string[]): string[] {
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

function readsSecret(template: Value | undefined, input: Taint): boolean {
  return template === undefined ? input.length > 0 : taintedParameters(template, input, []).length > 0;
}

/** Whether what an expression reads holds the secret, or is within it. What cannot be parsed may read anything. */
function isTainted(text: Value | undefined, input: Taint): boolean {
  if (typeof text !== 'string' || input.length === 0) return false;
  const expression = readExpression(text);
  if (expression === undefined) return true;
  return inputsOf(expression).some((path) => {
    const names = leadingNames(path);
    return input.some((tainted) => isPrefix(names, tainted) || isPrefix(tainted, names));
  });
}

/** The result of a call, after its ResultSelector. */
function taskOutput(state: ValueObject, result: Taint): Taint {
  const selector = attribute(state, 'ResultSelector');
  return selector === undefined ? result : templateTaint(selector, result, []);
}

function passOutput(state: ValueObject, input: Taint): Taint {
  if (attribute(state, 'Result') !== undefined) return [];
  const parameters = attribute(state, 'Parameters');
  return parameters === undefined ? input : templateTaint(parameters, input, []);
}

/** Where in what a template makes the secret is. */
function templateTaint(template: Value, input: Taint, path: readonly string[]): Taint {
  if (isList(template)) return template.flatMap((item) => (templateTaint(item, input, path).length > 0 ? [path] : []));
  if (!isObject(template)) return [];
  return Object.entries(template).flatMap(([name, item]): Taint => {
    if (!name.endsWith('.$')) return templateTaint(item, input, [...path, name]);
    const here = [...path, name.slice(0, -2)];
    if (!isTainted(item, input)) return [];
    const copied = typeof item === 'string' ? plainPath(item) : undefined;
    if (copied === undefined) return [here];
    // A part of the input is copied: what is tainted in it stays tainted there, and nothing else.
    return input.flatMap((tainted) =>
      isPrefix(copied, tainted)
        ? [[...here, ...tainted.slice(copied.length)]]
        : isPrefix(tainted, copied)
          ? [here]
          : [],
    );
  });
}

/** Puts a result into the input at the ResultPath: what was there before is gone. */
function merged(rule: ValueObject, input: Taint, result: Taint, unknown: string[]): Taint {
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

/** A loop may nest the secret deeper each time round; a shorter path, and in the end the whole input, stands for all of them. */
const longestPath = 8;
const mostPaths = 64;

/** The union, without paths that lie within another; the first itself where the other adds nothing. */
function join(one: Taint, other: Taint): Taint {
  const all = [...one];
  for (const path of other) {
    const known = path.slice(0, longestPath);
    if (!all.some((shorter) => isPrefix(shorter, known))) all.push(known);
  }
  if (all.length === one.length) return one;
  return all.length > mostPaths ? [[]] : all;
}
