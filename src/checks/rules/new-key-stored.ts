import { attribute, isObject, type ValueObject } from '../../model';
import { createAccessKey, deleteAccessKey, updateSecret } from '../../workflow/operations';
import type { Context } from '../context';
import { typeOf, type DefinedState } from '../definition/definition';
import { edgesOf, leadingTo, reachable, tasksCalling, type Edge } from '../definition/graph';
import { halves, knownAfter, knownAt, labelsOf, type KnownValue, type Label } from '../definition/known-values';
import type { Found, Rule } from '../rule';
import { asSureAs, forEachRotation, forEachUpdate, placeOfState, type MachineWithRole, type Update } from '../machines';

export const newKeyStored: Rule = {
  id: 'new-key-stored',
  severity: 'high',
  claim:
    'UpdateSecret stores the new access key: its id and its secret access key, as CreateAccessKey returned them. No later state deletes it, and no ' +
    'execution succeeds with a key that nothing can store.',
  rationale:
    'If the secret holds anything else, nothing works after the previous key is deleted, and AWS does not show the secret access key again. ' +
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html',
  remedy: 'Set SecretString.$ to States.JsonToString of the AccessKey that CreateAccessKey returned.',
  example: { of: 'states', change: { UpdateSecret: { Parameters: { 'SecretString.$': '$.secretName' } } } },
  judge(context) {
    const question = { asked: 'what it stores', remedy: newKeyStored.remedy };
    const stored = forEachUpdate(context, question, (update) => judgeUpdate(context, update));
    const kept = forEachRotation(context, (one) =>
      asSureAs(one, [...deletedLater(context, one), ...neverStored(context, one)]),
    );
    return stored === undefined ? undefined : [...stored, ...(kept ?? [])];
  },
};

function judgeUpdate(context: Context, update: Update): Found[] {
  const { task, facts } = update;
  if (facts === undefined) return []; // nothing leads there
  const parameters = attribute(task.state, 'Parameters');
  const held = isObject(parameters) ? storedBy(parameters, facts) : [];
  const missing = halves.filter((half) => !held.includes(half));
  if (missing.length === 0) return [];
  const message = `state "${task.name}": SecretString may not contain the ${missing.join(' and the ')} of the new access key`;
  return [
    {
      verdict: 'fail',
      place: placeOfState(context, update, task),
      message,
      why: 'the previous key is deleted later, and then the secret holds no working key',
      remedy: newKeyStored.remedy,
    },
  ];
}

function storedBy(parameters: ValueObject, facts: readonly KnownValue[]): Label[] {
  return labelsOf(attribute(parameters, 'SecretString.$'), facts);
}

/** The states that surely delete the new key after the secret holds it. */
function deletedLater(context: Context, one: MachineWithRole): Found[] {
  const { definition } = one.machine;
  const known = tasksCalling(definition, updateSecret.integration).flatMap((task) => {
    const facts = knownAt(definition).get(task.name);
    return facts === undefined ? [] : successOf(task).map((edge) => knownAfter(definition, edge, facts));
  });
  const deletions = tasksCalling(definition, deleteAccessKey.integration).filter(({ name, state }) => {
    const parameters = attribute(state, 'Parameters');
    const id = isObject(parameters) ? attribute(parameters, 'AccessKeyId.$') : undefined;
    return known.some((after) => labelsOf(id, after.get(name) ?? []).includes('AccessKeyId'));
  });
  return deletions.map((deletion) => ({
    verdict: 'fail',
    place: placeOfState(context, one, deletion),
    message: `state "${deletion.name}" deletes the new access key after UpdateSecret stored it`,
    why: 'the secret then holds a key that does not work',
    remedy: 'Delete the key that was listed before CreateAccessKey.',
  }));
}

/** The states in which an execution ends well after it created a key that no state can store. */
function neverStored(context: Context, one: MachineWithRole): Found[] {
  const { definition } = one.machine;
  const calls = tasksCalling(definition, updateSecret.integration);
  if (!calls.every((task) => definition.top.get(task.name) === task)) return []; // the order inside a Map or Parallel is not known
  const updates = leadingTo(definition, calls);
  const after = tasksCalling(definition, createAccessKey.integration)
    .flatMap((creation) => successOf(creation).map(({ to }) => to))
    .filter((name) => !updates.has(name));
  const ends = [...reachable(definition, after)].flatMap((name) => definition.top.get(name) ?? []).filter(succeeds);
  return ends.map((end) => ({
    verdict: 'fail',
    place: placeOfState(context, one, end),
    message: `state "${end.name}" ends an execution that created a key, and no state that calls UpdateSecret comes before`,
    why: 'nobody has the secret access key of the new key, and the execution succeeds',
    remedy: 'Lead to UpdateSecret after CreateAccessKey.',
  }));
}

function succeeds(state: DefinedState): boolean {
  return typeOf(state) === 'Succeed' || attribute(state.state, 'End') === true;
}

function successOf(task: DefinedState): Edge[] {
  return edgesOf(task).filter(({ kind }) => kind === 'next');
}
