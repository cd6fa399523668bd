import { Command } from 'commander';
import type { CommandDefinition } from './command';
import { printable } from '../text/printable';
import { commands } from './commands';
import { exitCodeMeanings } from './exit-codes';
import type { Io } from './io';

type ExitWith = (code: number) => void;

/** The command line, made from the registry of commands. `exitWith` receives the exit code of the command that ran. */
export function makeProgram(io: Io, version: string, exitWith: ExitWith): Command {
  const program = new Command('keyturn')
    .description('Rotates the access keys of AWS IAM users, and proves that the role that does it can do nothing else.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .option('--debug', 'print the stack trace of an error')
    .addHelpText('after', exitCodeHelp);
  for (const definition of commands) addCommand(program, definition, io, exitWith);
  for (const command of [program, ...program.commands]) refuseInOneLine(command, io);
  return program;
}

function addCommand(program: Command, definition: CommandDefinition, io: Io, exitWith: ExitWith): void {
  const { name, summary, argument, options, examples, load } = definition;
  const command = program
    .command(name)
    .description(summary)
    .argument(argument.name, argument.summary)
    .addHelpText('after', exampleHelp(examples))
    .action(async (given: unknown, chosen: unknown) => {
      const { run } = await load();
      // Commander made both from the definition, and the command expects that form.
      exitWith(await run(given as never, chosen as never, io));
    });
  for (const option of options) command.addOption(option);
}

const exitCodeHelp = `
Exit codes:
${exitCodeMeanings.map(([code, meaning]) => `  ${code}  ${meaning}`).join('\n')}`;

function exampleHelp(lines: readonly string[]): string {
  return `\nExample${lines.length === 1 ? '' : 's'}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** Reduces commander's message about a bad call to one line that points at the help. */
function refuseInOneLine(command: Command, io: Io): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: (text) => io.stdout(text),
    writeErr: (text) => io.stderr(text),
    outputError: (message, write) => {
      const line = message
        .replace(/^error: /, '')
        .replace(/\s*\n\s*/g, ' ')
        .trim();
      const path = command.parent === null ? 'keyturn' : `keyturn ${command.name()}`;
      write(`${printable(`${path}: ${line}${/[.?)]$/.test(line) ? '' : ';'} see "${path} --help"`)}\n`);
    },
  });
}
