import { attribute, isObject } from '../../terraform';
import { updateSecret } from '../../workflow/operations';
import type { Context } from '../context';
import { typeOf, type DefinedState } from '../definition';
import { reachable, tasksCalling } from '../graph';
import { isPrefix, plainPath } from '../paths';
import type { Found, Rule } from '../rule';
import { forEachMachine, placeOfState, type MachineWithRole } from './machines';

export const fixedToken: Rule = {
  id: 'fixed-token',
  severity: 'medium',
  claim: 'UpdateSecret is given a ClientRequestToken that was fixed before, so that repeating it stores one version.',
  rationale:
    'A token that is made anew with each attempt names a new version each time, and a lost answer leaves it open which one holds. ' +
    'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html',
  remedy: 'Make the token with States.UUID() in a Pass before, and give its path as ClientRequestToken.$.',
  judge(context) {
    return forEachMachine(context, (one) => {
      const tasks = tasksCalling(one.machine.definition, updateSecret.integration);
      return tasks.flatMap((task) => judgeTask(context, one, task));
    });
  },
};

function judgeTask(context: Context, one: MachineWithRole, task: DefinedState): Found[] {
  const parameters = attribute(task.state, 'Parameters');
  const token = isObject(parameters) ? attribute(parameters, 'ClientRequestToken.$') : undefined;
  const place = placeOfState(context, one, task);
  const found = (message: string): Found[] => [
    { verdict: 'fail', place, message: `state "${task.name}": ${message}`, remedy: fixedToken.remedy },
  ];
  if (token === undefined) return found('ClientRequestToken is no path to a token of this execution');
  if (token === '$$.Execution.Name') return [];
  const names = typeof token === 'string' ? plainPath(token) : undefined;
  if (names === undefined || names.length === 0)
    return found(`the token ${JSON.stringify(token)} is made anew with each attempt`);
  const { definition } = one.machine;
  // Once the secret was sent, the state that fixes the token must not run again: the same value would get another token.
  const later = reachable(definition, [task.name]);
  const writers = definition.states.filter((state) => writes(state, names));
  const again = writers.find(({ name }) => later.has(name) && reachable(definition, [name]).has(task.name));
  return again === undefined ? [] : found(`state "${again.name}" may make another token before the call is repeated`);
}

/** Whether a state writes this path, by writing it or something around it. */
function writes(state: DefinedState, names: readonly string[]): boolean {
  if (!['Pass', 'Task', 'Parallel', 'Map'].includes(typeOf(state))) return false;
  const path = attribute(state.state, 'ResultPath');
  if (path === null) return false;
  const written = plainPath(typeof path === 'string' ? path : '$');
  return written === undefined || isPrefix(written, names);
}
