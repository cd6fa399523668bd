import { runtimeError } from '../errors';
import type { Fields } from '../fields';
import { isObject } from '../../../json';
import { readCatchers, readRetriers } from '../recovery';
import { valueOf, type Scope } from '../scope';
import { filterBy, nextOf, over, placeResult, shapeBy } from './flow';
import type { CompiledState } from './state';

/** The default and the upper bound of TimeoutSeconds. https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
const longestSeconds = 99_999_999;

/**
 * Calls an AWS API. Only SDK integrations that `isSimulated` accepts are simulated.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function compileTask(fields: Fields, isSimulated: (service: string, api: string) => boolean): CompiledState {
  const resource = fields.requiredText('Resource');
  const [, service = '', api = ''] = /^arn:[a-z-]+:states:::aws-sdk:([^:]+):([^:]+)$/.exec(resource) ?? [];
  if (resource !== '' && !isSimulated(service, api)) {
    fields.problem(`the Resource ${JSON.stringify(resource)} is not supported by the simulator`);
  }
  const readInput = filterBy(fields, 'InputPath');
  const shape = shapeBy(fields, 'Parameters');
  const select = shapeBy(fields, 'ResultSelector');
  const place = placeResult(fields);
  const readOutput = filterBy(fields, 'OutputPath');
  const timeout = readTimeout(fields);
  const next = nextOf(fields);
  return {
    type: 'Task',
    retriers: readRetriers(fields),
    catchers: readCatchers(fields),
    enter: (scope) => {
      const inner = over(scope, readInput(scope));
      const parameters = shape(inner);
      if (!isObject(parameters))
        throw runtimeError(`The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task.`);
      return { kind: 'call', call: { service, api, parameters, timeoutSeconds: timeout(inner) } };
    },
    settle: (scope, result) => {
      const placed = place(scope.input, select(over(scope, result)));
      return { kind: 'leave', output: readOutput(over(scope, placed)), next };
    },
  };
}

function readTimeout(fields: Fields): (scope: Scope) => number {
  const seconds = fields.number('TimeoutSeconds', 1, longestSeconds);
  const path = fields.reference('TimeoutSecondsPath');
  if (seconds !== undefined && path) fields.problem('TimeoutSeconds and TimeoutSecondsPath exclude each other');
  if (!path) return () => seconds ?? longestSeconds;
  return (scope) => {
    const value = valueOf(path, scope);
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= longestSeconds) return value;
    throw runtimeError(
      `The TimeoutSecondsPath parameter does not reference a whole number from 1 to ${longestSeconds}: ${path.text}`,
    );
  };
}
