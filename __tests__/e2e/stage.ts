import { randomUUID } from 'node:crypto';
import { Director } from './director';
import { Emulator } from './emulator';
import { Project, type WrittenSettings } from './project';
import { Account, type Beginning, type Ending, type MadeKey, type Seen } from './world';

export const accountId = '111122223333';
export const region = 'eu-central-1';
export const environment = 'test';

/** The settings of the tests: one environment, users as they need them. */
export function settingsFor(users: readonly (string | object)[], more: WrittenSettings = {}): WrittenSettings {
  return {
    environments: [{ name: environment, accountId, region }],
    users: users.map((user) => (typeof user === 'string' ? { name: user, secretName: `${user}/aws` } : user)),
    strategy: 'overlap',
    schedule: { expression: 'cron(0 3 1 * ? *)' },
    notification: {
      sender: 'Key rotation <key-rotation@example.com>',
      identities: ['example.com'],
      recipients: ['platform-team@example.com'],
    },
    ...more,
  };
}

/** Where a stage is: an environment in an account. */
interface Setting {
  readonly environment: string;
  readonly accountId: string;
  /** Whether the account has the policies that AWS manages. */
  readonly hasPoliciesOfAws?: boolean;
}

/** One rotation that ended. */
interface Rotated {
  readonly execution: string;
  readonly ending: Ending;
  readonly seen: Seen;
}

/** An emulator, a director, an account in it and a user's project: all that one test file needs to deploy and to rotate. */
export class Stage {
  /** The ARNs of executions by their names: with shards, they are of several machines. */
  private readonly started = new Map<string, string>();

  private constructor(
    readonly environment: string,
    readonly director: Director,
    readonly emulator: Emulator,
    readonly account: Account,
    readonly project: Project,
  ) {}

  static async open(settings: WrittenSettings, setting: Setting = { environment, accountId }): Promise<Stage> {
    const director = await Director.start();
    const emulator = await Emulator.start({ ...setting, director });
    const place = { accountId: setting.accountId, region, endpoint: emulator.url };
    const account = new Account(place, (seconds) => director.pass(seconds));
    await account.verifyDomain('example.com');
    return new Stage(setting.environment, director, emulator, account, Project.create(settings, place));
  }

  async close(): Promise<void> {
    await this.director.stop();
    await this.emulator.stop();
    await this.project.close();
  }

  /** The machine that was deployed. */
  get machineArn(): string {
    return `arn:aws:states:${region}:${this.account.place.accountId}:stateMachine:keyturn-${this.environment}`;
  }

  /** Starts what the schedule of a user starts; the name of the execution. */
  async start(user: string, name: string = randomUUID()): Promise<string> {
    const arn = await this.account.startAsScheduled(`keyturn-${this.environment}`, user, name);
    const execution = arn.slice(arn.lastIndexOf(':') + 1);
    this.started.set(execution, arn);
    return execution;
  }

  /** Starts the machine by hand with an input; the name of the execution. */
  async startWith(input: unknown, name: string = randomUUID()): Promise<string> {
    await this.account.start(this.machineArn, typeof input === 'string' ? input : JSON.stringify(input), name);
    return name;
  }

  executionArn(name: string): string {
    return this.started.get(name) ?? `${this.machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  }

  /** Waits until the execution has ended. */
  async endOf(execution: string): Promise<Ending> {
    await this.director.ended(execution);
    return this.account.endingOf(this.executionArn(execution));
  }

  /** One rotation of a user, from what its schedule starts to what can be seen afterwards. */
  async rotate({ userName, secretName }: Pick<Beginning, 'userName' | 'secretName'>): Promise<Rotated> {
    const execution = await this.start(userName);
    const ending = await this.endOf(execution);
    return { execution, ending, seen: await this.account.see(userName, secretName) };
  }

  /** Every access key that there ever was: those that tests made, and those that executions did. */
  get everyKey(): readonly MadeKey[] {
    return [
      ...this.account.made,
      ...this.director.called.flatMap(({ answer }) => (answer?.ok ? keyIn(answer.result) : [])),
    ];
  }
}

function keyIn(result: unknown): MadeKey[] {
  if (typeof result !== 'object' || result === null || !('AccessKey' in result)) return [];
  const { AccessKeyId: id, SecretAccessKey: secret } = result.AccessKey as {
    AccessKeyId: string;
    SecretAccessKey: string;
  }; // CreateAccessKey's answer
  return [{ id, secret }];
}
