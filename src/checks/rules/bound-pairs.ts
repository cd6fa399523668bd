import { attribute, isObject, plainText } from '../../model';
import { operationOf } from '../../workflow/operations';
import { boundAt, isReRooted, type Bound } from '../definition/pair-binding';
import type { Context } from '../context';
import type { RotationPair } from '../contract/contract';
import { hasInnerMachines, typeOf, type DefinedState } from '../definition/definition';
import { pairsOf, rotates } from '../definition/rotation';
import { once, onceForBoth } from '../../once';
import type { Found, Rule } from '../rule';
import { asSureAs, forEachRotation, placeOfState, type MachineWithRole } from '../machines';

export const boundPairs: Rule = {
  id: 'bound-pairs',
  severity: 'critical',
  claim: 'Every call uses a pair of user and secret from the contract; any other input is refused first.',
  rationale:
    'The role can reach every listed user and every listed secret: only the definition keeps the key of one user out of the secret ' +
    'of another.',
  remedy:
    'Before the first call, compare $.userName and $.secretName with each listed pair in a Choice, and refuse everything else. Do not write to either path afterwards.',
  example: {
    of: 'states',
    change: { CreateAccessKey: { Parameters: { 'UserName.$': null, UserName: 'administrator' } } },
  },
  judge(context) {
    return forEachRotation(context, (one) => asSureAs(one, judgeMachine(context, one)));
  },
};

function judgeMachine(context: Context, one: MachineWithRole): Found[] {
  return [...withoutPairs(context, one), ...judgeCalls(context, one)];
}

/** Without pairs, users and secrets are not bound to each other: the secrets of two users could be swapped. */
function withoutPairs(context: Context, one: MachineWithRole): Found[] {
  const { role, machine } = one;
  if (role.contract.pairs !== undefined || !rotates(machine.definition)) return [];
  const known = pairsOf(machine.definition);
  // The most pairs that a person can review one by one.
  const pairs = known.length === 0 || known.length > 200 ? [{ userName: 'TODO', secretName: 'TODO' }] : known;
  return [
    {
      verdict: 'undecided',
      place: placeOfState(context, one),
      message: `contract "${role.contract.name}" has no "pairs", but machine "${machine.name}" rotates keys, so users and secrets are not bound to each other`,
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
    return undecided('Keyturn cannot decide which users and secrets reach the calls inside a Map or Parallel');
  const bound = boundAt(definition);
  if (bound === undefined)
    return undecided('the definition has more pairs of users and secrets than Keyturn can follow');
  return definition.states.flatMap((state) =>
    typeOf(state) === 'Task' ? judgeTask(context, one, state, bound.get(state.name) ?? []) : [],
  );
}

/** The parameter with the user or the secret of the call, and its required value. */
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
    const message = `state "${task.name}": ${operation.iamAction} does not take ${parameter || 'its parameters'} from ${path || "the execution's data"}, so Keyturn cannot decide which pair it uses`;
    return [{ verdict: 'fail', place, message, remedy: `Set ${parameter}.$ to ${JSON.stringify(path)}.` }];
  }
  return judgePairs(one, `state "${task.name}": ${operation.iamAction}`, place, bound);
}

const withoutPairsKnown: readonly RotationPair[] = [];

/** The first alternative that is not a known pair, or not one of the contract if it lists pairs. Many states have the same alternatives. */
const firstOther = onceForBoth((bound: readonly Bound[], pairs: readonly RotationPair[]): Bound | undefined => {
  const listed = pairs === withoutPairsKnown ? undefined : keysOf(pairs);
  return bound.find(
    ({ userName, secretName }) =>
      userName === undefined || secretName === undefined || listed?.has(keyOf({ userName, secretName })) === false,
  );
});

const keysOf = once((pairs: readonly RotationPair[]): ReadonlySet<string> => new Set(pairs.map(keyOf)));

function keyOf({ userName, secretName }: RotationPair): string {
  return JSON.stringify([userName, secretName]);
}

/** @param call the state and its action, as a message names them */
function judgePairs(one: MachineWithRole, call: string, place: Found['place'], bound: readonly Bound[]): Found[] {
  const pairs = one.role.contract.pairs;
  const wrong = firstOther(bound, pairs ?? withoutPairsKnown);
  if (wrong === undefined) return [];
  const userName = wrong.userName ?? 'administrator';
  const secretName = wrong.secretName ?? 'any/secret';
  return [
    {
      verdict: 'fail',
      place,
      message: `${call} can be reached with ${wrong.userName === undefined || wrong.secretName === undefined ? 'a user or a secret that was not checked' : 'a pair that the contract does not list'}`,
      request: `an execution with {"userName": ${JSON.stringify(userName)}, "secretName": ${JSON.stringify(secretName)}}`,
      why: `contract "${one.role.contract.name}" ${pairs === undefined ? 'allows only the users and secrets that it names' : 'lists the pairs, and this is not one of them'}`,
      remedy: boundPairs.remedy,
    },
  ];
}
