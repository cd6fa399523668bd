import { Cursor } from '../../asl/paths/cursor';
import { runtimeError } from './errors';
import { readCall } from './intrinsics';
import { parsePath } from '../../asl/paths';
import { rootOf, valueOf, type Expression } from './scope';

/**
 * What stands behind a field whose name ends in `.$`: a path or an intrinsic function. Throws ExpressionSyntaxError.
 * @param field the field's name, for the cause of a failure
 */
export function parseExpression(text: string, field: string): Expression {
  if (!text.startsWith('$')) return parseCall(text);
  const path = parsePath(text);
  return (scope) => {
    const value = valueOf(path, scope);
    if (value !== undefined) return value;
    // AWS quotes the whole input here, secrets included; whoever shows a cause to a person has to redact it.
    throw runtimeError(
      `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(rootOf(path, scope))}'`,
    );
  };
}

function parseCall(text: string): Expression {
  const cursor = new Cursor(text);
  const call = readCall(cursor);
  cursor.skipSpaces();
  if (!cursor.done) cursor.fail('a function call ends here, yet something follows');
  return call;
}
