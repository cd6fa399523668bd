/** A fault in a text that should be JSON; line and column count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  /** What is wrong, without quoting the text, which may hold secrets. */
  readonly problem: string;
}

const DEEPEST = 100;
// Pieces of a string. Bounded, since the regular expression engine fails on strings of many millions of characters.
// eslint-disable-next-line no-control-regex -- exactly what JSON allows in a string
const PLAIN = /[^"\\\u0000-\u001f]{1,4096}/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

class Fault extends Error {
  constructor(
    readonly position: number,
    readonly problem: string,
  ) {
    super(problem);
  }
}

/**
 * Finds the first place where a text is not JSON, or where an object has a key twice, of which JSON.parse would silently drop the first.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  try {
    new Scanner(text).document();
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const before = text.slice(0, error.position).split(/\r\n|\r|\n/);
    return { line: before.length, column: (before.at(-1) ?? '').length + 1, problem: error.problem };
  }
}

class Scanner {
  private position = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  document(): void {
    this.value('a value');
    if (this.position < this.text.length) throw this.expected('the end of the file');
  }

  private value(what: string): void {
    this.skip(SPACE);
    if (this.depth > DEEPEST) throw new Fault(this.position, `lists and objects are nested deeper than ${DEEPEST}`);
    const next = this.text[this.position];
    this.depth += 1;
    if (next === '{') this.object();
    else if (next === '[') this.list();
    else if (next === '"') this.string();
    else if (!this.skip(WORD) && !this.skip(NUMBER)) throw this.expected(what);
    this.depth -= 1;
    this.skip(SPACE);
  }

  private object(): void {
    const keys = new Set<string>();
    this.members('}', () => {
      this.skip(SPACE);
      const start = this.position;
      if (this.text[start] !== '"') throw this.expected('a key in double quotes');
      const key = this.string();
      if (keys.has(key)) throw new Fault(start, 'this key stands twice in one object');
      if (key === '__proto__') throw new Fault(start, 'the key "__proto__" is no setting');
      keys.add(key);
      this.skip(SPACE);
      this.take(':', '":"');
      this.value('a value');
    });
  }

  private list(): void {
    this.members(']', () => {
      this.value('a value');
    });
  }

  private members(end: '}' | ']', member: () => void): void {
    this.position += 1;
    this.skip(SPACE);
    if (this.text[this.position] === end) {
      this.position += 1;
      return;
    }
    for (;;) {
      member();
      this.skip(SPACE);
      if (this.text[this.position] !== ',') break;
      this.position += 1;
    }
    this.take(end, `"," or "${end}"`);
  }

  private string(): string {
    const start = this.position;
    this.position += 1;
    while (this.skip(PLAIN) || this.skip(ESCAPE));
    if (this.text[this.position] !== '"')
      throw new Fault(start, 'a string that begins here has no end on its line, or a wrong escape in it');
    this.position += 1;
    return JSON.parse(this.text.slice(start, this.position)) as string;
  }

  private take(character: string, what: string): void {
    if (this.text[this.position] !== character) throw this.expected(what);
    this.position += 1;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.position += found.length;
    return found !== '';
  }

  private expected(what: string): Fault {
    const found = this.text[this.position];
    const instead = found === undefined ? 'the file ends' : `${JSON.stringify(found)} stands`;
    return new Fault(this.position, `${instead} where ${what} belongs`);
  }
}
