import { Command, Option } from 'commander';
import { strategies } from '../workflow/options';
import { formatNames } from '../report/formats';
import type { Io } from './io';

type ExitWith = (code: number) => void;

interface StackOptions {
  readonly strategy?: string;
}

/**
 * The command line. Each command is loaded when it is called, so that one does not pay for the start of the others.
 * `exitWith` is told the exit code of the command that ran.
 */
export function makeProgram(io: Io, version: string, exitWith: ExitWith): Command {
  const program = new Command('keyturn')
    .description('Rotates the access keys of AWS IAM users, and proves that the role that does it can do nothing else.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .option('--debug', 'print the stack trace of an error')
    .addHelpText('after', exitCodeHelp);

  program
    .command('check')
    .description('judge synthesised stacks and Terraform plans against the contracts in policies/')
    .argument(
      '[FILE...]',
      'a cdk.tf.json or its folder, "terraform show -json" of a plan or a state, what "aws iam get-account-authorization-details" prints, or a policy document; "-" is standard input (default: every synthesised stack)',
    )
    .option('--format <format>', `what to print: ${alternatives(formatNames)}`, 'text')
    .option(
      '--output <[format=]file>',
      'write a report to a file, whole or not at all; may be repeated with other formats',
      collected,
    )
    .option('--contract <file>', 'contract to judge by; may be repeated (default: policies/*.json)', collected)
    .option(
      '--contract-from <ref>',
      'take the contracts from this commit or branch, not from the change that is judged',
    )
    .option('--source <file>', 'the cdk.tf.json that a plan was made from: it shows what the plan does not')
    .option('--date <day>', 'judge as on this day, such as 2027-01-31 (default: today)')
    .option('--strict', 'who could change the role or run it is a failure, not a note')
    .option('--all-roles', 'every role and machine of an input must be the subject of a contract')
    .option('--account <id>', "the account, where the input does not show a contract's ${account}")
    .option('--region <region>', "the region, where the input does not show a contract's ${region}")
    .option('--environment <name>', "the environment, where the input does not show a contract's ${environment}")
    .option('--explain [rule]', 'say what a rule stands for, or list all rules')
    .option('--draft-contract <role>', 'print what a role is granted now as a contract to edit')
    .option('--verify <evidence>', 'make the verdict of evidence again, from the same inputs and contracts')
    .addHelpText(
      'after',
      examples(
        'keyturn check',
        'keyturn check plan.json --contract-from origin/main --output sarif=keyturn.sarif',
        'terraform show -json tfplan | keyturn check -',
        'keyturn check account.json --region eu-central-1 --output evidence=evidence.json',
        'keyturn check --verify evidence.json account.json',
        'keyturn check --explain grants-inside-contract',
      ),
    )
    .action(async (files: string[], options: Record<string, never>) => {
      const { runCheck } = await import('./commands/check/run');
      exitWith(await runCheck(files, options, io));
    });

  program
    .command('simulate')
    .description('rotate once in the embedded AWS, in virtual time, and show each step')
    .argument('[STACK]', stackHelp)
    .option('--user <name>', 'the IAM user to rotate (default: the first with a schedule)')
    .addOption(strategyOption())
    .addOption(new Option('--keys <n>', 'access keys that the user has before').choices(['0', '1', '2']).default('1'))
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'keyturn simulate',
        'keyturn simulate keyturn-production --user ci-deployer --keys 2',
        'keyturn simulate --strategy delete-first --json',
      ),
    )
    .action(async (stack: string | undefined, options: Record<string, never>) => {
      const { runSimulate } = await import('./commands/simulate/run');
      exitWith(await runSimulate(stack, options, io));
    });

  program
    .command('explore')
    .description('run every fault and every interleaving in the embedded AWS, and report which promises hold')
    .argument('[STACK]', `${stackName} (default: every strategy, synthesised anew from the settings)`)
    .option('--user <name>', 'the IAM user to rotate (default: the first with a schedule)')
    .addOption(strategyOption())
    .option('--invariant <n>', 'report on one invariant only, by its number')
    .option('--max-faults <n>', 'faults in one story at most: 0, 1 or 2 (default: 2)')
    .option('--deep', 'everything under every reading of what AWS leaves open; takes long')
    .option('--replay <story>', 'let one story happen again, and tell it')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples('keyturn explore', 'keyturn explore keyturn-production --max-faults 1', 'keyturn explore --invariant 6'),
    )
    .action(async (stack: string | undefined, options: Record<string, never>) => {
      const { runExplore } = await import('./commands/explore/run');
      exitWith(await runExplore(stack, options, io));
    });

  program
    .command('diagram')
    .description('print the state machine as a Mermaid diagram')
    .argument('[STACK]', stackHelp)
    .addOption(strategyOption())
    .option('--brief', 'leave out failures and the repeating of looks')
    .addHelpText(
      'after',
      examples(
        'keyturn diagram',
        'keyturn diagram keyturn-production --brief',
        'keyturn diagram --strategy delete-first',
      ),
    )
    .action(async (stack: string | undefined, options: StackOptions & { brief?: true }) => {
      const { runDiagram } = await import('./commands/diagram/run');
      exitWith(await runDiagram(stack, options, io));
    });

  for (const command of [program, ...program.commands]) refuseInOneLine(command);
  return program;
}

/** An option that may be given several times; one that took several values would take the files to judge as well. */
function collected(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** Such as `text, json or evidence`. */
function alternatives(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

const stackName = 'a synthesised stack: its name, its folder or its cdk.tf.json';
const stackHelp = `${stackName} (default: the first one)`;

function strategyOption(): Option {
  return new Option(
    '--strategy <strategy>',
    'synthesise the settings anew with this strategy, in a temporary folder',
  ).choices(strategies);
}

const exitCodeHelp = `
Exit codes:
  0  nothing found
  1  findings, a rotation that did not succeed, or a promise that breaks
  2  the input could not be read, or the call was wrong
  130  interrupted, with nothing found until then`;

function examples(...lines: string[]): string {
  return `\nExample${lines.length === 1 ? '' : 's'}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** Commander says what is wrong with a call in one line or two; here it is always one, and what it would take is in the help. */
function refuseInOneLine(command: Command): void {
  command.exitOverride();
  command.configureOutput({
    outputError: (message, write) => {
      const line = message
        .replace(/^error: /, '')
        .replace(/\s*\n\s*/g, ' ')
        .trim();
      const path = command.parent === null ? 'keyturn' : `keyturn ${command.name()}`;
      write(`${path}: ${line}${/[.?)]$/.test(line) ? '' : ';'} see "${path} --help"\n`);
    },
  });
}
