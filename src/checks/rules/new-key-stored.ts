import { attribute, isObject, type ValueObject } from '../../terraform';
import { updateSecret } from '../../workflow/operations';
import { isReRooted } from '../definition/binding';
import type { Context } from '../context';
import type { DefinedState } from '../definition/definition';
import { tasksCalling } from '../definition/graph';
import { knownAt, labelsOf, type Known, type Label } from '../definition/known-values';
import type { Found, Rule } from '../rule';
import { asSureAs, forEachMachine, placeOfState, type MachineWithRole } from './machines';

export const newKeyStored: Rule = {
  id: 'new-key-stored',
  severity: 'high',
  claim: 'What UpdateSecret stores is the new access key: its id and its secret, as CreateAccessKey returned them.',
  rationale:
    'A secret that gets anything else keeps nobody working once the former key is deleted, and nobody can ask for the secret access key again. ' +
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html',
  remedy: 'Give SecretString.$ as States.JsonToString of the AccessKey that CreateAccessKey returned.',
  example: { of: 'states', change: { UpdateSecret: { Parameters: { 'SecretString.$': '$.secretName' } } } },
  judge(context) {
    return forEachMachine(context, (one) => {
      const tasks = tasksCalling(one.machine.definition, updateSecret.integration);
      if (tasks.length === 0) return [];
      const known = knownAt(one.machine.definition);
      return asSureAs(
        one,
        tasks.flatMap((task) => judgeTask(context, one, task, known)),
      );
    });
  },
};

const halves: readonly Label[] = ['AccessKeyId', 'SecretAccessKey'];

function judgeTask(
  context: Context,
  one: MachineWithRole,
  task: DefinedState,
  known: ReadonlyMap<string, readonly Known[]>,
): Found[] {
  const place = placeOfState(context, one, task);
  if (one.machine.definition.top.get(task.name) !== task || isReRooted(task.state)) {
    const message = `state "${task.name}": what it stores cannot be told inside a Map or Parallel, or behind an InputPath`;
    return [{ verdict: 'undecided', place, message, remedy: newKeyStored.remedy }];
  }
  const facts = known.get(task.name);
  if (facts === undefined) return []; // nothing leads there
  const parameters = attribute(task.state, 'Parameters');
  const held = isObject(parameters) ? storedBy(parameters, facts) : [];
  const missing = halves.filter((half) => !held.includes(half));
  if (missing.length === 0) return [];
  const message = `state "${task.name}": SecretString does not surely hold the ${missing.join(' and the ')} of the new access key`;
  return [
    {
      verdict: 'fail',
      place,
      message,
      why: 'the former key is deleted later, and then nothing in the secret works',
      remedy: newKeyStored.remedy,
    },
  ];
}

function storedBy(parameters: ValueObject, facts: readonly Known[]): Label[] {
  return labelsOf(attribute(parameters, 'SecretString.$'), facts);
}
