import { errorsOf } from '../../asl';
import type { JsonObject } from '../../json';
import { attribute } from '../../model';
import { createAccessKey } from '../../workflow/operations';
import type { Context } from '../context';
import { hasInnerMachines, objectsOf, type DefinedState } from '../definition/definition';
import { edgesOf, reachable, tasksCalling } from '../definition/graph';
import type { Found, Rule } from '../rule';
import { forEachMachine, placeOfState, type MachineWithRole } from '../machines';

/** Errors that mean that no key was created. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
const nothingMade = ['Iam.LimitExceededException', 'Iam.NoSuchEntityException'];

export const createdOnce: Rule = {
  id: 'created-once',
  severity: 'high',
  claim: 'CreateAccessKey is not repeated after an error that can mean that a key was created.',
  rationale:
    'CreateAccessKey has no idempotency token: after a lost answer a second call creates a second key, and nobody has ' +
    'the secret of the first. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html',
  remedy: 'Remove Retry from CreateAccessKey, and list the keys after an error before any other step.',
  example: { of: 'states', change: { CreateAccessKey: { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }] } } },
  judge(context) {
    return forEachMachine(context, (one) => [
      ...express(context, one),
      ...tasksCalling(one.machine.definition, createAccessKey.integration).flatMap((task) =>
        judgeTask(context, one, task),
      ),
    ]);
  },
};

/** An Express workflow can run more than once for one start. */
function express(context: Context, one: MachineWithRole): Found[] {
  const type = attribute(one.machine.resource.values, 'type');
  if (type === undefined || type === null || type === 'STANDARD') return [];
  const message = `machine "${one.machine.name}" is of type ${JSON.stringify(type)}, which can run every state more than once`;
  return [{ verdict: 'fail', place: placeOfState(context, one), message, remedy: 'Set its type to STANDARD.' }];
}

function judgeTask(context: Context, one: MachineWithRole, task: DefinedState): Found[] {
  const place = placeOfState(context, one, task);
  const { definition } = one.machine;
  const found = (message: string): Found => ({
    verdict: 'fail',
    place,
    message: `state "${task.name}" ${message}`,
    request: 'iam:CreateAccessKey a second time, after the answer to the first was lost',
    why: 'the first key stays, and nobody has its secret',
    remedy: createdOnce.remedy,
  });
  if (!definition.top.has(task.name) || hasInnerMachines(definition)) {
    return [
      {
        verdict: 'undecided',
        place,
        message: `state "${task.name}" is in or next to a Map or Parallel, so Keyturn cannot decide whether it runs once`,
        remedy: 'Rotate one user in each execution, without Map and Parallel.',
      },
    ];
  }
  const repeats = objectsOf(task.state, 'Retry').some(
    (retrier) => attribute(retrier, 'MaxAttempts') !== 0 && !isHarmless(retrier),
  );
  const afterSuccess = edgesOf(task).filter(({ kind }) => kind === 'next');
  const afterDoubt = edgesOf(task).filter(({ kind, by }) => kind === 'catch' && !isHarmless(by));
  const comesBack = (to: string): boolean => reachable(definition, [to]).has(task.name);
  return [
    ...(repeats ? [found('repeats CreateAccessKey by a Retry')] : []),
    ...(afterSuccess.some(({ to }) => comesBack(to)) ? [found('can be reached again after it created a key')] : []),
    ...(afterDoubt.some(({ to }) => comesBack(to))
      ? [found('can be reached again after an error that can mean that a key was created')]
      : []),
  ];
}

/** Whether every error of a retrier or a catcher means that no key was created. */
function isHarmless(rule: JsonObject): boolean {
  const errors = errorsOf(rule);
  return errors.length > 0 && errors.every((error) => nothingMade.includes(error));
}
