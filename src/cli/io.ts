import { isatty } from 'node:tty';

/** The surroundings of a command: its output, its folder and the time. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Whether standard output is a terminal that shows colour. */
  readonly isTerminal: boolean;
  /** The columns of the terminal of standard output. */
  readonly width?: number;
  /** Shows the progress of a task, if standard error is a terminal. */
  readonly progress?: (text: string) => void;
  readonly cwd: string;
  readonly now: Date;
}

export function processIo(): Io {
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    // https://no-color.org
    isTerminal: isatty(1) && (process.env.NO_COLOR ?? '') === '',
    ...(process.stdout.isTTY ? { width: process.stdout.columns } : {}),
    ...(isatty(2) ? { progress: (text: string) => void process.stderr.write(text) } : {}),
    cwd: process.cwd(),
    now: new Date(),
  };
}
