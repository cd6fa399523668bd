import { parseExpression } from '../../asl/expressions';
import { runtimeError } from './errors';
import { compileCall } from './intrinsics';
import { rootOf, valueOf, type CompiledExpression } from './scope';

/**
 * Compiles the value of a field whose name ends in `.$`: a path or an intrinsic function. Throws ExpressionSyntaxError.
 * @param field the field's name, for the cause of a failure
 */
export function compileExpression(text: string, field: string): CompiledExpression {
  const expression = parseExpression(text);
  if (expression.kind === 'call') return compileCall(expression);
  const { path } = expression;
  return (scope) => {
    const value = valueOf(path, scope);
    if (value !== undefined) return value;
    // AWS quotes the whole input here, secrets included; a cause must be redacted before it is shown.
    throw runtimeError(
      `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(rootOf(path, scope))}'`,
    );
  };
}
