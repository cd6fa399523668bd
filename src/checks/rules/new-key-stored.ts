import { attribute, isObject, type ValueObject } from '../../model';
import type { Context } from '../context';
import { halves, labelsOf, type KnownValue, type Label } from '../definition/known-values';
import type { Found, Rule } from '../rule';
import { forEachUpdate, placeOfState, type Update } from '../machines';

export const newKeyStored: Rule = {
  id: 'new-key-stored',
  severity: 'high',
  claim: 'UpdateSecret stores the new access key: its id and its secret access key, as CreateAccessKey returned them.',
  rationale:
    'If the secret holds anything else, nothing works after the previous key is deleted, and AWS does not show the secret access key again. ' +
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html',
  remedy: 'Set SecretString.$ to States.JsonToString of the AccessKey that CreateAccessKey returned.',
  example: { of: 'states', change: { UpdateSecret: { Parameters: { 'SecretString.$': '$.secretName' } } } },
  judge(context) {
    const question = { asked: 'what it stores', remedy: newKeyStored.remedy };
    return forEachUpdate(context, question, (update) => judgeUpdate(context, update));
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
