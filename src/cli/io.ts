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
  /** Asks a person, if standard input and standard error are a terminal. Returns the answer, or undefined if there is none. */
  readonly ask?: (question: string) => Promise<string | undefined>;
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
    ...(isatty(0) && isatty(2) ? { ask: askAtTerminal } : {}),
    cwd: process.cwd(),
    now: new Date(),
  };
}

async function askAtTerminal(question: string): Promise<string | undefined> {
  const { createInterface } = await import('node:readline');
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    reader.once('close', () => resolve(undefined));
    // Readline takes Ctrl-C for itself. The listeners of the command must know before the question ends.
    reader.once('SIGINT', () => {
      if (!process.emit('SIGINT')) process.kill(process.pid, 'SIGINT');
      reader.close();
    });
    reader.question(question, (answer) => {
      resolve(answer.trim().toLowerCase());
      reader.close();
    });
  });
}
