import { JsonSyntaxError, parseJson } from './parse';
import { InputError } from '../input-error';
import type { Json } from './types';
import { isArray, isObject } from './value';

/** A JSON text, read. */
export interface ParsedJson {
  readonly value: Json;
  /** Where an object repeats a key, and which: readers differ in what they make of that. */
  readonly repeatedKey: string | undefined;
}

/** The JSON value of a text that came from `file`. Throws an InputError with line and column where it is not JSON. */
export function parseJsonFile(text: string, file: string): ParsedJson {
  try {
    return { value: parseJson(text).value as Json, repeatedKey: undefined }; // all that JSON can be is a Json
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const place = `line ${error.line}, column ${error.column}`;
    const value = error.kind === 'repeated-key' ? leniently(text) : undefined;
    if (value !== undefined) return { value, repeatedKey: `${place}: ${error.reason}` };
    throw InputError.of(`${file}: ${place}: ${error.reason}`);
  }
}

/** The value with the last of repeated keys; undefined where the text is no JSON either, or nests too deeply behind the repetition. */
function leniently(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json; // all that JSON can be is a Json
    return isShallow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Nesting that recursive readers can follow; told without recursion. */
function isShallow(root: Json): boolean {
  let level: readonly Json[] = [root];
  for (let depth = 0; depth <= deepest; depth += 1) {
    level = level.flatMap((value) => (isArray(value) ? value : isObject(value) ? Object.values(value) : []));
    if (level.length === 0) return true;
  }
  return false;
}

const deepest = 512;
