import { errorsOf } from '../../asl';
import type { JsonObject } from '../../json';
import { attribute, plainText } from '../../model';
import { createAccessKey, listAccessKeys } from '../../workflow/operations';
import type { Context } from '../context';
import { hasInnerMachines, objectsOf, typeOf, type DefinedState, type Definition } from '../definition/definition';
import { edgesOf, reachable, tasksCalling, type Edge } from '../definition/graph';
import type { Found, Rule } from '../rule';
import { forEachRotation, placeOfState, type MachineWithRole } from '../machines';

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
    return forEachRotation(context, (one) => [
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
  const [again] = afterSuccess.flatMap(({ to }) => nextCreation(definition, to) ?? []);
  const [inDoubt] = afterDoubt.flatMap((edge) => creationInDoubt(definition, edge) ?? []);
  const reached = (name: string): string =>
    name === task.name ? 'can be reached again after' : `leads to state "${name}", which also calls it, after`;
  return [
    ...(repeats ? [found('repeats CreateAccessKey by a Retry')] : []),
    ...(again === undefined ? [] : [found(`${reached(again)} it created a key`)]),
    ...(inDoubt === undefined ? [] : [found(`${reached(inDoubt)} an error that can mean that a key was created`)]),
  ];
}

/** A state that calls CreateAccessKey after this one. */
function nextCreation(definition: Definition, from: string): string | undefined {
  const seen = reachable(definition, [from]);
  return tasksCalling(definition, createAccessKey.integration).find(({ name }) => seen.has(name))?.name;
}

/**
 * A state that calls CreateAccessKey after a transition out of one because of an error. That is allowed after throttling, which creates no key,
 * if a Choice looks for the words of throttling and the keys are listed before the next call.
 */
function creationInDoubt(definition: Definition, { to, by }: Edge): string | undefined {
  const choice = definition.top.get(to);
  if (choice === undefined || typeOf(choice) !== 'Choice') return nextCreation(definition, to);
  const [found] = edgesOf(choice).flatMap((edge) => {
    const isHarmlessIfListed = edge.kind === 'choice' && isThrottled(edge.by, `${plainText(by, 'ResultPath')}.Cause`);
    return nextCreation(isHarmlessIfListed ? withoutLists(definition) : definition, edge.to) ?? [];
  });
  return found;
}

/**
 * The cause of a throttled call of IAM.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
const [saysThrottled] = ['*Rate exceeded*'] as const;

/** Whether a condition requires that a cause reports throttling. */
function isThrottled(condition: JsonObject, cause: string): boolean {
  if (objectsOf(condition, 'And').some((part) => isThrottled(part, cause))) return true;
  return condition['Variable'] === cause && condition['StringMatches'] === saysThrottled;
}

/** The definition without the states that list the keys: each way in it is one without a list. */
function withoutLists(definition: Definition): Definition {
  const top = new Map(definition.top);
  for (const { name } of tasksCalling(definition, listAccessKeys.integration)) top.delete(name);
  return { ...definition, top };
}

/** Whether every error of a retrier or a catcher means that no key was created. */
function isHarmless(rule: JsonObject): boolean {
  const errors = errorsOf(rule);
  return errors.length > 0 && errors.every((error) => nothingMade.includes(error));
}
