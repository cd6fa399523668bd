import type { Json } from '../../../json';
import { runtimeError } from '../errors';
import type { Fields } from '../fields';
import type { Path } from '../../../asl/paths';
import { placeAt } from '../reference-path';
import { valueOf, type CompiledExpression, type Scope } from '../scope';

/**
 * The flow of data through a state, step by step: InputPath, then the state itself, ResultPath, OutputPath.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
 */
type PassOn = (scope: Scope) => Json;

/** `InputPath` or `OutputPath`: a part of the input. With null it is an empty object; without the field it is the whole input. */
export function filterBy(fields: Fields, name: 'InputPath' | 'OutputPath'): PassOn {
  const path = fields.path(name);
  if (path === undefined) return (scope) => scope.input;
  if (path === null) return () => ({});
  return (scope) => {
    const value = valueOf(path, scope);
    if (value === undefined)
      throw runtimeError(`Invalid path '${path.text}' : nothing is there in the ${nounOf[name]} of the state.`);
    return value;
  };
}

const nounOf = { InputPath: 'input', OutputPath: 'output' } as const;

/** `ResultPath`: the place of the result in the raw input. With null the result is dropped; without the field it replaces the input. */
export function placeResult(fields: Fields): (raw: Json, result: Json) => Json {
  const path = fields.path('ResultPath', 'reference');
  if (path?.root === '$$') fields.problem('ResultPath cannot write to the context object');
  return placer(path);
}

function placer(path: Path | null | undefined): (raw: Json, result: Json) => Json {
  if (path === undefined) return (_, result) => result;
  if (path === null) return (raw) => raw;
  return (raw, result) => placeAt(path, raw, result);
}

/** `Parameters` or `ResultSelector`: the value of the template, or the input itself if there is no template. */
export function shapeBy(fields: Fields, name: 'Parameters' | 'ResultSelector'): CompiledExpression {
  return fields.template(name) ?? ((scope) => scope.input);
}

export function over(scope: Scope, input: Json): Scope {
  return { ...scope, input };
}

/** `Next` or `End`: exactly one of them. */
export function nextOf(fields: Fields): string | undefined {
  const next = fields.text('Next');
  const end = fields.raw('End');
  if (end !== undefined && end !== true) fields.problem('End must be true');
  if (fields.has('Next') === (end === true)) fields.problem('exactly one of Next and End is needed');
  return next;
}
