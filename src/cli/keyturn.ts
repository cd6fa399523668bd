import { CommanderError } from 'commander';
import { version } from '../../package.json';
import { InputError } from '../input-error';
import { printable } from '../text/printable';
import { commands } from './commands';
import { exitCodes } from './exit-codes';
import { processIo } from './io';
import { makeProgram } from './program';

/** Each command needs other parts of this program, so the starter keeps what V8 has compiled for each by its name. */
export const tasks: readonly string[] = commands.map(({ name }) => name);

/** Runs the command line and returns its exit code. A bad call or bad input is told in lines; anything else is a bug of ours. */
async function main(argv: readonly string[]): Promise<number> {
  const io = processIo();
  let exitCode: number = exitCodes.clean;
  const program = makeProgram(io, version, (code) => {
    exitCode = code;
  });
  try {
    if (argv.length === 0) throw InputError.of('keyturn: no command given; see "keyturn --help"');
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.badInput;
    io.stderr(described(error, argv.includes('--debug')));
    return exitCodes.badInput;
  }
}

function described(error: unknown, withTrace: boolean): string {
  if (withTrace && error instanceof Error) return `${error.stack ?? error.message}\n`;
  if (error instanceof InputError) return error.lines.map((line) => `${printable(line)}\n`).join('');
  const message = error instanceof Error ? error.message : String(error);
  return `keyturn: internal error: ${printable(message.split('\n', 1)[0] ?? '')}; "--debug" shows where\n`;
}

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
