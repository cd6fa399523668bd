import { maximumDepth } from './count';

/** The kinds of faults in a text: code decides by the kind, and `reason` is for people. */
export type JsonFaultKind = 'byte-order-mark' | 'syntax' | 'repeated-key' | 'too-deep';

/** The first fault in a text that should be JSON. */
export interface JsonFault {
  readonly kind: JsonFaultKind;
  readonly offset: number;
  readonly reason: string;
}

type Open = { readonly kind: 'object'; readonly keys: Set<string> } | { readonly kind: 'array' };
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ': after a key' | 'separator' | 'end';

const numberOrWord = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Scans a text as JSON only to find the first fault: a byte order mark, a character out of place, a repeated key, nesting that is too deep. Undefined
 * if the text has no fault. It does not recurse, so no text exhausts the stack.
 */
export function findFault(text: string): JsonFault | undefined {
  if (text.charCodeAt(0) === 0xfeff) {
    const reason = 'The text begins with a byte order mark; save it as UTF-8 without one';
    return { kind: 'byte-order-mark', offset: 0, reason };
  }
  return new JsonScanner(text).firstFault();
}

class JsonScanner {
  private readonly open: Open[] = [];
  private expected: Expected = 'value';
  private offset = 0;

  constructor(private readonly text: string) {}

  firstFault(): JsonFault | undefined {
    for (;;) {
      this.offset = afterSpace(this.text, this.offset);
      const character = this.text.charAt(this.offset);
      if (character === '') return this.expected === 'end' ? undefined : this.fault('syntax', this.endsEarly());
      const fault = this.read(character);
      if (fault !== undefined) return fault;
    }
  }

  private read(character: string): JsonFault | undefined {
    if (this.closes(character)) return this.close();
    switch (this.expected) {
      case 'separator':
        return character === ',' ? this.pass(this.open.at(-1)?.kind === 'object' ? 'key' : 'value') : this.unexpected();
      case ': after a key':
        return character === ':' ? this.pass('value') : this.unexpected();
      case 'key':
      case 'key or }':
        return this.readKey();
      case 'value':
      case 'value or ]':
        return character === '{' || character === '[' ? this.enter(character) : this.readScalar();
      case 'end':
        return this.unexpected();
    }
  }

  private closes(character: string): boolean {
    const kind = this.open.at(-1)?.kind;
    if (character === '}') return kind === 'object' && (this.expected === 'separator' || this.expected === 'key or }');
    return character === ']' && kind === 'array' && (this.expected === 'separator' || this.expected === 'value or ]');
  }

  private close(): JsonFault | undefined {
    this.open.pop();
    return this.pass(this.afterValue());
  }

  private enter(character: '{' | '['): JsonFault | undefined {
    if (this.open.length === maximumDepth)
      return this.fault('too-deep', `The text nests deeper than ${maximumDepth} levels`);
    this.open.push(character === '{' ? { kind: 'object', keys: new Set() } : { kind: 'array' });
    return this.pass(character === '{' ? 'key or }' : 'value or ]');
  }

  private readKey(): JsonFault | undefined {
    const length = stringLength(this.text, this.offset);
    if (length === 0) return this.unexpected();
    const key = decoded(this.text.slice(this.offset, this.offset + length));
    const innermost = this.open.at(-1);
    if (innermost?.kind === 'object') {
      if (innermost.keys.has(key))
        return this.fault('repeated-key', `The key ${quoted(key)} is repeated in one object`);
      innermost.keys.add(key);
    }
    return this.pass(': after a key', length);
  }

  private readScalar(): JsonFault | undefined {
    const length = stringLength(this.text, this.offset) || lengthAt(numberOrWord, this.text, this.offset);
    return length === 0 ? this.unexpected() : this.pass(this.afterValue(), length);
  }

  /** Skips what was read, and sets what is expected next. */
  private pass(expected: Expected, length = 1): JsonFault | undefined {
    this.offset += length;
    this.expected = expected;
    return undefined;
  }

  private afterValue(): Expected {
    return this.open.length === 0 ? 'end' : 'separator';
  }

  private fault(kind: JsonFaultKind, reason: string): JsonFault {
    return { kind, offset: this.offset, reason };
  }

  private endsEarly(): string {
    return `The text ends where ${nameOf(this.expected, this.open)} should follow`;
  }

  private unexpected(): JsonFault {
    return unexpected(this.text, this.offset, this.expected, this.open);
  }
}

function lengthAt(token: RegExp, text: string, offset: number): number {
  token.lastIndex = offset;
  return token.exec(text)?.[0].length ?? 0;
}

function afterSpace(text: string, offset: number): number {
  let end = offset;
  while (' \t\n\r'.includes(text.charAt(end)) && end < text.length) end++;
  return end;
}

/** The length of the string literal that begins here, with its quotes; 0 if there is none or if it is faulty. */
function stringLength(text: string, start: number): number {
  if (text.charAt(start) !== '"') return 0;
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) return i + 1 - start;
    if (code < 0x20) return 0;
    if (code !== 0x5c) continue;
    const length = lengthAt(escape, text, i);
    if (length === 0) return 0;
    i += length - 1;
  }
  return 0;
}

function decoded(literal: string): string {
  return String(JSON.parse(literal));
}

function unexpected(text: string, offset: number, expected: Expected, open: readonly Open[]): JsonFault {
  if (text.charAt(offset) === '"') return { kind: 'syntax', offset, reason: stringFault(text, offset, expected, open) };
  const found = text.startsWith('//', offset) || text.startsWith('/*', offset) ? 'a comment' : shown(text, offset);
  return { kind: 'syntax', offset, reason: `Found ${found} where ${nameOf(expected, open)} should be` };
}

function stringFault(text: string, offset: number, expected: Expected, open: readonly Open[]): string {
  if (stringLength(text, offset) > 0) return `Found a string where ${nameOf(expected, open)} should be`;
  return 'A string has no end on its line, or holds a control character or an escape that JSON does not know';
}

function shown(text: string, offset: number): string {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  return /^[\x21-\x7e]$/.test(character) ? `"${character}"` : `the character ${codeOf(character)}`;
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A key as JSON, in one line, cut if it is long. */
function quoted(key: string): string {
  return JSON.stringify(key.length > 80 ? `${key.slice(0, 80)}…` : key);
}

function nameOf(expected: Expected, open: readonly Open[]): string {
  switch (expected) {
    case 'value':
      return 'a value';
    case 'value or ]':
      return 'a value or "]"';
    case 'key':
      return 'a key in double quotes';
    case 'key or }':
      return 'a key in double quotes or "}"';
    case ': after a key':
      return 'a colon';
    case 'separator':
      return open.at(-1)?.kind === 'object' ? 'a comma or "}"' : 'a comma or "]"';
    case 'end':
      return 'the end of the text';
  }
}
