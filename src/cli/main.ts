import { CommanderError, type Command } from 'commander';
import { version } from '../../package.json';
import { InputError } from '../input-error';
import { printable } from '../text/printable';
import { exitCodes } from './exit-codes';
import { withLists } from './command';
import type { Io } from './io';
import { makeProgram } from './program';

/** Runs the command line and returns its exit code. A bad call or bad input is reported in lines; any other error is a bug. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: number = exitCodes.clean;
  const setExitCode = (code: number): void => {
    exitCode = code;
  };
  const program = makeProgram(io, version, setExitCode, argv[0]);
  try {
    if (argv.length === 0) throw InputError.of('keyturn: no command given; see "keyturn --help"');
    const options = program.commands.flatMap((command) => command.options);
    const unknown = unknownOf(argv, program);
    await program.parseAsync(unknown ?? withLists(argv, options), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.badInput;
    io.stderr(described(error, argv.includes('--debug')));
    return exitCodes.badInput;
  }
}

/** An unknown command, alone: Commander would answer a question for its help with the help of the program. */
function unknownOf([first, second]: readonly string[], { commands }: Command): string[] | undefined {
  const name = first === 'help' ? second : first;
  const isKnown = name === undefined || /^-|^help$/.test(name) || commands.some((command) => command.name() === name);
  return isKnown ? undefined : [name];
}

function described(error: unknown, withTrace: boolean): string {
  return linesOf(error, withTrace)
    .map((line) => `${printable(line)}\n`)
    .join('');
}

function linesOf(error: unknown, withTrace: boolean): readonly string[] {
  if (withTrace && error instanceof Error) return (error.stack ?? error.message).split('\n');
  if (error instanceof InputError) return error.lines;
  const message = error instanceof Error ? error.message : String(error);
  return [`keyturn: internal error: ${message.split('\n', 1)[0] ?? ''}; "--debug" shows where`];
}
