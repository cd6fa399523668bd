import { relative } from 'node:path';
import { Command } from 'commander';
import type { CommandDefinition } from './command';
import { printable } from '../text/printable';
import { commands } from './commands';
import { exitCodeMeanings } from './exit-codes';
import type { Io } from './io';
import { fromFolder, projectFrom, type Call } from './project';

type ExitWith = (code: number) => void;

/**
 * The command line, made from the registry of commands. `exitWith` receives the exit code of the command that ran. If the call begins with the name
 * of a command, the program has only that one: making all of them takes longer than reading a stack.
 */
export function makeProgram(io: Io, version: string, exitWith: ExitWith, asked = ''): Command {
  const named = commands.filter(({ name }) => name === asked);
  const program = new Command('keyturn')
    .description('Rotates the access keys of AWS IAM users, and proves that the role that does it can do nothing else.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .option('--debug', 'print the stack trace of an error')
    .option('--project <folder>', 'the folder of the project (default: this folder, or one above it with cdktf.json)')
    .addHelpText('after', exitCodeHelp);
  for (const definition of named.length > 0 ? named : commands) addCommand(program, definition, io, exitWith);
  for (const command of [program, ...program.commands]) refuseInOneLine(command, io);
  return program;
}

function addCommand(program: Command, definition: CommandDefinition, io: Io, exitWith: ExitWith): void {
  const { name, summary, argument, options, examples } = definition;
  const command = program
    .command(name)
    .description(summary)
    .argument(argument.name, argument.summary)
    .addHelpText('after', exampleHelp(examples))
    .action(async (given: unknown, chosen: Readonly<Record<string, unknown>>) => {
      const isWritten = (option: string): boolean => command.getOptionValueSource(option) === 'cli';
      const { project } = program.opts<{ project?: string }>();
      exitWith(await runIn(project, definition, { given, chosen, isWritten }, io));
    });
  for (const option of options) command.addOption(option);
}

/** Runs a command in the folder of the project. */
async function runIn(project: string | undefined, definition: CommandDefinition, call: Call, io: Io): Promise<number> {
  const { run } = await definition.load();
  const { folder, isFound } =
    definition.isWithoutProject === true ? { folder: io.cwd, isFound: false } : projectFrom(io.cwd, project);
  if (isFound) io.stderr(`keyturn: the project is in ${printable(relative(io.cwd, folder))}\n`);
  const isElsewhere = folder !== io.cwd;
  const { given, chosen } = isElsewhere ? fromFolder(call, definition.files ?? {}, { from: io.cwd, to: folder }) : call;
  // Commander made both from the definition, and the command expects that form.
  return run(given as never, chosen as never, isElsewhere ? { ...io, cwd: folder } : io);
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
        .trim()
        .replace(/\.$/, '');
      const path = command.parent === null ? 'keyturn' : `keyturn ${command.name()}`;
      write(`${printable(`${path}: ${line}; see "${path} --help"`)}\n`);
    },
  });
}
