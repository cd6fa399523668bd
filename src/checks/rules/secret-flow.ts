import { attribute, nestedBlocks, Unknown } from '../../model';
import { createAccessKey } from '../../workflow/operations';
import type { Context } from '../context';
import { followSecret } from '../definition/taint';
import { tasksCalling } from '../definition/graph';
import type { Found, Rule } from '../rule';
import { asSureAs, forEachMachine, placeOfState, type MachineWithRole } from '../machines';

export const secretFlow: Rule = {
  id: 'secret-flow',
  severity: 'critical',
  claim: 'The secret access key goes from CreateAccessKey into SecretString of UpdateSecret, and nowhere else.',
  rationale:
    'A secret in a mail, an output, an error or a log is a secret no longer. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  remedy:
    'Drop the secret from the data as soon as it is stored, and name single fields of the result where more is needed.',
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
    ...leaks.map(({ state, into }): Found => ({
      verdict: 'fail',
      place: placeOfState(context, one, state),
      message: `state "${state.name}": the secret access key goes into ${into}`,
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
