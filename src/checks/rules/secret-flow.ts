import { attribute, nestedBlocks, Unknown } from '../../model';
import { createAccessKey } from '../../workflow/operations';
import type { Context } from '../context';
import { followSecret } from '../definition/secret/taint';
import { tasksCalling } from '../definition/graph';
import type { Found, Rule } from '../rule';
import { asSureAs, forEachMachine, placeOfState, type MachineWithRole } from '../machines';

export const secretFlow: Rule = {
  id: 'secret-flow',
  severity: 'critical',
  claim: 'The secret access key goes from CreateAccessKey into SecretString of UpdateSecret, and nowhere else.',
  rationale:
    'A secret in a mail, an output, an error or a log is a secret no longer. Where a path is missing or a function fails, AWS quotes the data of ' +
    'the state in the cause, so every expression in a state that has the secret must be known to work. ' +
    'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html',
  remedy:
    'Drop the secret from the data as soon as it is stored, name single fields of the result where more is needed, and until then read only ' +
    'what is surely there: what a call always returns, a Pass made, or a Choice tested with IsPresent.',
  example: {
    of: 'states',
    change: { UpdateSecret: { Parameters: { 'Description.$': '$.createAccessKey.AccessKey.SecretAccessKey' } } },
  },
  judge(context) {
    return forEachMachine(context, (one) => [...asSureAs(one, throughStates(context, one)), ...intoLogs(context, one)]);
  },
};

function throughStates(context: Context, one: MachineWithRole): Found[] {
  const { definition } = one.machine;
  const inner = tasksCalling(definition, createAccessKey.integration).filter(
    (task) => definition.top.get(task.name) !== task,
  );
  const { leaks, problems } = followSecret(definition);
  return [
    ...leaks.map(({ state, kind, into }): Found => ({
      verdict: kind === 'surely' ? 'fail' : 'undecided',
      place: placeOfState(context, one, state),
      message: `state "${state.name}": the secret access key ${kind === 'surely' ? 'goes' : 'may go'} into ${into}`,
      request: 'a read of what this state sends or ends with, by whoever may see it',
      why: 'the secret access key belongs in the secret alone',
      remedy: secretFlow.remedy,
    })),
    ...problems.map(({ state, message }): Found => ({
      verdict: 'undecided',
      place: placeOfState(context, one, state),
      message: `state "${state.name}": where the secret access key goes cannot be followed: ${message}`,
      remedy: secretFlow.remedy,
    })),
    ...inner.map((state): Found => ({
      verdict: 'undecided',
      place: placeOfState(context, one, state),
      message: `state "${state.name}" creates a key inside a Map or Parallel, where the secret access key cannot be followed`,
      remedy: 'Rotate one user an execution, without Map and Parallel.',
    })),
  ];
}

/** A log with execution data holds the input and output of every state. */
function intoLogs(context: Context, one: MachineWithRole): Found[] {
  return nestedBlocks(one.machine.resource.values, 'logging_configuration').flatMap((block): Found[] => {
    const level = block instanceof Unknown ? block : attribute(block, 'level');
    const includes = block instanceof Unknown ? block : attribute(block, 'include_execution_data');
    if (
      level === undefined ||
      level === null ||
      level === 'OFF' ||
      includes === false ||
      includes === undefined ||
      includes === null
    )
      return [];
    if (isComputed(one, level) || isComputed(one, includes)) return [];
    return [
      {
        verdict: level instanceof Unknown || includes instanceof Unknown ? 'undecided' : 'fail',
        place: placeOfState(context, one),
        message: `machine "${one.machine.name}" logs the data of every state, and so the secret access key`,
        request: 'logs:GetLogEvents on its log group',
        why: 'the secret access key belongs in the secret alone',
        remedy: 'Set include_execution_data to false.',
      },
    ];
  });
}

/** A block that nobody wrote is what AWS defaults to: no logging. */
function isComputed({ machine }: MachineWithRole, value: unknown): boolean {
  const { configured } = machine.resource;
  return value instanceof Unknown && configured !== undefined && !configured.has('logging_configuration');
}
