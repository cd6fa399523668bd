import { attribute, isObject, plainText } from '../../model';
import { operationOf } from '../../workflow/operations';
import { boundAt, isReRooted, type Bound } from '../definition/pair-binding';
import type { Context } from '../context';
import { hasInnerMachines, typeOf, type DefinedState } from '../definition/definition';
import { pairsOf, rotates } from '../definition/rotation';
import type { Found, Rule } from '../rule';
import { asSureAs, forEachMachine, placeOfState, type MachineWithRole } from '../machines';

export const boundPairs: Rule = {
  id: 'bound-pairs',
  severity: 'critical',
  claim:
    'Every call is for a user and a secret that belong together, as listed in the contract; any other input is refused before.',
  rationale:
    'The role may touch every listed user and every listed secret: nothing but the definition keeps the key of one user out of the secret ' +
    'of another.',
  remedy:
    'Compare $.userName and $.secretName with each listed pair in a Choice before the first call, refuse all else, and write neither after.',
  example: {
    of: 'states',
    change: { CreateAccessKey: { Parameters: { 'UserName.$': null, UserName: 'administrator' } } },
  },
  judge(context) {
    return forEachMachine(context, (one) => asSureAs(one, judgeMachine(context, one)));
  },
};

function judgeMachine(context: Context, one: MachineWithRole): Found[] {
  return [...withoutPairs(context, one), ...judgeCalls(context, one)];
}

/** Without pairs nothing says which user and which secret belong together: the secrets of two users could be swapped. */
function withoutPairs(context: Context, one: MachineWithRole): Found[] {
  const { role, machine } = one;
  if (role.contract.pairs !== undefined || !rotates(machine.definition)) return [];
  const known = pairsOf(machine.definition);
  // More nobody reviews one by one.
  const pairs = known.length === 0 || known.length > 200 ? [{ userName: 'TODO', secretName: 'TODO' }] : known;
  return [
    {
      verdict: 'undecided',
      place: placeOfState(context, one),
      message: `contract "${role.contract.name}" has no "pairs", and machine "${machine.name}" rotates: which user and which secret belong together is not said`,
      remedy: `Add to the contract, after a review of each pair: "pairs": ${JSON.stringify(pairs)}`,
    },
  ];
}

function judgeCalls(context: Context, one: MachineWithRole): Found[] {
  const { definition } = one.machine;
  const undecided = (message: string): Found[] => [
    { verdict: 'undecided', place: placeOfState(context, one), message, remedy: boundPairs.remedy },
  ];
  if (hasInnerMachines(definition))
    return undecided('which users and secrets reach the calls inside a Map or Parallel cannot be told');
  const bound = boundAt(definition);
  if (bound === undefined) return undecided('the definition has more pairs of users and secrets than can be followed');
  return definition.states.flatMap((state) =>
    typeOf(state) === 'Task' ? judgeTask(context, one, state, bound.get(state.name) ?? []) : [],
  );
}

/** The parameter that says whom or what the call is about, and what it has to be. */
const subjects = [
  { parameter: 'UserName', path: '$.userName' },
  { parameter: 'SecretId', path: '$.secretName' },
];

function judgeTask(context: Context, one: MachineWithRole, task: DefinedState, bound: readonly Bound[]): Found[] {
  const operation = operationOf(plainText(task.state, 'Resource'));
  const about = subjects.filter(({ parameter }) => operation?.required.includes(parameter));
  if (operation === undefined || about.length === 0) return [];
  const place = placeOfState(context, one, task);
  const parameters = attribute(task.state, 'Parameters');
  const other = about.find(
    ({ parameter, path }) => !isObject(parameters) || attribute(parameters, `${parameter}.$`) !== path,
  );
  if (other !== undefined || isReRooted(task.state)) {
    const { parameter = '', path = '' } = other ?? {};
    const message = `state "${task.name}": ${operation.iamAction} takes ${parameter || 'its parameters'} from elsewhere than ${path || "the execution's data"}, so which pair it is for cannot be told`;
    return [{ verdict: 'fail', place, message, remedy: `Give ${parameter}.$ as ${JSON.stringify(path)}.` }];
  }
  return judgePairs(one, `state "${task.name}": ${operation.iamAction}`, place, bound);
}

/** @param call the state and its action, as a message names them */
function judgePairs(one: MachineWithRole, call: string, place: Found['place'], bound: readonly Bound[]): Found[] {
  const pairs = one.role.contract.pairs;
  const wrong = bound.find(
    ({ userName, secretName }) =>
      userName === undefined ||
      secretName === undefined ||
      (pairs !== undefined && !pairs.some((pair) => pair.userName === userName && pair.secretName === secretName)),
  );
  if (wrong === undefined) return [];
  const userName = wrong.userName ?? 'administrator';
  const secretName = wrong.secretName ?? 'any/secret';
  return [
    {
      verdict: 'fail',
      place,
      message: `${call} can be reached with ${wrong.userName === undefined || wrong.secretName === undefined ? 'a user or a secret that was not checked' : 'a pair that the contract does not list'}`,
      request: `an execution with {"userName": ${JSON.stringify(userName)}, "secretName": ${JSON.stringify(secretName)}}`,
      why: `contract "${one.role.contract.name}" ${pairs === undefined ? 'is for the users and secrets that it names' : 'lists the pairs, and this is none of them'}`,
      remedy: boundPairs.remedy,
    },
  ];
}
