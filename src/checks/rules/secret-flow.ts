import { attribute, nestedBlocks, Unknown } from '../../model';
import { createAccessKey } from '../../workflow/operations';
import type { Context } from '../context';
import { followSecret } from '../definition/secret/taint';
import { tasksCalling } from '../definition/graph';
import type { Found, Rule } from '../rule';
import { asSureAs, forEachRotation, placeOfState, type MachineWithRole } from '../machines';

export const secretFlow: Rule = {
  id: 'secret-flow',
  severity: 'critical',
  claim: 'The secret access key goes only from CreateAccessKey into SecretString of UpdateSecret.',
  rationale:
    'A secret in a mail, an output, an error or a log is no longer secret. If a path is missing or a function fails, AWS quotes the data of ' +
    'the state in the cause, so every expression in a state that has the secret must be known to work. ' +
    'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html',
  remedy:
    'Remove the secret from the data as soon as it is stored, select single fields of the result if more is needed, and until then read only ' +
    'paths that certainly exist: fields that a call always returns, that a Pass made, or that a Choice tested with IsPresent.',
  example: {
    of: 'states',
    change: { UpdateSecret: { Parameters: { 'Description.$': '$.createAccessKey.AccessKey.SecretAccessKey' } } },
  },
  judge(context) {
    return forEachRotation(context, (one) => [
      ...asSureAs(one, throughStates(context, one)),
      ...intoLogs(context, one),
    ]);
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
      request: 'reading the data that this state sends or ends with',
      why: 'the secret access key must be only in the secret',
      remedy: secretFlow.remedy,
    })),
    ...problems.map(({ state, message }): Found => ({
      verdict: 'undecided',
      place: placeOfState(context, one, state),
      message: `state "${state.name}": Keyturn cannot follow the secret access key: ${message}`,
      remedy: secretFlow.remedy,
    })),
    ...inner.map((state): Found => ({
      verdict: 'undecided',
      place: placeOfState(context, one, state),
      message: `state "${state.name}" creates a key inside a Map or Parallel, where Keyturn cannot follow the secret access key`,
      remedy: 'Rotate one user in each execution, without Map and Parallel.',
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
        message: `machine "${one.machine.name}" logs the data of every state, including the secret access key`,
        request: 'logs:GetLogEvents on its log group',
        why: 'the secret access key must be only in the secret',
        remedy: 'Set include_execution_data to false.',
      },
    ];
  });
}

/** The default without a block disables logging. */
function isComputed({ machine }: MachineWithRole, value: unknown): boolean {
  const { configured } = machine.resource;
  return value instanceof Unknown && configured !== undefined && !configured.has('logging_configuration');
}
