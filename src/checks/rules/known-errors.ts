import { errorsOf } from '../../asl';
import type { JsonObject } from '../../json';
import { plainText } from '../../model';
import { operationOf } from '../../workflow/operations';
import type { Context } from '../context';
import { objectsOf, typeOf, type DefinedState } from '../definition/definition';
import type { Found, Rule } from '../rule';
import { forEachRotation, placeOfState, type MachineWithRole } from '../machines';

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const reserved = [
  'ALL',
  'BranchFailed',
  'DataLimitExceeded',
  'ExceedToleratedFailureThreshold',
  'HeartbeatTimeout',
  'Http.Socket',
  'IntrinsicFailure',
  'ItemReaderFailed',
  'NoChoiceMatched',
  'ParameterPathFailure',
  'Permissions',
  'ResultPathMatchFailure',
  'ResultWriterFailed',
  'Runtime',
  'TaskFailed',
  'Timeout',
].map((name) => `States.${name}`);

/** Every error: a retrier or catcher after it is never used. */
const anyError = 'States.ALL';

export const knownErrors: Rule = {
  id: 'known-errors',
  severity: 'medium',
  claim: 'Step Functions or the called operation raises every error that a Retry or a Catch names.',
  rationale:
    'A misspelt error is never raised: its retrier or catcher never runs, and when the call fails, another one or none runs. ' +
    'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html',
  remedy: 'Use the names of Step Functions, such as Iam.NoSuchEntityException, or States.ALL alone in the last rule.',
  example: {
    of: 'states',
    change: {
      CreateAccessKey: { Catch: [{ ErrorEquals: ['Iam.NoSuchEntity'], ResultPath: '$.error', Next: 'UserIsGone' }] },
    },
  },
  judge(context) {
    return forEachRotation(context, (one) =>
      one.machine.definition.states.flatMap((state) => judgeState(context, one, state)),
    );
  },
};

function judgeState(context: Context, one: MachineWithRole, defined: DefinedState): Found[] {
  const raised = typeOf(defined) === 'Task' ? operationOf(plainText(defined.state, 'Resource'))?.errors : undefined;
  const found = (message: string, remedy = knownErrors.remedy): Found => ({
    verdict: 'fail',
    place: placeOfState(context, one, defined),
    message: `state "${defined.name}": ${message}`,
    remedy,
  });
  return (['Retry', 'Catch'] as const).flatMap((name) => {
    const rules = objectsOf(defined.state, name);
    const unread = unreadable(defined.state, name, rules);
    return [
      ...(unread ? [found(`its ${name} is not a list of objects that each name errors`)] : []),
      ...rules.flatMap((rule, index): Found[] => {
        const errors = errorsOf(rule);
        const isMisplaced = errors.includes(anyError) && (errors.length > 1 || index < rules.length - 1);
        return [
          ...errors
            .filter((error) => !isRaised(error, raised))
            .map((error) =>
              found(`its ${name} names ${JSON.stringify(error)}, which is never raised there`, remedyFor(raised)),
            ),
          ...(isMisplaced
            ? [found(`its ${name} has States.ALL next to or before other errors; it must be alone and last`)]
            : []),
        ];
      }),
    ];
  });
}

function unreadable(state: JsonObject, name: 'Retry' | 'Catch', rules: readonly JsonObject[]): boolean {
  const value = state[name];
  if (value === undefined) return false;
  return !Array.isArray(value) || value.length !== rules.length || rules.some((rule) => errorsOf(rule).length === 0);
}

/** States inside a Parallel or a Map can raise other errors, and the errors of an unknown call are not known. */
function isRaised(error: string, raised: readonly string[] | undefined): boolean {
  if (error.startsWith('States.')) return reserved.includes(error);
  return raised === undefined || raised.includes(error);
}

function remedyFor(raised: readonly string[] | undefined): string {
  return raised === undefined ? knownErrors.remedy : `It raises ${raised.join(', ')}, and the errors of States.`;
}
