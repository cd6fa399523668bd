import type { Argument, FunctionCall, IntrinsicName, PathRead } from '../../../asl/expressions';
import type { Json } from '../../../json';
import { intrinsicFailure, runtimeError, StatesError } from '../errors';
import { rootOf, valueOf, type CompiledExpression } from '../scope';
import { arrayFunctions } from './arrays';
import { unescape } from './escapes';
import { format } from './format';
import type { Intrinsic } from './intrinsic';
import { mathFunctions } from './math';
import { textFunctions } from './texts';

const intrinsics: { readonly [name in Exclude<IntrinsicName, 'States.Format'>]: Intrinsic } = {
  ...arrayFunctions,
  ...mathFunctions,
  ...textFunctions,
};

/** Compiles a call such as `States.Format('{}', $.name)`. */
export function compileCall({ name, args, text }: FunctionCall): CompiledExpression {
  if (name === 'States.Format') return compileFormat(args, text);
  const run = intrinsics[name];
  const values = args.map(compileArgument);
  return (scope) =>
    naming(text, () =>
      run(
        values.map((value) => value(scope)),
        scope.dice,
      ),
    );
}

function compileFormat([template, ...rest]: readonly Argument[], text: string): CompiledExpression {
  const readTemplate = template === undefined || template.kind === 'text' ? undefined : compileArgument(template);
  const written = template?.kind === 'text' ? template.written : '';
  const values = rest.map(compileArgument);
  return (scope) =>
    naming(text, () => {
      const pattern = readTemplate === undefined ? written : readTemplate(scope);
      if (typeof pattern !== 'string') throw intrinsicFailure('the template must be a string');
      return format(
        pattern,
        values.map((value) => value(scope)),
      );
    });
}

/** Adds to a failure the call that failed, the innermost one. */
function naming(text: string, run: () => Json): Json {
  try {
    return run();
  } catch (problem) {
    if (!(problem instanceof StatesError) || problem.failedCall !== undefined) throw problem;
    throw new StatesError(problem.error, `The function '${text}' had the following error: ${problem.detail}`, text);
  }
}

function compileArgument(argument: Argument): CompiledExpression {
  switch (argument.kind) {
    case 'path':
      return compilePath(argument);
    case 'call':
      return compileCall(argument);
    case 'text': {
      const text = unescape(argument.written);
      return () => text;
    }
    case 'literal':
      return () => argument.value;
  }
}

function compilePath({ path }: PathRead): CompiledExpression {
  return (scope) => {
    const value = valueOf(path, scope);
    if (value !== undefined) return value;
    const input = JSON.stringify(rootOf(path, scope));
    throw runtimeError(`The JsonPath argument for the field '${path.text}' could not be found in the input '${input}'`);
  };
}
