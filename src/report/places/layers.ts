import { parseJsonString } from '../../json';

/** A text that is written inside another one, with the way back. */
export interface TextLayer {
  readonly text: string;
  /** Maps these offsets in the inner text, in rising order, to offsets in the outer one. */
  origins(offsets: readonly number[]): number[];
}

/** The text of a JSON string, given with its quotes; undefined if it is not a JSON string. */
export function unquoted(literal: string): TextLayer | undefined {
  const text = parseJsonString(literal);
  return text === undefined ? undefined : { text, origins: (offsets) => originsOf(offsets, escapes(literal), 1) };
}

/**
 * The text that Terraform makes of a string in a configuration: `$${` and `%%{` become one character shorter. An expression `${…}` is unchanged,
 * except for the quotes and backslashes that would end the surrounding JSON string.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export function ofTemplate(template: string): TextLayer {
  const marks = /\$\$\{|%%\{|\$\{|%\{/g;
  const parts: string[] = [];
  const shorter: Shorter[] = [];
  let at = 0;
  for (let found = marks.exec(template); found; found = marks.exec(template)) {
    parts.push(template.slice(at, found.index));
    if (found[0].length === 3) {
      parts.push(found[0].slice(1));
      shorter.push({ at: found.index, by: 1 });
      at = marks.lastIndex;
    } else {
      at = marks.lastIndex = endOfExpression(template, marks.lastIndex);
      parts.push(template.slice(found.index, at).replaceAll('"', "'").replaceAll('\\', '/'));
    }
  }
  parts.push(template.slice(at));
  return { text: parts.join(''), origins: (offsets) => originsOf(offsets, shorter, 0) };
}

/** A place in the outer text where the inner one is shorter: this many characters are left out after its first character. */
interface Shorter {
  readonly at: number;
  readonly by: number;
}

/** Every escape of JSON is one code unit. */
function* escapes(literal: string): Generator<Shorter, void> {
  for (let at = literal.indexOf('\\'); at >= 0;) {
    const length = literal[at + 1] === 'u' ? 6 : 2;
    yield { at, by: length - 1 };
    at = literal.indexOf('\\', at + length);
  }
}

function originsOf(offsets: readonly number[], shorter: Iterable<Shorter>, before: number): number[] {
  const origins: number[] = [];
  let shift = before;
  for (const { at, by } of shorter) {
    for (let offset = offsets[origins.length]; offset !== undefined && offset + shift <= at;) {
      origins.push(offset + shift);
      offset = offsets[origins.length];
    }
    if (origins.length === offsets.length) return origins;
    shift += by;
  }
  return [...origins, ...offsets.slice(origins.length).map((offset) => offset + shift)];
}

/** The offset after the `}` that closes an expression. Braces inside quoted texts do not count. */
function endOfExpression(text: string, start: number): number {
  let depth = 0;
  let isQuoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (isQuoted) {
      if (character === '\\') at++;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === '{') depth++;
    else if (character === '}' && depth-- === 0) return at + 1;
  }
  return text.length;
}
