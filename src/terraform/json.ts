import { InputError } from '../problem';
import type { Value } from './value';

/** Deeper than anything that Terraform writes; a limit keeps every recursive reader safe. */
export const deepest = 512;

/** Line and column, both from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** The JSON value of a text that came from `file`. Throws an InputError with line and column where it is not JSON. */
export function parseJson(text: string, file: string): Value {
  const depth = depthOf(text);
  if (depth > deepest) throw InputError.of(`${file}: nested ${depth} levels deep; at most ${deepest} are read`);
  try {
    return JSON.parse(text) as Value; // JSON is a part of what a Value can be
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { offset, expected } = firstError(text);
    const { line, column } = positionOf(text, offset);
    const where = `${file}: line ${line}, column ${column}`;
    if (offset >= text.length) {
      throw InputError.of(`${where}: the JSON ends too early, ${expected} is missing; was the file cut off?`);
    }
    throw InputError.of(`${where}: not JSON: ${expected} is expected here`);
  }
}

export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

/** How deeply objects and lists are nested; brackets inside strings do not count. */
function depthOf(text: string): number {
  let depth = 0;
  let deepestSeen = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > deepestSeen) deepestSeen = depth;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepestSeen;
}

/** Where the closing quote of the string that opens at `start` is; the end of the text where it is not closed. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

/**
 * Where a text stops being JSON and what should stand there. Node.js words its own errors differently in each version and often without
 * a position, so a text that JSON.parse refused is read once more. https://www.rfc-editor.org/rfc/rfc8259
 */
function firstError(text: string): { offset: number; expected: string } {
  const open: ('{' | '[')[] = [];
  let state: keyof typeof expectations | 'after' = 'value';
  let next = 0;
  for (;;) {
    const last = open.at(-1);
    const closing = last === '{' ? '}' : ']';
    const expected = state !== 'after' ? expectations[state] : last === undefined ? 'the end' : `"," or "${closing}"`;
    const token = tokenAt(text, next);
    const wrong = { offset: token.start, expected };
    if (token.kind === 'end' || token.kind === 'unclosed') return { offset: text.length, expected };
    next = token.end;
    if (token.kind === '{' || token.kind === '[') {
      if (state !== 'value' && state !== 'first-item') return wrong;
      open.push(token.kind);
      state = token.kind === '{' ? 'first-name' : 'first-item';
    } else if (token.kind === '}' || token.kind === ']') {
      const empty = token.kind === '}' ? 'first-name' : 'first-item';
      if (last === undefined || token.kind !== closing || (state !== 'after' && state !== empty)) return wrong;
      open.pop();
      state = 'after';
    } else if (token.kind === ',') {
      if (state !== 'after' || last === undefined) return wrong;
      state = last === '{' ? 'name' : 'value';
    } else if (token.kind === ':') {
      if (state !== 'colon') return wrong;
      state = 'value';
    } else if (token.kind === 'string' && (state === 'first-name' || state === 'name')) state = 'colon';
    else if (token.kind !== 'wrong' && (state === 'value' || state === 'first-item')) state = 'after';
    else if (token.inString === true) return { ...wrong, expected: 'a character that JSON allows inside a string' };
    else return wrong;
  }
}

const expectations = {
  value: 'a value',
  'first-item': 'a value or "]"',
  'first-name': 'a name in double quotes or "}"',
  name: 'a name in double quotes',
  colon: '":"',
};

interface Token {
  readonly kind: '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'scalar' | 'end' | 'unclosed' | 'wrong';
  readonly start: number;
  readonly end: number;
  /** The wrong character is inside a string. */
  readonly inString?: boolean;
}

function tokenAt(text: string, from: number): Token {
  const space = /[\t\n\r ]*/y;
  space.lastIndex = from;
  space.exec(text);
  const start = space.lastIndex;
  const mark = text.charAt(start);
  if (mark === '') return { kind: 'end', start, end: start };
  if (mark === '{' || mark === '}' || mark === '[' || mark === ']' || mark === ',' || mark === ':') {
    return { kind: mark, start, end: start + 1 };
  }
  if (mark === '"') {
    const end = endOfString(text, start);
    const wrongAt = wrongCharacter(text, start + 1, end);
    if (wrongAt !== undefined) return { kind: 'wrong', start: wrongAt, end, inString: true };
    return { kind: end === text.length ? 'unclosed' : 'string', start, end: end + 1 };
  }
  const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
  scalar.lastIndex = start;
  return { kind: scalar.test(text) ? 'scalar' : 'wrong', start, end: scalar.lastIndex };
}

/** The first character inside a string that JSON does not allow there: a control character or an unknown escape. */
function wrongCharacter(text: string, start: number, end: number): number | undefined {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const suspect = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\\|[\0-\x1f]/g;
  suspect.lastIndex = start;
  for (let found = suspect.exec(text); found && found.index < end; found = suspect.exec(text)) {
    if (found[0].length === 1) return found.index;
  }
  return undefined;
}
