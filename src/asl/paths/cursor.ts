/** What a definition writes as a path or an intrinsic function is not one: `detail` says what is wrong, where. */
export class ExpressionSyntaxError extends Error {
  override readonly name = 'ExpressionSyntaxError';
}

/** A place in a text that is being parsed. */
export class Cursor {
  position = 0;

  constructor(readonly text: string) {}

  get done(): boolean {
    return this.position >= this.text.length;
  }

  /** Is `expected` next? */
  sees(expected: string): boolean {
    return this.text.startsWith(expected, this.position);
  }

  /** Steps over `expected` if it is next. */
  take(expected: string): boolean {
    if (!this.sees(expected)) return false;
    this.position += expected.length;
    return true;
  }

  expect(expected: string): void {
    if (!this.take(expected)) this.fail(`expected ${JSON.stringify(expected)}`);
  }

  /** Steps over what a sticky expression matches here, and returns it. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return undefined;
    this.position += found.length;
    return found;
  }

  skipSpaces(): void {
    this.match(/\s*/y);
  }

  /** Everything from a position up to here. */
  since(start: number): string {
    return this.text.slice(start, this.position);
  }

  fail(problem: string): never {
    throw new ExpressionSyntaxError(`${problem} at character ${this.position + 1} of ${JSON.stringify(this.text)}`);
  }
}
