import { equal, parseLenientJson, type Json } from '../../json';
import type { Cursor } from './cursor';
import { select } from './select';
import type { Filter, Path } from './path';

type ReadPath = (cursor: Cursor) => Path;
type Operand = (current: Json, root: Json) => Json | undefined;

/**
 * Parses the condition of a filter, `(@.Status=='Active' && …)`: comparisons, existence, `&&`, `||`, `!` and brackets. `readPath` is a parameter
 * because a path can contain a filter and a filter contains paths.
 */
export function parseFilter(cursor: Cursor, readPath: ReadPath): Filter {
  cursor.skipSpaces();
  cursor.expect('(');
  const test = cursor.nested(() => readEither(cursor, readPath));
  cursor.expect(')');
  return test;
}

function readEither(cursor: Cursor, readPath: ReadPath): Filter {
  const first = readBoth(cursor, readPath);
  cursor.skipSpaces();
  if (!cursor.take('||')) return first;
  const rest = cursor.nested(() => readEither(cursor, readPath));
  return (current, root) => first(current, root) || rest(current, root);
}

function readBoth(cursor: Cursor, readPath: ReadPath): Filter {
  const first = readOne(cursor, readPath);
  cursor.skipSpaces();
  if (!cursor.take('&&')) return first;
  const rest = cursor.nested(() => readBoth(cursor, readPath));
  return (current, root) => first(current, root) && rest(current, root);
}

function readOne(cursor: Cursor, readPath: ReadPath): Filter {
  cursor.skipSpaces();
  if (cursor.sees('!') && !cursor.sees('!=')) {
    cursor.take('!');
    const negated = cursor.nested(() => readOne(cursor, readPath));
    return (current, root) => !negated(current, root);
  }
  if (cursor.take('(')) {
    const inner = cursor.nested(() => readEither(cursor, readPath));
    cursor.skipSpaces();
    cursor.expect(')');
    return inner;
  }
  return readComparison(cursor, readPath);
}

function readComparison(cursor: Cursor, readPath: ReadPath): Filter {
  const isPath = cursor.sees('@') || cursor.sees('$');
  const left = readOperand(cursor, readPath);
  cursor.skipSpaces();
  const operator = cursor.match(/==|!=|<=|>=|=~|<|>|[a-z]+/y);
  cursor.skipSpaces();
  if (operator === undefined) {
    if (!isPath) cursor.fail('expected a comparison');
    return (current, root) => left(current, root) !== undefined;
  }
  const holds = comparisons.get(operator) ?? cursor.fail(`the filter operator ${operator} is not supported`);
  const right = readOperand(cursor, readPath);
  cursor.skipSpaces();
  return (current, root) => holds(left(current, root), right(current, root));
}

function readOperand(cursor: Cursor, readPath: ReadPath): Operand {
  if (cursor.sees('@') || cursor.sees('$')) {
    const path = readPath(cursor);
    if (path.root === '$$') cursor.fail('the context object cannot be read inside a filter');
    return (current, root) => valueAt(path, path.root === '@' ? current : root);
  }
  const literal = cursor.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
  if (literal !== undefined) {
    const value = parseLenientJson(literal);
    return () => value;
  }
  const quoted = cursor.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy) ?? cursor.fail('expected a path or a literal');
  const text = quoted.slice(1, -1).replace(/\\(.)/gs, '$1');
  return () => text;
}

function valueAt(path: Path, root: Json): Json | undefined {
  const found = select(path, root);
  if (!path.definite) return found && found.length > 0 ? found : undefined;
  return found?.[0];
}

type FilterComparison = (left: Json | undefined, right: Json | undefined) => boolean;

const comparisons: ReadonlyMap<string, FilterComparison> = new Map([
  ['==', same],
  ['!=', (left, right) => !same(left, right)],
  ['<', ordered((a, b) => a < b)],
  ['<=', ordered((a, b) => a <= b)],
  ['>', ordered((a, b) => a > b)],
  ['>=', ordered((a, b) => a >= b)],
]);

function same(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return equal(left, right);
}

/** Only two numbers or two texts can be ordered; other values do not match. */
function ordered(holds: (a: number | string, b: number | string) => boolean): FilterComparison {
  return (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return holds(left, right);
    return typeof left === 'string' && typeof right === 'string' && holds(left, right);
  };
}
