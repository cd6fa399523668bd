import { parseLenientJson } from '../../json';
import { Cursor, ExpressionSyntaxError, parsePath, readPath } from '../paths';
import type { Argument, FunctionCall, Expression } from './expression';
import { intrinsicFunctions, isIntrinsic, type IntrinsicName } from './functions';

/**
 * The maximum depth of nested calls.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
const deepest = 10;

/** Parses the value of a field whose name ends in `.$`. Throws ExpressionSyntaxError. */
export function parseExpression(text: string): Expression {
  if (text.startsWith('$')) return { kind: 'path', path: parsePath(text) };
  const cursor = new Cursor(text);
  const call = readCall(cursor, 1);
  cursor.skipSpaces();
  if (!cursor.done) cursor.fail('unexpected text after a function call');
  return call;
}

/** The cache of parsed texts, because an analysis of data flow parses the same few texts again and again. */
const known = new Map<string, Expression | undefined>();
const mostKnown = 10_000;
const longestKnown = 1000;

/** Parses any text; undefined if it is not an expression. */
export function readExpression(text: string): Expression | undefined {
  if (known.has(text)) return known.get(text);
  const read = tryExpression(text);
  if (known.size >= mostKnown) known.clear();
  if (text.length <= longestKnown) known.set(text, read);
  return read;
}

function tryExpression(text: string): Expression | undefined {
  try {
    return parseExpression(text);
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return undefined;
    throw error;
  }
}

function readCall(cursor: Cursor, depth: number): FunctionCall {
  const start = cursor.position;
  const name = cursor.match(/States\.[A-Za-z0-9]+/y) ?? cursor.fail('expected a path or an intrinsic function');
  if (depth > deepest) cursor.fail(`intrinsic functions are nested more than ${deepest} deep`);
  const args = readArguments(cursor, depth);
  const text = cursor.since(start);
  if (!isIntrinsic(name)) return cursor.fail(`${name} is not an intrinsic function`);
  checkArity(cursor, name, args.length);
  return { kind: 'call', name, args, text };
}

function checkArity(cursor: Cursor, name: IntrinsicName, count: number): void {
  const { fewest, most } = intrinsicFunctions[name];
  if (count >= fewest && count <= most) return;
  const wanted = fewest === most ? `${fewest}` : most === Infinity ? `at least ${fewest}` : `${fewest} to ${most}`;
  cursor.fail(`${name} takes ${wanted} argument${wanted === '1' ? '' : 's'}, got ${count}`);
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
  if (cursor.sees('States.')) return readCall(cursor, depth + 1);
  if (cursor.sees('$')) return { kind: 'path', path: readPath(cursor) };
  if (cursor.sees("'")) {
    const quoted = cursor.match(/'(?:[^'\\]|\\.)*'/sy) ?? cursor.fail('a text is not closed');
    return { kind: 'text', written: quoted.slice(1, -1) };
  }
  const literal = cursor.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
  if (literal === undefined) cursor.fail('expected a path, a literal or an intrinsic function');
  return { kind: 'literal', value: parseLenientJson(literal.replace(/^(-?)0+(?=\d)/, '$1')) };
}
