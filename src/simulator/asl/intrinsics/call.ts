import type { Json } from '../../../json';
import type { Cursor } from '../../../asl/paths/cursor';
import { intrinsicFailure, runtimeError, StatesError } from '../errors';
import { readPath } from '../../../asl/paths';
import { rootOf, valueOf, type Expression } from '../scope';
import { arrayFunctions } from './arrays';
import { format, formatArity } from './format';
import type { Intrinsic } from './intrinsic';
import { mathFunctions } from './math';
import { textFunctions } from './texts';
import { unescape } from './escapes';

const intrinsics: Readonly<Record<string, Intrinsic | undefined>> = {
  ...arrayFunctions,
  ...mathFunctions,
  ...textFunctions,
};

/** How deep calls may stand in calls. https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
const deepest = 10;

/** An argument; a literal text keeps its escapes, because `States.Format` has to tell `\{` from `{`. */
interface Argument {
  readonly value: Expression;
  readonly literal?: string;
}

/** Reads a call such as `States.Format('{}', $.name)` at the cursor. Throws ExpressionSyntaxError. */
export function readCall(cursor: Cursor, depth = 1): Expression {
  const start = cursor.position;
  const name = cursor.match(/States\.[A-Za-z0-9]+/y) ?? cursor.fail('expected a path or an intrinsic function');
  if (depth > deepest) cursor.fail(`intrinsic functions stand more than ${deepest} deep`);
  const args = readArguments(cursor, depth);
  const text = cursor.since(start);
  if (name === 'States.Format') return formatCall(cursor, args, text);
  const intrinsic = intrinsics[name] ?? cursor.fail(`there is no intrinsic function ${name}`);
  checkArity(cursor, name, intrinsic, args.length);
  return (scope) =>
    naming(text, () =>
      intrinsic.run(
        args.map((argument) => argument.value(scope)),
        scope.dice,
      ),
    );
}

function formatCall(cursor: Cursor, args: readonly Argument[], text: string): Expression {
  checkArity(cursor, 'States.Format', formatArity, args.length);
  const [template, ...rest] = args;
  return (scope) =>
    naming(text, () => {
      const pattern = template?.literal ?? template?.value(scope) ?? '';
      if (typeof pattern !== 'string') throw intrinsicFailure('the template must be a string');
      return format(
        pattern,
        rest.map((argument) => argument.value(scope)),
      );
    });
}

function checkArity(cursor: Cursor, name: string, { fewest, most }: Omit<Intrinsic, 'run'>, count: number): void {
  if (count >= fewest && count <= most) return;
  const wanted = fewest === most ? `${fewest}` : most === Infinity ? `at least ${fewest}` : `${fewest} to ${most}`;
  cursor.fail(`${name} takes ${wanted} argument${wanted === '1' ? '' : 's'}, here are ${count}`);
}

/** A failure names the call that failed, the innermost one. */
function naming(text: string, run: () => Json): Json {
  try {
    return run();
  } catch (problem) {
    if (!(problem instanceof StatesError) || problem.failedCall !== undefined) throw problem;
    throw new StatesError(problem.error, `The function '${text}' had the following error: ${problem.detail}`, text);
  }
}

function readArguments(cursor: Cursor, depth: number): Argument[] {
  const args: Argument[] = [];
  cursor.expect('(');
  cursor.skipSpaces();
  if (cursor.take(')')) return args;
  do {
    cursor.skipSpaces();
    args.push(readArgument(cursor, depth));
    cursor.skipSpaces();
  } while (cursor.take(','));
  cursor.expect(')');
  return args;
}

function readArgument(cursor: Cursor, depth: number): Argument {
  if (cursor.sees('States.')) return { value: readCall(cursor, depth + 1) };
  if (cursor.sees('$')) return { value: pathArgument(cursor) };
  if (cursor.sees("'")) {
    const quoted = cursor.match(/'(?:[^'\\]|\\.)*'/sy) ?? cursor.fail('a text is not closed');
    const literal = quoted.slice(1, -1);
    const text = unescape(literal);
    return { value: () => text, literal };
  }
  const literal = cursor.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
  if (literal === undefined) cursor.fail('expected a path, a literal or an intrinsic function');
  const value = JSON.parse(literal.replace(/^(-?)0+(?=\d)/, '$1')) as Json;
  return { value: () => value };
}

function pathArgument(cursor: Cursor): Expression {
  const path = readPath(cursor);
  return (scope) => {
    const value = valueOf(path, scope);
    if (value !== undefined) return value;
    const input = JSON.stringify(rootOf(path, scope));
    throw runtimeError(`The JsonPath argument for the field '${path.text}' could not be found in the input '${input}'`);
  };
}
