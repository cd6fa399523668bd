import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { commandsOf } from '../pages';
import type { Director } from '../director';
import type { Project, Ran } from '../project';
import { tools } from '../tools';

/** Runs a command in a terminal of its own, which shows on standard output what it prints on both streams. */
const terminal = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

/** Names that a page writes in capitals, and that are words of AWS. */
const wordsOfAws = ['METADATA_ONLY', 'KEYTURN_UNCHECKED'];

/** A deployment, and the project that it was deployed from. */
interface Deployed {
  readonly project: Project;
  readonly director: Director;
  readonly environment: string;
  readonly machineArn: string;
}

type Values = Readonly<Record<string, string>>;

/** How a reader types a command. */
interface Typing {
  /** The values of the placeholders of the command. */
  readonly values?: Values;
  /** The exit code that the page promises. */
  readonly code?: number;
  /** What is typed at a terminal when the command asks. */
  readonly answer?: string;
}

/** A reader of the pages for operators, who types their commands in a project that is deployed. */
export class Reader {
  constructor(private readonly deployed: Deployed) {
    const { project, director } = deployed;
    project.takePrograms();
    project.variables = {
      ...project.variables,
      NODE_OPTIONS: `--require ${join(__dirname, '..', 'clock.js')}`,
      KEYTURN_CLOCK: director.clock,
    };
  }

  /** Opens a section of a page, for one user. */
  open(page: string, section: string, user: string): Walk {
    const { environment, machineArn } = this.deployed;
    const values = { 'ci-deployer': user, USER: user, production: environment, NAME: environment };
    return new Walk(this.deployed, commandsOf(page, section), { ...values, STATE_MACHINE_ARN: machineArn });
  }
}

/** The commands of a section, in order. Each is typed unchanged, with the names of the reader. */
class Walk {
  private readonly left: string[];

  constructor(
    private readonly deployed: Deployed,
    commands: readonly string[],
    private readonly names: Values,
  ) {
    this.left = [...commands];
  }

  /** Types the next command, which must begin like this. Returns what it printed on standard output. */
  async type(beginning: string, { values = {}, code = 0, answer }: Typing = {}): Promise<string> {
    const shown = this.left.shift() ?? 'the end of the section';
    if (!shown.startsWith(beginning)) throw new Error(`the page has ${shown} and not ${beginning}`);
    const line = filledIn(shown, { ...this.names, ...values });
    const ran = await this.deployed.project.shell(answer === undefined ? line : atTerminal(line, answer));
    if (ran.code !== code) throw new Error(`${line} ended with ${ran.code} and not ${code}: ${printedBy(ran)}`);
    return stripVTControlCharacters(ran.stdout).trim();
  }

  /** Leaves out the commands before the first one that begins like this. */
  skipTo(beginning: string): this {
    while (this.left.length > 0 && !this.left[0]?.startsWith(beginning)) this.left.shift();
    return this;
  }

  get isOver(): boolean {
    return this.left.length === 0;
  }

  /** Demands that all commands of the section were typed. */
  end(): void {
    if (this.left.length > 0) throw new Error(`nobody typed ${this.left.join('; ')}`);
  }
}

function filledIn(command: string, values: Values): string {
  const names = Object.keys(values).sort((one, other) => other.length - one.length);
  const line = command.replace(
    new RegExp(`(?<![A-Z_])(?:${names.join('|')})(?![A-Z_])`, 'g'),
    (name) => values[name] ?? '',
  );
  const open = [...line.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].filter(([name]) => !wordsOfAws.includes(name));
  if (open.length > 0) throw new Error(`nothing stands for ${open.join()} in ${command}`);
  // Version 1 of the AWS CLI does not read the address of SQS from the environment; version 2 does.
  return line.replace(/^aws sqs /, 'aws --endpoint-url "$AWS_ENDPOINT_URL" sqs ');
}

function atTerminal(line: string, answer: string): string {
  const quoted = [tools().python, '-c', terminal, '/bin/sh', '-c', line].map(
    (word) => `'${word.replaceAll("'", `'\\''`)}'`,
  );
  return `printf '%s\\r' ${answer} | ${quoted.join(' ')}`;
}

function printedBy({ stdout, stderr }: Ran): string {
  return `${stderr}\n${stdout}`.slice(-2000);
}
