/** An expression outside the supported part of the language; `reason` completes a sentence after "is not known: ". */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';

  constructor(readonly reason: string) {
    super(reason);
  }
}

/** The deepest nesting; a recursive reader needs a bound. */
const deepest = 100;

/** The deepest nesting of everything that is being read: an expression leads to other texts, which are read inside of it. */
const deepestOfAll = 640;
let depthOfAll = 0;

/** Runs a reader some levels deeper. A reader of a text counts more than one of a list, because it needs more of the stack. */
export function readInside<Result>(levels: number, read: () => Result, otherwise: () => Result): Result {
  if (depthOfAll + levels > deepestOfAll) return otherwise();
  depthOfAll += levels;
  try {
    return read();
  } finally {
    depthOfAll -= levels;
  }
}

// An expression that is written into a function is a new object for each call.
const space = /[ \t\r\n]*/y;

/** A place in a text that is read from left to right. */
export class TerraformCursor {
  at = 0;
  private depth = 0;

  constructor(readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  get next(): string {
    return this.text[this.at] ?? '';
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Skips the text if it comes next. */
  takes(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.at += text.length;
    return true;
  }

  /** Skips the text that a sticky pattern matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return undefined;
    const found = this.text.slice(this.at, pattern.lastIndex);
    this.at = pattern.lastIndex;
    return found;
  }

  /** Skips white space; true if a line ended in it. */
  skipSpace(): boolean {
    return this.next <= ' ' && (this.match(space)?.includes('\n') ?? false);
  }

  expect(text: string): void {
    if (!this.takes(text)) throw new NotUnderstood(`"${text}" is expected and missing in it`);
  }

  /** Runs a reader one level deeper. */
  nested<Result>(read: () => Result): Result {
    if (this.depth >= deepest) tooDeep();
    this.depth += 1;
    try {
      return readInside(1, read, tooDeep);
    } finally {
      this.depth -= 1;
    }
  }
}

function tooDeep(): never {
  throw new NotUnderstood('an expression nests too deeply');
}
