import { Option } from 'commander';
import { strategies } from '../workflow/strategies';
import type { Io } from './io';
import type * as evidence from './parts/evidence';
import type { runs as machineRuns } from './parts/machine';
import type * as review from './parts/review';
import type * as operator from './parts/operator';
import type * as settings from './parts/settings';
import type * as synthesis from './parts/synthesis';

/** A member of the registry of commands. The program, its help, its code cache and its page of the docs are made from it. */
export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  /** Its one argument, as the usage line shows it. */
  readonly argument: { readonly name: string; readonly summary: string };
  readonly options: readonly Option[];
  /** The argument and the options that name files, relative to the folder where the person is. A stack is a name, a folder or a file. */
  readonly files?: { readonly argument?: 'files' | 'stack'; readonly options?: readonly string[] };
  /** Whether it works in any folder, so that no project is searched for. */
  readonly isWithoutProject?: true;
  readonly examples: readonly string[];
  /** Loads the code of the command, so that no command pays for the start of the others. */
  readonly load: () => Promise<{ readonly run: Run }>;
}

/**
 * Runs a command and returns its exit code. The command reads its arguments and options itself; commander has checked them against the definition.
 */
export type Run = (argument: never, options: never, io: Io) => Promise<number>;

/** An option that can be given several times. If it took several values, it would also take the files to judge. */
export function repeatable(flags: string, summary: string): Option {
  return new Option(flags, summary).argParser(collected);
}

/**
 * An option that can have a list after `=`. Without a list, Commander would read the next word as the list, and that word may be a file: see
 * `withLists`.
 */
export function listed(name: string, list: string, summary: string): Option {
  const option = new Option(`${name} [list]`, summary).argParser(collected);
  option.flags = `${name}${list}`;
  return option;
}

/** The words of a call. Every option that can have a list has one here; it may be empty. */
export function withLists(argv: readonly string[], options: readonly Option[]): string[] {
  const end = argv.indexOf('--');
  const bare = new Set<string | undefined>(options.filter(isListed).map(({ long }) => long));
  return argv.map((word, index) => (bare.has(word) && (end < 0 || index < end) ? `${word}=` : word));
}

function isListed({ flags }: Option): boolean {
  return flags.includes('[=');
}

function collected(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** The stack that a command works on. */
export function stackArgument(otherwise = 'the first one'): CommandDefinition['argument'] {
  const summary = `a synthesised stack: its name, its folder or its cdk.tf.json (default: ${otherwise})`;
  return { name: '[STACK]', summary };
}

export function userOption(): Option {
  return new Option('--user <name>', 'the IAM user to rotate (default: the first of the settings)');
}

export function strategyOption(): Option {
  const summary = 'synthesise the settings again with this strategy, in a temporary folder';
  return new Option('--strategy <strategy>', summary).choices(strategies);
}

export function jsonOption(): Option {
  return new Option('--json', 'print one JSON document');
}

/** The options of the commands that call AWS. */
export function accessOptions(otherwise = 'the only one'): Option[] {
  return [
    new Option('--environment <name>', `the environment of the settings (default: ${otherwise})`),
    new Option('--profile <name>', 'the profile with your credentials (default: those that the AWS SDK finds)'),
    new Option('--region <region>', "the region (default: the environment's)"),
    new Option('--endpoint-url <url>', 'another endpoint for all services, such as an emulator'),
  ];
}

/** Loads a command that calls AWS. */
export function operation(name: keyof typeof operator.runs): CommandDefinition['load'] {
  return async () => ({ run: (await loadOperator()).runs[name] });
}

/** Loads a command that works on a state machine. */
export function onMachine(name: keyof typeof machineRuns): CommandDefinition['load'] {
  return async () => ({ run: await (await import('./parts/machine')).runs[name]() });
}

/** Loads the part that reviews: it reads and judges, and writes pages. No other command needs the rest of it. */
export async function loadReview(): Promise<typeof review> {
  return import('./parts/review');
}

/** Loads the part that calls AWS, for a command that does so at times. */
async function loadOperator(): Promise<typeof operator> {
  return import('./parts/operator');
}

/** Loads the part that starts a project: it reads an account, and asks. */
export async function loadInit(): Promise<{ readonly run: Run }> {
  return { run: (await import('./parts/init')).runWith(loadOperator) };
}

/** Loads the part that audits: it judges the answers of an account, and asks for them only if no file has them. */
export async function loadAudit(): Promise<{ readonly run: Run }> {
  return { run: (await import('./parts/audit')).runWith({ loadOperator, loadSynthesis }) };
}

/** Loads the code that signs and verifies evidence. */
export async function loadEvidence(): Promise<typeof evidence> {
  return import('./parts/evidence');
}

/** Loads the part that reads the settings. */
export async function loadSettings(): Promise<typeof settings> {
  return import('./parts/settings');
}

/** Loads the part that synthesises. */
export function loadSynthesis(): Promise<typeof synthesis> {
  return import('./parts/synthesis');
}
