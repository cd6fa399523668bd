import { JsonSyntaxError, parseJson as parseStrictJson } from '../iam';
import { InputError } from '../input-error';
import { isList, isObject, type Value } from '../model/value';

/** A JSON text, read. */
export interface ParsedJson {
  readonly value: Value;
  /** Where an object repeats a key, and which: readers differ in what they make of that. */
  readonly repeatedKey: string | undefined;
}

/** The JSON value of a text that came from `file`. Throws an InputError with line and column where it is not JSON. */
export function parseJson(text: string, file: string): ParsedJson {
  try {
    return { value: parseStrictJson(text).value as Value, repeatedKey: undefined }; // all that JSON can be is a Value
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const place = `line ${error.line}, column ${error.column}`;
    const value = /^(The key .* is repeated|An object repeats a key)/.test(error.reason) ? leniently(text) : undefined;
    if (value !== undefined) return { value, repeatedKey: `${place}: ${error.reason}` };
    throw InputError.of(`${file}: ${place}: ${error.reason}`);
  }
}

/** The value with the last of repeated keys; undefined where the text is no JSON either, or nests too deeply behind the repetition. */
function leniently(text: string): Value | undefined {
  try {
    const value = JSON.parse(text) as Value; // all that JSON can be is a Value
    return isShallow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Nesting that recursive readers can follow; told without recursion. */
function isShallow(root: Value): boolean {
  let level: readonly Value[] = [root];
  for (let depth = 0; depth <= deepest; depth += 1) {
    level = level.flatMap((value) => (isList(value) ? value : isObject(value) ? Object.values(value) : []));
    if (level.length === 0) return true;
  }
  return false;
}

const deepest = 512;
