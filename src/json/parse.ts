import { countKeys, maximumDepth } from './count';
import { findFault, type JsonFault, type JsonFaultKind } from './scan';
import type { Json } from './types';
import { countWrittenKeys } from './written';

/** A text that is not JSON, or JSON that readers interpret differently. `line` and `column` count from 1, in UTF-16 code units. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';

  /** The kind of the fault, for code. */
  readonly kind: JsonFaultKind;
  /** The fault in words, for people. */
  readonly reason: string;
  /** The offset in the text, from 0. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;

  constructor(text: string, { kind, reason, offset }: JsonFault) {
    const { line, column } = positionAt(text, offset);
    super(`${reason} (line ${line}, column ${column})`);
    this.kind = kind;
    this.reason = reason;
    this.offset = offset;
    this.line = line;
    this.column = column;
  }
}

export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads JSON, and refuses an object that repeats a key: `JSON.parse` keeps the last of each, other readers the first or both, so the judged value
 * could differ from the effective one.
 * A text repeats a key if and only if it has more colons outside strings than its value has keys. So a clean text costs `JSON.parse` and two counts,
 * and only a faulty one a second, slower scan that finds the place. A key such as `__proto__` is an own key of its object like any other: callers use
 * `Object.hasOwn` and `Object.entries`.
 * @throws JsonSyntaxError with one line; also for a byte order mark and for more than 512 levels.
 */
export function parseJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json; // all that JSON can be is a Json
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'No JSON';
    throw faultIn(text, { kind: 'syntax', reason, offset: 0 });
  }
  const keys = countKeys(value);
  if (keys.isTooDeep || keys.count !== countWrittenKeys(text)) {
    throw faultIn(text, { kind: 'repeated-key', reason: 'An object repeats a key', offset: 0 });
  }
  return value;
}

/**
 * Reads JSON as Step Functions reads data: the last of repeated keys counts. For texts that decide nothing, or that parseJson has read before. Throws
 * SyntaxError, also for more than 512 levels.
 */
export function parseLenientJson(text: string): Json {
  const value = JSON.parse(text) as Json; // all that JSON can be is a Json
  if (countKeys(value).isTooDeep) throw new SyntaxError(`nested more than ${maximumDepth} deep`);
  return value;
}

/** The text of a string of JSON, given with its quotes; undefined if it is not one. */
export function parseJsonString(literal: string): string | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The value as JSON can represent it: undefined members and members that only code has are removed. */
export function plainJson(value: object | Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json; // all that JSON can be is a Json
}

/** Line and column, both from 1, of an offset in a text. CR LF is one line end, and so is a CR or an LF alone. */
export function positionAt(text: string, offset: number): TextPosition {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/** The first fault in a text; `otherwise` if the scanner, unlike `JSON.parse`, finds none. */
function faultIn(text: string, otherwise: JsonFault): JsonSyntaxError {
  return new JsonSyntaxError(text, findFault(text) ?? otherwise);
}
