import type { Command } from 'commander';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commands } from '../../src/cli/commands';
import { exitCodeMeanings } from '../../src/cli/exit-codes';
import { makeProgram } from '../../src/cli/program';
import { inputKinds } from '../../src/model';
import { formats } from '../../src/report';
import { code, table } from './tables';

const page = join(resolve(__dirname, '..', '..'), 'docs', 'reference', 'command-line.md');

const noIo = { stdout: () => undefined, stderr: () => undefined, isTerminal: false, cwd: '.', now: new Date(0) };
const program = makeProgram(noIo, '0.0.0', () => undefined);

function optionTable(command: Command): string {
  const help = command.createHelp();
  const rows = help
    .visibleOptions(command)
    .map((option) => [code(help.optionTerm(option)), help.optionDescription(option)]);
  return table(['option', 'meaning'], rows);
}

function section(command: Command): string {
  const help = command.createHelp();
  const examples = commands.find(({ name }) => name === command.name())?.examples ?? [];
  return [
    `## keyturn ${command.name()}`,
    `${code(help.commandUsage(command))}: ${help.commandDescription(command)}.`,
    ...help
      .visibleArguments(command)
      .map((one) => `${code(help.argumentTerm(one))} is ${help.argumentDescription(one)}.`),
    optionTable(command),
    `\`\`\`console\n${examples.map((line) => `$ ${line}`).join('\n')}\n\`\`\``,
  ].join('\n\n');
}

function text(): string {
  const parts = [
    '# Command line',
    'For everybody who runs `keyturn`. Run it as `npx keyturn`, in the folder of the project, after `npm ci`. In another folder, npx would fetch a package of that name from the npm registry, which is another program.',
    '<!-- Made from the program by __tests__/docs/command-line.test.ts; UPDATE=1 npx jest __tests__/docs/command-line writes it. -->',
    `${program.description()} A command prints what was asked for to standard output, and problems to standard error, one a line.`,
    table(
      ['command', 'what it does'],
      program.commands.map((command) => [
        `[${code(command.name())}](#keyturn-${command.name()})`,
        command.description(),
      ]),
    ),
    optionTable(program),
    '## Exit codes',
    table(
      ['exit code', 'meaning'],
      exitCodeMeanings.map(([exitCode, meaning]) => [code(String(exitCode)), meaning]),
    ),
    ...program.commands.map(section),
    '## Inputs',
    'What `keyturn check` assumes of each kind of input, and what such an input does not show. Every report has the same lists.',
    ...Object.entries(inputKinds).flatMap(([kind, { premises, notVisible }]) => [
      `### ${kind}`,
      [...premises.map((one) => `- assumed: ${one}`), ...notVisible.map((one) => `- not visible: ${one}`)].join('\n'),
    ]),
    '## Formats',
    '`--format` says what `keyturn check` prints. `--output FORMAT=FILE`, as often as you like, writes further reports to files: each file whole or not at all, and all of them or none.',
    table(
      ['format', 'for'],
      Object.entries(formats).map(([name, { summary }]) => [code(name), summary]),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** UPDATE=1 writes the page, and fails all the same: somebody should read it before it passes. */
test('docs/reference/command-line.md says what the program says', () => {
  const before = readFileSync(page, { encoding: 'utf8', flag: 'a+' });
  if (process.env.UPDATE === '1') writeFileSync(page, text());
  expect(before).toBe(text());
});
