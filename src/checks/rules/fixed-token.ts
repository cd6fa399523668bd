import { type Expression, functionsIn, pathsReadBy, readExpression } from '../../asl/expressions';
import { attribute, isObject, plainText, type Value, type ValueObject } from '../../model';
import { updateSecret } from '../../workflow/operations';
import type { Context } from '../context';
import { objectsOf, type DefinedState } from '../definition/definition';
import { edgesOf, leadingTo, reachable, tasksCalling } from '../definition/graph';
import { labelsOf } from '../definition/known-values';
import { isReRooted } from '../definition/pair-binding';
import { inputNames, inputsOf, isPrefix, plainPath } from '../definition/paths';
import type { Found, Rule } from '../rule';
import { forEachUpdate, placeOfState, type Update } from '../machines';

export const fixedToken: Rule = {
  id: 'fixed-token',
  severity: 'medium',
  claim:
    'UpdateSecret gets a ClientRequestToken that was made once in this execution before the call, so that a repeated call stores one version.',
  rationale:
    'A token that changes with each attempt names a new version each time, and after a lost answer the current version is not known. A token ' +
    'that is the same in every execution names an old version, and the new key is refused. ' +
    'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html',
  remedy:
    'Make the token with States.UUID() in a Pass state before the call, and set ClientRequestToken.$ to its path.',
  example: { of: 'states', change: { UpdateSecret: { Parameters: { 'ClientRequestToken.$': null } } } },
  judge(context) {
    const question = { asked: 'whether its token is fixed', remedy: fixedToken.remedy };
    return forEachUpdate(context, question, (update) => judgeUpdate(context, update));
  },
};

function judgeUpdate(context: Context, update: Update): Found[] {
  const { task, facts } = update;
  const { definition } = update.machine;
  const parameters = attribute(task.state, 'Parameters');
  const token = isObject(parameters) ? attribute(parameters, 'ClientRequestToken.$') : undefined;
  const found = (message: string): Found[] => [
    {
      verdict: 'fail',
      place: placeOfState(context, update, task),
      message: `state "${task.name}": ${message}`,
      remedy: fixedToken.remedy,
    },
  ];
  if (token === undefined) return found('ClientRequestToken is not a path to a token of this execution');
  const expression = typeof token === 'string' ? readExpression(token) : undefined;
  if (typeof token !== 'string' || (expression !== undefined && changesWithAttempts(expression)))
    return found(`the token ${JSON.stringify(token)} changes with each attempt`);
  if (expression !== undefined && facts === undefined) return []; // nothing leads there
  if (expression === undefined || !labelsOf(token, facts ?? []).includes('once'))
    return found(
      `the token ${JSON.stringify(token)} was not made in this execution on every path to this state, so it may come from a previous run`,
    );
  // After the secret was sent, by this or another call, no state must make the token: the same value would get a new one with each attempt.
  const earlier = leadingTo(definition, [task]);
  const leadsHere = (state: DefinedState): boolean => edgesOf(state).some(({ to }) => earlier.has(to));
  const read = inputsOf(expression).map((path) => inputNames(path) ?? []);
  const later = reachable(
    definition,
    tasksCalling(definition, updateSecret.integration).map(({ name }) => name),
  );
  const writers = definition.states.filter((state) => read.some((names) => writes(state, names)));
  const again = writers.find((state) => later.has(state.name) && leadsHere(state));
  return again === undefined ? [] : found(`state "${again.name}" can make another token before the call is repeated`);
}

/** Whether the value can change each time that the state is entered or the call is repeated. */
function changesWithAttempts(expression: Expression): boolean {
  const functions = functionsIn(expression);
  return (
    functions.includes('States.UUID') ||
    functions.includes('States.MathRandom') ||
    pathsReadBy(expression).some(({ root, text }) => root === '$$' && !text.startsWith('$$.Execution.'))
  );
}

/** Whether a state changes the value at this path, around it or in it, with its result or a caught error. */
function writes({ state }: DefinedState, names: readonly string[]): boolean {
  const type = plainText(state, 'Type');
  const hasResult = ['Pass', 'Task', 'Parallel', 'Map'].includes(type) && !(type === 'Pass' && keeps(state, names));
  return (hasResult && placesAt(state, names)) || objectsOf(state, 'Catch').some((rule) => placesAt(rule, names));
}

function placesAt(rule: ValueObject, names: readonly string[]): boolean {
  const path = attribute(rule, 'ResultPath');
  if (path === null) return false;
  const written = plainPath(typeof path === 'string' ? path : '$');
  return written === undefined || isPrefix(written, names) || isPrefix(names, written);
}

/** Whether a Pass that replaces all data copies the value to its own place. */
function keeps(pass: DefinedState['state'], names: readonly string[]): boolean {
  const { ResultPath: path = '$', Parameters: parameters, Result: result } = pass;
  if (path !== '$' || result !== undefined || isReRooted(pass)) return false;
  return parameters === undefined || copies(parameters, names, 0);
}

function copies(template: Value, names: readonly string[], at: number): boolean {
  const name = names[at];
  if (name === undefined || !isObject(template)) return false;
  const copied = attribute(template, `${name}.$`);
  if (copied !== undefined)
    return typeof copied === 'string' && JSON.stringify(plainPath(copied)) === JSON.stringify(names.slice(0, at + 1));
  return copies(attribute(template, name) ?? null, names, at + 1);
}
