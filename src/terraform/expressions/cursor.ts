/** An expression outside the supported part of the language; `reason` completes a sentence after "is not known: ". */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';

  constructor(readonly reason: string) {
    super(reason);
  }
}

/** The deepest nesting; a recursive reader needs a bound. */
const deepest = 100;

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
    const [found] = pattern.exec(this.text) ?? [];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Skips white space; true if a line ended in it. */
  skipSpace(): boolean {
    return this.match(/[ \t\r\n]*/y)?.includes('\n') ?? false;
  }

  expect(text: string): void {
    if (!this.takes(text)) throw new NotUnderstood(`"${text}" is expected and missing in it`);
  }

  /** Runs a reader one level deeper. */
  nested<Result>(read: () => Result): Result {
    if (this.depth >= deepest) throw new NotUnderstood('an expression nests too deeply');
    this.depth += 1;
    try {
      return read();
    } finally {
      this.depth -= 1;
    }
  }
}
