import { type Expression, functionsIn, pathsReadBy, readExpression } from '../../asl/expressions';
import { attribute, isObject } from '../../model';
import type { Context } from '../context';
import { typeOf, type DefinedState } from '../definition/definition';
import { leadingTo, reachable } from '../definition/graph';
import { labelsOf } from '../definition/known-values';
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
  // After the secret was sent, the state that makes the token must not run again: the same value would get another token.
  const read = inputsOf(expression).map((path) => inputNames(path) ?? []);
  const later = reachable(definition, [task.name]);
  const writers = definition.states.filter((state) => read.some((names) => writes(state, names)));
  const earlier = leadingTo(definition, [task]);
  const again = writers.find(({ name }) => later.has(name) && earlier.has(name));
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

/** Whether a state writes this path, by writing it or something around it. */
function writes(state: DefinedState, names: readonly string[]): boolean {
  if (!['Pass', 'Task', 'Parallel', 'Map'].includes(typeOf(state))) return false;
  const path = attribute(state.state, 'ResultPath');
  if (path === null) return false;
  const written = plainPath(typeof path === 'string' ? path : '$');
  return written === undefined || isPrefix(written, names);
}
