import { Cursor } from './cursor';
import { parseFilter } from './filter';
import { isDefinite, type Path, type Segment } from './path';

type SimpleSegment = Exclude<Segment, { kind: 'descend' }>;

/**
 * Parses a whole text as a JSONPath; throws ExpressionSyntaxError.
 * https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 */
export function parsePath(text: string): Path {
  const cursor = new Cursor(text);
  const path = readPath(cursor);
  if (!cursor.done) cursor.fail('unexpected text after a path');
  return path;
}

/** Reads the path that starts at the cursor and moves the cursor to its end. */
export function readPath(cursor: Cursor): Path {
  const start = cursor.position;
  const root = cursor.take('$$')
    ? '$$'
    : cursor.take('$')
      ? '$'
      : cursor.take('@')
        ? '@'
        : cursor.fail('expected a path');
  const segments: Segment[] = [];
  for (let next = readSegment(cursor); next; next = readSegment(cursor)) segments.push(next);
  return { text: cursor.since(start), root, segments, definite: segments.every(isDefinite) };
}

const plainName = /^(?:\.[A-Za-z_][\w-]*|\['[^'\\]*'\])$/;

function readSegment(cursor: Cursor): Segment | undefined {
  const start = cursor.position;
  const segment = readStep(cursor);
  return segment?.kind === 'names' ? { ...segment, plain: plainName.test(cursor.since(start)) } : segment;
}

function readStep(cursor: Cursor): Segment | undefined {
  if (cursor.take('..')) return { kind: 'descend', to: cursor.sees('[') ? readBracket(cursor) : readDotted(cursor) };
  if (cursor.take('.')) return cursor.sees('[') ? readBracket(cursor) : readDotted(cursor);
  return cursor.sees('[') ? readBracket(cursor) : undefined;
}

function readDotted(cursor: Cursor): SimpleSegment {
  if (cursor.take('*')) return { kind: 'every' };
  const name = cursor.match(/[^\s.[\]()'",?*=!<>&|~]+/y) ?? cursor.fail('expected a name');
  if (cursor.sees('(')) cursor.fail(`the JSONPath function ${name}() is not supported`);
  return { kind: 'names', names: [name] };
}

function readBracket(cursor: Cursor): SimpleSegment {
  cursor.expect('[');
  cursor.skipSpaces();
  const step = readSelector(cursor);
  cursor.skipSpaces();
  cursor.expect(']');
  return step;
}

function readSelector(cursor: Cursor): SimpleSegment {
  if (cursor.take('*')) return { kind: 'every' };
  if (cursor.take('?')) return readFilter(cursor);
  if (cursor.sees("'") || cursor.sees('"')) return { kind: 'names', names: readList(cursor, readQuoted) };
  if (cursor.sees('(')) cursor.fail('script expressions are not supported');
  const first = readInteger(cursor);
  cursor.skipSpaces();
  if (cursor.take(':')) {
    cursor.skipSpaces();
    const to = readInteger(cursor);
    if (cursor.sees(':')) cursor.fail('slices with a step are not supported');
    return { kind: 'slice', from: first, to };
  }
  if (first === undefined) cursor.fail('expected a name in quotes, an index, a slice, * or a filter');
  if (!cursor.take(',')) return { kind: 'indices', indices: [first] };
  return {
    kind: 'indices',
    indices: [first, ...readList(cursor, (at) => readInteger(at) ?? at.fail('expected an index'))],
  };
}

function readFilter(cursor: Cursor): SimpleSegment {
  const paths: Path[] = [];
  const test = parseFilter(cursor, (at) => {
    const path = readPath(at);
    paths.push(path);
    return path;
  });
  return { kind: 'filter', test, paths };
}

function readList<Item>(cursor: Cursor, readItem: (cursor: Cursor) => Item): Item[] {
  const items: Item[] = [];
  do {
    cursor.skipSpaces();
    items.push(readItem(cursor));
    cursor.skipSpaces();
  } while (cursor.take(','));
  return items;
}

function readInteger(cursor: Cursor): number | undefined {
  const digits = cursor.match(/-?\d+/y);
  return digits === undefined ? undefined : Number(digits);
}

/** Reads a text in single or double quotes, with a backslash before a quote or a backslash. */
function readQuoted(cursor: Cursor): string {
  const quoted = cursor.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy) ?? cursor.fail('expected a text in quotes');
  return quoted.slice(1, -1).replace(/\\(.)/gs, '$1');
}
