import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  ListAccessKeysCommand,
  paginateGetAccountAuthorizationDetails,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { VerifyDomainIdentityCommand } from '@aws-sdk/client-ses';
import { DescribeExecutionCommand, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { clientsOf, type Clients, type Place } from './account';

/** An access key as it was made; only tests of an emulator hold one. */
export interface MadeKey {
  readonly id: string;
  readonly secret: string;
}

/** A user and a secret before a rotation. The last of the active keys is the one in the secret. */
export interface Beginning {
  readonly userName: string;
  readonly path?: string;
  readonly secretName: string;
  /** Oldest first. */
  readonly keys: readonly ('Active' | 'Inactive')[];
  /** Of the user and the secret. */
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** What can be seen of a user and a secret: key ids and labels, and no secret. */
export interface Seen {
  /** Oldest first. */
  readonly keys: readonly { readonly id: string; readonly status: string }[];
  /** Which access key each labelled version of the secret holds. */
  readonly versions: readonly { readonly labels: readonly string[]; readonly keyId: string | undefined }[];
}

/** What the schedule of a user starts. */
interface ScheduledStart {
  readonly machineArn: string;
  readonly roleArn: string;
  readonly input: string;
  /** The name of the execution, if the schedule chooses it. */
  readonly name?: string;
}

/** How an execution ended, as DescribeExecution tells. https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export interface Ending {
  readonly status: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** An account with users and secrets in it, as its owner sees it. */
export class Account {
  readonly clients: Clients;
  /** Every access key that was made in it by `prepare`. */
  readonly made: MadeKey[] = [];

  constructor(
    readonly place: Place,
    /** Lets some time pass, so that no two keys have the same age. */
    private readonly pass: (seconds: number) => void = () => undefined,
  ) {
    this.clients = clientsOf(place);
  }

  /** https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html */
  async verifyDomain(domain: string): Promise<void> {
    await this.clients.ses.send(new VerifyDomainIdentityCommand({ Domain: domain }));
  }

  /** Makes the user with its keys, and the secret. */
  async prepare({ userName, path = '/', secretName, keys, tags = [] }: Beginning): Promise<readonly MadeKey[]> {
    const Tags = [...tags];
    await this.clients.iam.send(new CreateUserCommand({ UserName: userName, Path: path, Tags }));
    await this.clients.secrets.send(new CreateSecretCommand({ Name: secretName, Tags }));
    const made: MadeKey[] = [];
    for (const status of keys) made.push(await this.makeKey(userName, status));
    const inUse = made.filter((_, index) => keys[index] === 'Active').at(-1);
    if (inUse) await this.store(secretName, userName, inUse);
    return made;
  }

  /** Takes the user with all its keys, and the secret, away if they are there. */
  async clear({ userName, secretName }: Beginning): Promise<void> {
    const { iam, secrets } = this.clients;
    const listed = await iam.send(new ListAccessKeysCommand({ UserName: userName })).catch(unless('NoSuchEntity'));
    for (const { AccessKeyId } of listed?.AccessKeyMetadata ?? [])
      await iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId }));
    if (listed) await iam.send(new DeleteUserCommand({ UserName: userName }));
    const forGood = new DeleteSecretCommand({ SecretId: secretName, ForceDeleteWithoutRecovery: true });
    await secrets.send(forGood).catch(unless('ResourceNotFound'));
  }

  async makeKey(userName: string, status: 'Active' | 'Inactive' = 'Active'): Promise<MadeKey> {
    const { AccessKey } = await this.clients.iam.send(new CreateAccessKeyCommand({ UserName: userName }));
    const key = { id: AccessKey?.AccessKeyId ?? '', secret: AccessKey?.SecretAccessKey ?? '' };
    this.made.push(key);
    if (status === 'Inactive')
      await this.clients.iam.send(
        new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId: key.id, Status: status }),
      );
    this.pass(90 * 24 * 3600);
    return key;
  }

  async store(secretName: string, userName: string, key: MadeKey): Promise<void> {
    const SecretString = secretValue(userName, key);
    await this.clients.secrets.send(new PutSecretValueCommand({ SecretId: secretName, SecretString }));
  }

  async see(userName: string, secretName: string): Promise<Seen> {
    const { AccessKeyMetadata = [] } = await this.clients.iam.send(new ListAccessKeysCommand({ UserName: userName }));
    const keys = AccessKeyMetadata.map(({ AccessKeyId = '', Status = '', CreateDate }) => ({
      id: AccessKeyId,
      status: Status,
      at: CreateDate?.getTime() ?? 0,
    }));
    const { Versions = [] } = await this.clients.secrets.send(
      new ListSecretVersionIdsCommand({ SecretId: secretName }),
    );
    const versions = await Promise.all(
      Versions.filter(({ VersionStages = [] }) => VersionStages.length > 0).map(
        async ({ VersionId, VersionStages }) => ({
          labels: [...(VersionStages ?? [])].sort(),
          keyId: keyIdIn(await this.valueOf(secretName, VersionId)),
        }),
      ),
    );
    return {
      keys: keys.sort((a, b) => a.at - b.at).map(({ id, status }) => ({ id, status })),
      versions: versions.sort((a, b) => a.labels.join().localeCompare(b.labels.join())),
    };
  }

  /** The value of a secret's current version, or of another; undefined if it has none. */
  async valueOf(secretName: string, VersionId?: string): Promise<string | undefined> {
    const { SecretString } = await this.clients.secrets.send(
      new GetSecretValueCommand({ SecretId: secretName, VersionId }),
    );
    return SecretString;
  }

  /** What the schedule of a user starts, and as which role. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html */
  async targetOf(group: string, schedule: string): Promise<ScheduledStart> {
    const { Target } = await this.clients.scheduler.send(new GetScheduleCommand({ GroupName: group, Name: schedule }));
    const { Arn = '', RoleArn: roleArn = '', Input = '' } = Target ?? {};
    if (!Arn.endsWith(':aws-sdk:sfn:startExecution')) return { machineArn: Arn, roleArn, input: Input };
    // The universal target's input is the call. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
    const call = JSON.parse(Input) as { StateMachineArn: string; Name: string; Input: string };
    return { machineArn: call.StateMachineArn, roleArn, input: call.Input, name: call.Name };
  }

  /** Starts an execution exactly as the schedule of a user would; `name` is the id of the start if the schedule chooses the name. Its ARN. */
  async startAsScheduled(group: string, schedule: string, name: string): Promise<string> {
    const { machineArn, input, name: chosen } = await this.targetOf(group, schedule);
    return this.start(machineArn, input, chosen?.replace('<aws.scheduler.execution-id>', name) ?? name);
  }

  /** Starts an execution with any input. Its ARN. */
  async start(machineArn: string, input: string, name: string): Promise<string> {
    const { executionArn = '' } = await this.clients.sfn.send(
      new StartExecutionCommand({ stateMachineArn: machineArn, input, name }),
    );
    return executionArn;
  }

  async stop(executionArn: string): Promise<void> {
    await this.clients.sfn.send(new StopExecutionCommand({ executionArn }));
  }

  async endingOf(executionArn: string): Promise<Ending> {
    const {
      status = '',
      output,
      error,
      cause,
    } = await this.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
    return { status, output, error, cause };
  }

  /** What `aws iam get-account-authorization-details` prints. https://docs.aws.amazon.com/cli/latest/reference/iam/get-account-authorization-details.html */
  async authorizationDetails(): Promise<object> {
    const pages = paginateGetAccountAuthorizationDetails({ client: this.clients.iam }, {});
    const all = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
    const lists: Record<string, unknown[]> = all;
    for await (const page of pages)
      for (const [name, items] of Object.entries(page))
        if (Array.isArray(items)) lists[name]?.push(...(items as unknown[]));
    return all;
  }
}

/** What a secret holds before its first rotation. */
export function secretValue(userName: string, { id, secret }: MadeKey): string {
  return JSON.stringify({ UserName: userName, AccessKeyId: id, SecretAccessKey: secret, Status: 'Active' });
}

function keyIdIn(value: string | undefined): string | undefined {
  return value?.match(/\bA[KS]IA[A-Z0-9]{12,}\b/)?.[0];
}

/** Takes errors of one name for no answer. */
function unless(name: string): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Error && error.name.startsWith(name)) return undefined;
    throw error;
  };
}
