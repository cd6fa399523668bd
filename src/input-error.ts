const mark = Symbol.for('keyturn.input-error');

/**
 * The user's input is wrong: a file, a setting, an option. Each line names the place, the problem and a valid value. The command line prints the
 * lines on stderr and exits with 2; any other error is a bug of Keyturn and keeps its stack trace.
 *
 * Keyturn is built into several files, and each has this class. So `instanceof` asks for a mark that all of them share.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly [mark] = true;

  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }

  static of(line: string): InputError {
    return new InputError([line]);
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && mark in value;
  }
}
