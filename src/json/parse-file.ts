import { JsonSyntaxError, parseJson, parseLenientJson } from './parse';
import { InputError } from '../input-error';
import type { Json } from './types';
import { conflictIn } from '../text/lines';

/** The JSON value of a text that came from `where`. Throws an InputError with line and column if it is not JSON, or repeats a key. */
export function parseJsonFile(text: string, where: string): Json {
  const { value, repeatedKey } = parseRepeatingJson(text, where);
  if (repeatedKey !== undefined) throw InputError.of(`${where}: ${repeatedKey}`);
  return value;
}

/** A JSON text, read with the last of repeated keys. */
export interface ParsedJson {
  readonly value: Json;
  /** The place and the name of a repeated key: readers interpret it differently. */
  readonly repeatedKey: string | undefined;
}

/** The same for a caller that reports repeated keys differently. */
export function parseRepeatingJson(text: string, where: string): ParsedJson {
  try {
    return { value: parseJson(text), repeatedKey: undefined };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const conflict = error.kind === 'repeated-key' ? undefined : conflictIn(text);
    if (conflict !== undefined) throw InputError.of(`${where}: line ${conflict.line}: ${conflict.problem}`);
    const reason = `line ${error.line}, column ${error.column}: ${error.reason}`;
    const value = error.kind === 'repeated-key' ? leniently(text) : undefined;
    if (value === undefined) throw InputError.of(`${where}: ${reason}`);
    return { value, repeatedKey: reason };
  }
}

/** Undefined if the text has another fault after the repetition. */
function leniently(text: string): Json | undefined {
  try {
    return parseLenientJson(text);
  } catch {
    return undefined;
  }
}
