import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateScheduleCommand, CreateScheduleGroupCommand } from '@aws-sdk/client-scheduler';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { synthesise } from '../../../src/infrastructure';
import { loadSettings } from '../../../src/settings';
import { deploymentFrom } from '../../../src/terraform';
import { main } from '../../../src/cli/main';
import { readInput } from '../../../src/inputs';
import type { Printed } from '../../cli/call';
import { Director } from '../director';
import { Emulator } from '../emulator';
import type { WrittenSettings } from '../project';
import { accountId, environment, region, settingsFor } from '../stage';
import { tools } from '../tools';
import { Account, type Beginning, type Seen } from '../world';
import { Proxy } from './proxy';

const program = join(__dirname, '..', '..', '..', 'bin', 'keyturn.js');

/** Runs a command in a terminal of its own, which shows on standard output what it prints on both streams. */
const terminal = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly atTerminal?: boolean;
}

/** A command that runs. */
interface Running {
  readonly ended: Promise<Printed>;
  /** Waits until it has printed a text, on either stream. Rejects if the command ends before. */
  readonly prints: (text: RegExp) => Promise<void>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Types into a terminal. */
  readonly type: (text: string) => void;
  /** Closes the pipe that it prints to. */
  readonly closePipe: () => void;
}

/** An environment in the emulator that was deployed without Terraform, and the command line in front of it, with a proxy in between. */
export class Bench {
  private constructor(
    readonly emulator: Emulator,
    readonly director: Director,
    readonly account: Account,
    readonly proxy: Proxy,
    readonly folder: string,
  ) {}

  static async open(settings: WrittenSettings): Promise<Bench> {
    const director = await Director.start();
    const emulator = await Emulator.start({ accountId, director });
    const account = new Account({ accountId, region, endpoint: emulator.url }, (seconds) => director.pass(seconds));
    await account.verifyDomain('example.com');
    const folder = mkdtempSync(join(tmpdir(), 'keyturn-operator-'));
    const bench = new Bench(emulator, director, account, await Proxy.start(emulator.url), folder);
    bench.write(settings);
    return bench;
  }

  /** Opens one that has these users, each with these keys, and the newest active one in its secret. */
  static async withUsers(
    users: readonly string[],
    keysOf: (userName: string) => Beginning['keys'] = () => ['Active'],
    more: WrittenSettings = {},
  ): Promise<Bench> {
    const bench = await Bench.open(settingsFor(users, more));
    await bench.deploy();
    for (const userName of users)
      await bench.account.prepare({ userName, secretName: `${userName}/aws`, keys: keysOf(userName) });
    return bench;
  }

  /** What can be seen of a user and its secret. */
  see(userName: string): Promise<Seen> {
    return this.account.see(userName, `${userName}/aws`);
  }

  /** Begins an execution, which stands still in a state. */
  async holdingAt(state: string, begin: () => Promise<unknown>): Promise<void> {
    this.director.holdsAt = (waiting) => waiting.state === state;
    const held = this.director.held();
    await begin();
    await held;
  }

  /** Lets everything go on, and nothing go wrong any more. */
  calm(): void {
    this.proxy.reset();
    this.director.faults = () => undefined;
    this.director.resume();
  }

  write(settings: WrittenSettings): void {
    writeFileSync(join(this.folder, 'cdktf.json'), JSON.stringify({ context: { keyturn: settings } }));
  }

  /** Makes what the stack has: the machine with its definition and role, and the schedules. */
  async deploy(): Promise<void> {
    const out = join(this.folder, 'cdktf.out');
    synthesise(loadSettings(join(this.folder, 'cdktf.json')), out);
    const stack = join(out, 'stacks', `keyturn-${environment}`, 'cdk.tf.json');
    const { definition, rolePolicies, schedules } = deploymentFrom(readInput(stack, this.folder).model);
    const { iam, scheduler, sfn } = this.account.clients;
    const name = `keyturn-${environment}`;
    const RoleName = `${name}-execution`;
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{}' }));
    for (const [index, PolicyDocument] of rolePolicies.entries())
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: `${RoleName}-${index}`, PolicyDocument }));
    const roleArn = `arn:aws:iam::${accountId}:role/${RoleName}`;
    await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }));
    await scheduler.send(new CreateScheduleGroupCommand({ Name: name }));
    for (const { userName, input } of schedules)
      await scheduler.send(
        new CreateScheduleCommand({
          Name: userName,
          GroupName: name,
          ScheduleExpression: 'cron(0 3 1 * ? *)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: this.machineArn, RoleArn: roleArn, Input: input },
        }),
      );
  }

  get machineArn(): string {
    return `arn:aws:states:${region}:${accountId}:stateMachine:keyturn-${environment}`;
  }

  private get environment(): NodeJS.ProcessEnv {
    return {
      HOME: this.folder,
      AWS_ENDPOINT_URL: this.proxy.url,
      AWS_ACCESS_KEY_ID: 'emulated',
      AWS_SECRET_ACCESS_KEY: 'emulated',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** Starts a command. It has the credentials of the emulator, and no other variables of the environment. */
  start(words: readonly string[], { env = {}, atTerminal = false }: StartOptions = {}): Running {
    const command = [process.execPath, program, ...words];
    const [file = '', ...rest] = atTerminal ? [tools().python, '-c', terminal, ...command] : command;
    const child = spawn(file, rest, {
      cwd: this.folder,
      env: { PATH: process.env.PATH, ...this.environment, ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
    if (!atTerminal) child.stdin.end();
    const ended = new Promise<Printed>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => resolve({ status, stdout, stderr }));
    });
    return {
      ended,
      prints: (text) => printed(text, () => stdout + stderr, ended),
      signal: (name) => void child.kill(name),
      type: (text) => void child.stdin.write(text),
      closePipe: () => void child.stdout.destroy(),
    };
  }

  run(...words: readonly string[]): Promise<Printed> {
    return this.start(words).ended;
  }

  /** Runs a command in this process, on the clock of the emulator. */
  async call(...words: readonly string[]): Promise<Printed> {
    let [stdout, stderr] = ['', ''];
    const before = { ...process.env };
    Object.assign(process.env, this.environment);
    try {
      const status = await main(words, {
        stdout: (text) => void (stdout += text),
        stderr: (text) => void (stderr += text),
        isTerminal: false,
        cwd: this.folder,
        now: new Date(this.director.now),
      });
      return { status, stdout, stderr };
    } finally {
      process.env = before;
    }
  }

  async close(): Promise<void> {
    await this.proxy.stop();
    await this.director.stop();
    await this.emulator.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits until a command that runs has printed a text. */
async function printed(text: RegExp, soFar: () => string, ended: Promise<unknown>): Promise<void> {
  const end = ended.then(() => 'ended');
  let turn = 'runs';
  while (!text.test(soFar())) {
    if (turn === 'ended') throw new Error(`the command ended, and did not print ${String(text)}: ${soFar()}`);
    turn = await Promise.race([end, setTimeout(50, 'runs')]);
  }
}
