import { standardStream, type StandardStream } from './standard-stream';

/** The surroundings of a command: its output, its folder and the time. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Whether standard output is a terminal that shows colour. */
  readonly isTerminal: boolean;
  /** The columns of the terminal of standard output. */
  readonly width?: number;
  /** Shows how far a task is, in place of what it showed before. An empty text removes it. */
  readonly progress?: (text: string) => void;
  /** Asks a person, if standard input and standard error are a terminal. Returns the answer, or undefined if there is none. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  readonly cwd: string;
  readonly now: Date;
}

/** The streams of this process. */
interface Streams {
  readonly output: StandardStream;
  readonly errors: StandardStream;
}

export function processStreams(): Streams {
  return {
    output: standardStream(1, () => process.stdout),
    errors: standardStream(2, () => process.stderr),
  };
}

export function processIo({ output, errors }: Streams): Io {
  return {
    stdout: (text) => output.write(text),
    stderr: (text) => errors.write(text),
    isTerminal: showsColour(process.env, output.isTerminal),
    ...(output.isTerminal ? { width: process.stdout.columns } : {}),
    progress: errors.isTerminal && !isDumb(process.env) ? inPlace(errors) : inLines(errors, Date.now),
    ...(errors.isTerminal && process.stdin.isTTY ? { ask: askAtTerminal } : {}),
    cwd: process.cwd(),
    now: new Date(),
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a text has colours: https://no-color.org and https://force-color.org, and a terminal that is not dumb. */
export function showsColour(environment: Environment, isTerminal: boolean): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '' } = environment;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTerminal && !isDumb(environment);
}

/** A dumb terminal cannot move its cursor: https://www.gnu.org/software/termutils/manual/termcap-1.3/html_node/termcap_35.html */
function isDumb({ TERM }: Environment): boolean {
  return TERM === 'dumb';
}

interface Writable {
  write(text: string): unknown;
}

/** Progress in the last line of a terminal. */
function inPlace(output: Writable): NonNullable<Io['progress']> {
  return (text) => void output.write(`\r\u001b[K${text}`);
}

const millisecondsBetweenLines = 10_000;

/** Progress in a log: one line every ten seconds, so that a person sees that the task still runs. */
export function inLines(output: Writable, now: () => number): NonNullable<Io['progress']> {
  let last = now();
  return (text) => {
    if (text === '' || now() - last < millisecondsBetweenLines) return;
    last = now();
    output.write(`${text}\n`);
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
