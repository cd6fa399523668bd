/**
 * What a user gave is wrong: a file, a setting, an option. Each line says where, what is wrong and what would be right.
 * The command line prints the lines on stderr and exits 2; any other error is a bug of ours and keeps its stack trace.
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }

  static of(line: string): InputError {
    return new InputError([line]);
  }
}
