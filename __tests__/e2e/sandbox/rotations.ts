import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { paginateGetExecutionHistory } from '@aws-sdk/client-sfn';
import { randomUUID } from 'node:crypto';
import { strategies, traitsOf, type Strategy } from '../../../src/workflow';
import { Project, succeeded, type Verdict, type WrittenSettings } from '../project';
import { Account, type Beginning, type Ending, type Seen } from '../world';
import { prefix, tag, userPath } from './belongings';
import { contractsFor } from './contracts';
import type { Sandbox } from './sandbox';

/** What the keys of a user are before its rotation: none, one in use, or one in use and an older one that is not. */
export const beginnings: readonly Beginning['keys'][] = [[], ['Active'], ['Inactive', 'Active']];

/** Long enough to be seen, short enough to be waited for. */
const gracePeriodSeconds = 60;

/** The mailbox simulator takes mails from every account and delivers none. https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html */
const recipient = 'success@simulator.amazonses.com';

/** The same as in the contracts: the users of one environment differ in their keys. */
const environmentOf = (strategy: Strategy) => `sandbox-${strategy}`;

function userOf(strategy: Strategy, keys: Beginning['keys']): Beginning {
  const name = `${prefix}${strategy}-${keys.length}`;
  return { userName: name, path: userPath, secretName: name, keys, tags: [tag] };
}

function usersOf(strategy: Strategy) {
  return beginnings.map((keys) => {
    const { userName: name, path, secretName } = userOf(strategy, keys);
    return { name, path, secretName };
  });
}

function settingsOf({ place: { accountId, region }, sender }: Sandbox): WrittenSettings {
  return {
    environments: strategies.map((strategy) => ({
      name: environmentOf(strategy),
      accountId,
      region,
      strategy,
      users: usersOf(strategy),
    })),
    users: usersOf('overlap'), // each environment has its own instead
    gracePeriodSeconds,
    // Nothing starts by itself while the suite is at work.
    schedule: { expression: 'at(2099-01-01T03:00:00)' },
    notification: { sender: `Keyturn sandbox <${sender}>`, recipients: [recipient] },
    tags: { [tag.Key]: tag.Value },
  };
}

/** What was found when something was tried out; no problem is as it should be. */
export interface Found {
  readonly what: string;
  readonly problems: readonly string[];
}

/** Deploys a machine for each strategy and rotates users with it. */
export class Rotations {
  private readonly account: Account;
  private readonly project: Project;
  /** The words that name the contracts to `keyturn check`. */
  private readonly contracts: readonly string[];

  constructor(private readonly sandbox: Sandbox) {
    this.account = new Account(sandbox.place);
    this.project = Project.create(settingsOf(sandbox), sandbox.place);
    const contracts = Object.entries(contractsFor(sandbox.sender));
    this.contracts = contracts.flatMap(([name, each]) => ['--contract', this.project.write(`${name}.json`, each)]);
  }

  /** Makes the users with their keys and secrets, and writes the stacks. */
  async prepare(): Promise<void> {
    await this.project.synth();
    for (const strategy of strategies)
      for (const keys of beginnings)
        for (const { secret } of await this.account.prepare(userOf(strategy, keys)))
          this.sandbox.secretKeys.add(secret);
  }

  /** Deploys one strategy; `keyturn check` judges the plan before the apply, and the state after it. */
  async deploy(strategy: Strategy, stopped: AbortSignal): Promise<Found> {
    const environment = environmentOf(strategy);
    stopped.throwIfAborted();
    await this.project.initSynthesised(environment);
    const plan = await this.project.plan(environment);
    const problems = await this.judged(`${environment}-plan.json`, plan);
    if (problems.length === 0) {
      stopped.throwIfAborted();
      succeeded(await this.project.applyPlan(environment));
      const { stdout } = succeeded(await this.project.terraform(environment, 'show', '-json'));
      problems.push(...(await this.judged(`${environment}-state.json`, stdout)));
    }
    return { what: `${strategy} is deployed, and keyturn check passes its plan and its state`, problems };
  }

  /** The account itself is judged: what the roles can do now, whatever any file says. */
  async checkAccount(): Promise<Found> {
    const problems = await this.judged('account.json', await this.account.authorizationDetails());
    return { what: 'keyturn check passes the account', problems };
  }

  /**
   * Rotates the users of a strategy, as their schedules would. They start one after the other: an account in the sandbox of SES may send one
   * mail a second. https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
   */
  async rotate(strategy: Strategy, stopped: AbortSignal): Promise<readonly Found[]> {
    const { forRoles, betweenLooks } = this.sandbox.patience;
    const before = strategies.indexOf(strategy) * beginnings.length;
    return Promise.all(
      beginnings.map(async (keys, index) => {
        await pause(forRoles + (before + index) * betweenLooks, stopped);
        const problems = await this.rotateOne(strategy, keys, stopped);
        return { what: `${strategy} rotates a user with ${keys.length} keys`, problems };
      }),
    );
  }

  /** `destroy` takes what was deployed, and leaves the users, their keys and their secrets alone. */
  async destroy(strategy: Strategy): Promise<Found> {
    const users = beginnings.map((keys) => userOf(strategy, keys));
    const see = () => Promise.all(users.map(({ userName, secretName }) => this.account.see(userName, secretName)));
    const before = JSON.stringify(await see());
    succeeded(await this.project.terraform(environmentOf(strategy), 'destroy', '-auto-approve', '-input=false'));
    const problems = before === JSON.stringify(await see()) ? [] : ['destroy changed a user, a key or a secret'];
    return { what: `destroying ${strategy} leaves users, keys and secrets alone`, problems };
  }

  /** Nothing that was printed or written by Terraform holds a secret access key. */
  checkSecrecy(): Found {
    const leaks = this.project.printed.some((text) => this.holdsSecret(text));
    return {
      what: 'no secret access key is in a plan, in a state or in what was printed',
      problems: leaks ? ['Terraform or Keyturn printed a secret access key'] : [],
    };
  }

  /** Ends what runs, as Ctrl-C does. */
  interrupt(): void {
    this.project.interrupt();
  }

  close(): Promise<void> {
    return this.project.close();
  }

  private holdsSecret(text: string): boolean {
    return [...this.sandbox.secretKeys].some((secret) => text.includes(secret));
  }

  private async judged(file: string, content: object | string): Promise<string[]> {
    const words = ['--region', this.sandbox.place.region, ...this.contracts];
    const report = await this.project.check(this.project.write(file, content), ...words);
    return report.verdict === 'pass' ? [] : [`${file}: ${report.verdict}: ${messagesOf(report).join('; ')}`];
  }

  private async rotateOne(strategy: Strategy, keys: Beginning['keys'], stopped: AbortSignal): Promise<string[]> {
    const { userName, secretName } = userOf(strategy, keys);
    const group = `keyturn-${environmentOf(strategy)}`;
    const execution = await this.account.startAsScheduled(group, userName, randomUUID());
    const ending = await this.endOf(execution, stopped);
    const seen = await this.account.see(userName, secretName);
    const newKey = seen.versions.find(({ labels }) => labels.includes('AWSCURRENT'))?.keyId;
    return [
      ...(ending.status === 'SUCCEEDED'
        ? []
        : [`it ended ${ending.status} ${ending.error ?? ''}: ${ending.cause ?? ''}`]),
      ...keyProblems(strategy, keys, seen, newKey),
      ...(await this.secretProblems(userName, secretName, newKey)),
      ...callProblems(await this.callsOf(execution), strategy, keys),
      ...(this.holdsSecret(JSON.stringify(ending)) ? ['its ending holds a secret'] : []),
    ];
  }

  private async endOf(execution: string, stopped: AbortSignal): Promise<Ending> {
    for (;;) {
      const ending = await this.account.endingOf(execution);
      if (ending.status !== 'RUNNING') return ending;
      await pause(this.sandbox.patience.betweenLooks, stopped);
    }
  }

  /** The secret's own key says who it is: it belongs to the user, and it works. */
  private async secretProblems(userName: string, secretName: string, newKey: string | undefined): Promise<string[]> {
    const value: unknown = JSON.parse((await this.account.valueOf(secretName)) ?? 'null');
    if (!isAccessKey(value)) return ['the secret holds no access key'];
    this.sandbox.secretKeys.add(value.SecretAccessKey);
    if (value.UserName !== userName || value.AccessKeyId !== newKey)
      return ['the secret holds the key of somebody else'];
    const { endpoint, region } = this.sandbox.place;
    const credentials = { accessKeyId: value.AccessKeyId, secretAccessKey: value.SecretAccessKey };
    const sts = new STSClient({ region, credentials, ...(endpoint === undefined ? {} : { endpoint }) });
    const { Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return Arn.endsWith(`:user${userPath}${userName}`) ? [] : [`the key in the secret is that of ${Arn}`];
  }

  /** The calls of an execution, out of its history, which holds secrets: only the names of the calls leave here. */
  private async callsOf(executionArn: string): Promise<readonly string[]> {
    const calls: string[] = [];
    for await (const { events = [] } of paginateGetExecutionHistory(
      { client: this.sandbox.clients.sfn },
      { executionArn },
    ))
      for (const { taskSucceededEventDetails: task } of events)
        if (task) calls.push(`${task.resourceType?.replace('aws-sdk:', '') ?? ''}:${task.resource ?? ''}`);
    return calls;
  }
}

/** Rejects when the suite is stopped. */
export async function pause(seconds: number, stopped: AbortSignal): Promise<void> {
  stopped.throwIfAborted();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  stopped.throwIfAborted();
}

function messagesOf({ checks }: Verdict): string[] {
  return checks.flatMap(({ findings }) => findings.map(({ rule, message }) => `${rule}: ${message}`));
}

/** The key that was in use stays if the strategy keeps it; else only the new one does. */
function keyProblems(strategy: Strategy, keys: Beginning['keys'], seen: Seen, newKey: string | undefined): string[] {
  const expected = traitsOf(strategy).keepsPrevious && keys.includes('Active') ? 2 : 1;
  return [
    ...(seen.keys.length === expected ? [] : [`${seen.keys.length} keys are left and not ${expected}`]),
    ...(seen.keys.every(({ status }) => status === 'Active') ? [] : ['a key that is left is not active']),
    ...(seen.keys.at(-1)?.id === newKey ? [] : ['the secret does not hold the newest key']),
  ];
}

const allowed = [
  'iam:listAccessKeys',
  'iam:deleteAccessKey',
  'iam:createAccessKey',
  'secretsmanager:updateSecret',
  'ses:sendEmail',
];

function callProblems(calls: readonly string[], strategy: Strategy, keys: Beginning['keys']): string[] {
  const count = (call: string) => calls.filter((each) => each === call).length;
  const kept = traitsOf(strategy).keepsPrevious && keys.includes('Active') ? 1 : 0;
  const expected = {
    'iam:createAccessKey': 1,
    'iam:deleteAccessKey': keys.length - kept,
    'secretsmanager:updateSecret': 1,
    'ses:sendEmail': 1,
  };
  return [
    ...calls.filter((call) => !allowed.includes(call)).map((call) => `it called ${call}`),
    ...Object.entries(expected)
      .filter(([call, times]) => count(call) !== times)
      .map(([call, times]) => `it succeeded with ${call} ${count(call)} times and not ${times}`),
  ];
}

interface AccessKey {
  readonly UserName: string;
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
}

function isAccessKey(value: unknown): value is AccessKey {
  const members = ['UserName', 'AccessKeyId', 'SecretAccessKey'];
  if (typeof value !== 'object' || value === null) return false;
  const entries = new Map(Object.entries(value));
  return members.every((member) => typeof entries.get(member) === 'string');
}
