import { NotUnderstood, type TerraformCursor } from './cursor';
import { callFunction } from './functions';
import type { Reference } from './reference';
import { asTerraformReads, asText, textOfPieces } from './conversions';
import { madeOf, Unknown, type Value } from '../../model';

/** The scope of an expression. */
export interface ReferenceScope {
  readonly resolve: (reference: Reference) => Value;
  /** Called if a value marked sensitive takes part. */
  readonly markSensitive: () => void;
}

/** The parts of the language; an expression that is written into a function is a new object for each call. */
const literally = /[^$%\\"\n]+|[^]/y;
const simpleEscape = /\\[nrt"\\]/y;
const codeEscape = /\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})/y;
const numeral = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?![\w.])/y;
const identifier = /[A-Za-z_][\w-]*/y;
const blanks = /[ \t]*/y;

/** Reads a template to the end of the text. */
export function readTemplate(cursor: TerraformCursor, scope: ReferenceScope): Value {
  return templateUntil(cursor, scope, undefined);
}

/** A text in double quotes, whose first quote was read: a template with escapes of its own. */
function readQuoted(cursor: TerraformCursor, scope: ReferenceScope): Value {
  return templateUntil(cursor, scope, '"');
}

function templateUntil(cursor: TerraformCursor, scope: ReferenceScope, end: '"' | undefined): Value {
  const parts: Value[] = [];
  let literal = '';
  while (!(end === undefined ? cursor.isAtEnd : cursor.takes(end))) {
    if (cursor.isAtEnd) throw new NotUnderstood('a text in an expression is not closed');
    if (cursor.takes('$${')) literal += '${';
    else if (cursor.takes('%%{')) literal += '%{';
    else if (cursor.startsWith('%{')) throw new NotUnderstood('a template directive "%{…}" is not understood');
    else if (cursor.takes('${')) {
      if (literal !== '') parts.push(asTerraformReads(literal));
      literal = '';
      parts.push(interpolation(cursor, scope));
    } else if (end !== undefined && cursor.startsWith('\\')) literal += escaped(cursor);
    else if (end !== undefined && cursor.next === '\n')
      throw new NotUnderstood('a text in an expression is not closed');
    else literal += cursor.match(literally) ?? '';
  }
  if (literal !== '') parts.push(asTerraformReads(literal));
  return joined(parts);
}

/** The longest string; AWS accepts only shorter ones. A bound for strings that repeat themselves. */
const longest = 1 << 24;

/** Evaluates a template. One that is a single `${…}` keeps the type of its value; any other becomes a string. */
function joined(parts: readonly Value[]): Value {
  const [first = ''] = parts;
  if (parts.length === 1) return first;
  const pieces: (string | Unknown)[] = [];
  let length = 0;
  for (const part of parts) {
    const written = part instanceof Unknown ? part : asText(part);
    if (written === undefined) return new Unknown('a reference inside a string has a value that is not a string');
    if (typeof written === 'string') length += written.length;
    if (length > longest) return new Unknown('a text in it grows too long');
    pieces.push(written);
  }
  return textOfPieces(pieces);
}

/** Reads the expression between `${` and `}`; the reason names the expression if it is not understood. */
function interpolation(cursor: TerraformCursor, scope: ReferenceScope): Value {
  const start = cursor.at;
  try {
    const value = expression(cursor, scope);
    cursor.expect('}');
    return value;
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    const end = endOfExpression(cursor.text, start);
    if (end === undefined) throw new NotUnderstood('an expression "${…" is not closed');
    throw new NotUnderstood(`the expression ${shown(cursor.text.slice(start, end).trim())} is not a plain reference`);
  }
}

/** https://developer.hashicorp.com/terraform/language/syntax/configuration#arguments-and-blocks */
const escapes: { readonly [letter: string]: string } = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function escaped(cursor: TerraformCursor): string {
  const simple = cursor.match(simpleEscape);
  if (simple !== undefined) return escapes[simple.slice(1)] ?? '';
  const code = cursor.match(codeEscape);
  const number = code === undefined ? Infinity : parseInt(code.slice(2), 16);
  if (number > 0x10ffff) throw new NotUnderstood('an escape in it is not understood');
  return String.fromCodePoint(number);
}

/** One expression with the white space around it. */
function expression(cursor: TerraformCursor, scope: ReferenceScope): Value {
  return cursor.nested(() => {
    cursor.skipSpace();
    const value = term(cursor, scope);
    cursor.skipSpace();
    return value;
  });
}

function term(cursor: TerraformCursor, scope: ReferenceScope): Value {
  if (cursor.takes('"')) return readQuoted(cursor, scope);
  if (cursor.takes('[')) return list(cursor, scope, ']');
  if (cursor.takes('{')) return object(cursor, scope);
  const number = cursor.match(numeral);
  if (number !== undefined) return numberOf(number);
  const name = cursor.match(identifier);
  if (name === undefined) throw new NotUnderstood('it does not begin with a value');
  if (cursor.takes('(')) return callFunction(name, list(cursor, scope, ')'), scope.markSensitive);
  if (name === 'true' || name === 'false') return name === 'true';
  return name === 'null' ? null : reference(cursor, scope, name);
}

function numberOf(text: string): number {
  const number = Number(text);
  if (String(number) !== text || Math.abs(number) > Number.MAX_SAFE_INTEGER) {
    throw new NotUnderstood('a number in it is too long to be exact');
  }
  return number;
}

function reference(cursor: TerraformCursor, scope: ReferenceScope, first: string): Value {
  const steps = [first];
  for (;;) {
    if (cursor.takes('.')) {
      const name = cursor.match(identifier);
      if (name === undefined) throw new NotUnderstood('a step of a reference is not a name');
      steps.push(name);
    } else if (cursor.takes('[')) {
      const index = expression(cursor, scope);
      cursor.expect(']');
      if (index instanceof Unknown) return madeOf([index]);
      if (typeof index !== 'string' && typeof index !== 'number') throw new NotUnderstood('an index is not a name');
      steps.push(String(index));
    } else return scope.resolve(steps);
  }
}

function list(cursor: TerraformCursor, scope: ReferenceScope, end: ']' | ')'): Value[] {
  const items: Value[] = [];
  cursor.skipSpace();
  while (!cursor.takes(end)) {
    items.push(expression(cursor, scope));
    if (cursor.takes(',')) cursor.skipSpace();
    else if (!cursor.startsWith(end)) throw new NotUnderstood('a list in it is not understood');
  }
  return items;
}

/** https://developer.hashicorp.com/terraform/language/expressions/types#maps-objects */
function object(cursor: TerraformCursor, scope: ReferenceScope): Value {
  const members = new Map<string, Value>();
  cursor.skipSpace();
  while (!cursor.takes('}')) {
    const key = cursor.takes('"') ? readQuoted(cursor, scope) : cursor.match(identifier);
    if (key instanceof Unknown) return madeOf([key]);
    if (typeof key !== 'string' || members.has(key)) throw new NotUnderstood('a name in an object is not understood');
    cursor.match(blanks);
    if (!cursor.takes('=')) cursor.expect(':');
    members.set(key, valueOfMember(cursor, scope));
    const newLine = cursor.skipSpace();
    if (cursor.takes(',')) cursor.skipSpace();
    else if (!newLine && !cursor.startsWith('}')) throw new NotUnderstood('an object in it is not understood');
  }
  return Object.fromEntries(members);
}

/** Leaves the white space after the value, because the end of a line ends a member. */
function valueOfMember(cursor: TerraformCursor, scope: ReferenceScope): Value {
  return cursor.nested(() => {
    cursor.match(blanks);
    return term(cursor, scope);
  });
}

/** Finds the `}` that closes an expression that is not understood, if possible. */
function endOfExpression(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return undefined;
}

/** An expression for messages: short, and without sensitive values. */
function shown(text: string): string {
  if (/\bsensitive\s*\(/.test(text)) return 'with a sensitive value';
  return `"${text.length > 80 ? `${text.slice(0, 77)}...` : text}"`;
}
