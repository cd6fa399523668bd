/** The error for a text that is neither a path nor an intrinsic function; `detail` names the problem and its position. */
export class ExpressionSyntaxError extends Error {
  override readonly name = 'ExpressionSyntaxError';
}

/** The deepest nesting of the filters in a path. Each operator after another counts, because it is read inside of the first. */
const deepest = 300;

// An expression that is written into a function is a new object for each call.
const spaces = /\s*/y;

/** A place in a text that is being parsed. */
export class Cursor {
  position = 0;
  private depth = 0;

  constructor(readonly text: string) {}

  get done(): boolean {
    return this.position >= this.text.length;
  }

  /** Whether `expected` is next. */
  sees(expected: string): boolean {
    return this.text.startsWith(expected, this.position);
  }

  /** Skips `expected` if it is next. */
  take(expected: string): boolean {
    if (!this.sees(expected)) return false;
    this.position += expected.length;
    return true;
  }

  expect(expected: string): void {
    if (!this.take(expected)) this.fail(`expected ${JSON.stringify(expected)}`);
  }

  /** Skips the text that a sticky expression matches here, and returns it. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    if (!pattern.test(this.text)) return undefined;
    const found = this.text.slice(this.position, pattern.lastIndex);
    this.position = pattern.lastIndex;
    return found;
  }

  skipSpaces(): void {
    this.match(spaces);
  }

  /** Runs a reader one level deeper. */
  nested<Result>(read: () => Result): Result {
    if (this.depth >= deepest) this.fail(`a filter is nested more than ${deepest} deep`);
    this.depth += 1;
    try {
      return read();
    } finally {
      this.depth -= 1;
    }
  }

  /** The text from a position up to here. */
  since(start: number): string {
    return this.text.slice(start, this.position);
  }

  fail(problem: string): never {
    throw new ExpressionSyntaxError(`${problem} at character ${this.position + 1} of ${JSON.stringify(this.text)}`);
  }
}
