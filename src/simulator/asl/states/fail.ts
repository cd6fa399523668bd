import { runtimeError } from '../errors';
import type { Fields } from '../fields';
import type { Scope } from '../scope';
import type { CompiledState } from './state';

type Text = (scope: Scope) => string | undefined;

/** Ends the execution as failed. https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html */
export function compileFail(fields: Fields): CompiledState {
  const error = textOrPath(fields, 'Error', 'ErrorPath');
  const cause = textOrPath(fields, 'Cause', 'CausePath');
  return {
    type: 'Fail',
    retriers: [],
    catchers: [],
    enter: (scope) => ({ kind: 'fail', error: error(scope), cause: cause(scope) }),
  };
}

/** The text itself, or a reference path or intrinsic function that yields one. */
function textOrPath(fields: Fields, name: string, pathName: string): Text {
  const text = fields.text(name);
  const expression = fields.expression(pathName);
  if (fields.has(name) && fields.has(pathName)) fields.problem(`${name} and ${pathName} exclude each other`);
  if (!expression) return () => text;
  return (scope) => {
    const value = expression(scope);
    if (typeof value !== 'string') throw runtimeError(`The ${pathName} field does not yield a string.`);
    return value;
  };
}
