import { isStartOfExecution } from '../../iam';
import { JsonSyntaxError, isObject as isJsonObject, parseJson, type JsonObject } from '../../json';
import { attribute, nestedBlocks, textOf, Unknown, type Model, type Resource } from '../../model';

/** A schedule that starts a machine for a user; a part is undefined if it is not known. */
export interface Start {
  readonly resource: Resource;
  readonly machineArn: string | undefined;
  readonly userName: string | undefined;
}

/** The schedules of a model that start state machines, or may do so. */
export function startsIn(model: Model): Start[] {
  return model.resources
    .filter(({ type, mode }) => type === 'aws_scheduler_schedule' && mode === 'managed')
    .flatMap((resource) => nestedBlocks(resource.values, 'target').flatMap((target) => startOf(resource, target)));
}

function startOf(resource: Resource, target: ReturnType<typeof nestedBlocks>[number]): Start[] {
  const nothing = { resource, machineArn: undefined, userName: undefined };
  if (target instanceof Unknown) return [nothing];
  const arn = textOf(target, 'arn');
  const input = inputIn(textOf(target, 'input'));
  if (arn instanceof Unknown) return [{ ...nothing, userName: textIn(input, 'userName') }];
  if (arn === undefined) return [];
  if (!isStartOfExecution(arn))
    return /^arn:[^:]*:states:/.test(arn) ? [{ resource, machineArn: arn, userName: textIn(input, 'userName') }] : [];
  const inner = inputIn(textIn(input, 'Input'));
  return [{ resource, machineArn: textIn(input, 'StateMachineArn'), userName: textIn(inner, 'userName') }];
}

/** The object of a JSON text; undefined if it is another text. */
function inputIn(text: string | Unknown | undefined): JsonObject | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

function textIn(object: JsonObject | undefined, name: string): string | undefined {
  const value = object === undefined ? undefined : attribute(object, name);
  return typeof value === 'string' ? value : undefined;
}
