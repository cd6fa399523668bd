import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  ListAccessKeysCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
  type DescribeExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { partitionOf } from '../../../src/iam';
import type { MadeKey } from '../world';
import { prefix, tag, userPath } from './belongings';
import { pause } from './rotations';
import type { Sandbox } from './sandbox';

/** What a question may do in the sandbox. All that it makes has the suite's names and tag, and goes with the rest. */
export class Probe {
  constructor(
    readonly sandbox: Sandbox,
    readonly stopped: AbortSignal,
  ) {}

  get clients() {
    return this.sandbox.clients;
  }

  /** The ARN of something of a service in the sandbox, such as `identity/example.com` of ses. */
  arn(service: string, resource: string): string {
    const { accountId, region } = this.sandbox.place;
    return `arn:${partitionOf(region)}:${service}:${service === 'iam' ? '' : region}:${accountId}:${resource}`;
  }

  async user(name: string): Promise<string> {
    const UserName = `${prefix}${name}`;
    await this.clients.iam.send(new CreateUserCommand({ UserName, Path: userPath, Tags: [tag] }));
    return UserName;
  }

  /** A secret without a value. */
  async secret(name: string): Promise<string> {
    const Name = `${prefix}${name}`;
    await this.clients.secrets.send(new CreateSecretCommand({ Name, Tags: [tag] }));
    return Name;
  }

  async key(UserName: string): Promise<MadeKey> {
    const { AccessKey } = await this.clients.iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId: id = '', SecretAccessKey: secret = '' } = AccessKey ?? {};
    this.sandbox.secretKeys.add(secret);
    return { id, secret };
  }

  async deleteKey(UserName: string, { id }: MadeKey): Promise<void> {
    await this.clients.iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: id }));
  }

  async keyIds(UserName: string): Promise<readonly string[]> {
    const { AccessKeyMetadata = [] } = await this.clients.iam.send(new ListAccessKeysCommand({ UserName }));
    return AccessKeyMetadata.map(({ AccessKeyId = '' }) => AccessKeyId);
  }

  /** Is the key that of the user? */
  async works({ id, secret }: MadeKey, userName: string): Promise<boolean> {
    const { endpoint, region } = this.sandbox.place;
    const credentials = { accessKeyId: id, secretAccessKey: secret };
    const sts = new STSClient({ region, credentials, ...(endpoint === undefined ? {} : { endpoint }) });
    const { Arn } = await sts.send(new GetCallerIdentityCommand({})).catch(() => ({ Arn: undefined }));
    return Arn?.endsWith(`/${userName}`) ?? false;
  }

  /** How long it takes until something is so, in words. */
  async timeUntil(isSo: () => Promise<boolean>): Promise<string> {
    const begin = Date.now();
    const seconds = () => (Date.now() - begin) / 1000;
    while (!(await isSo())) {
      if (seconds() > this.sandbox.patience.forChanges) return `not within ${this.sandbox.patience.forChanges} seconds`;
      await pause(0.2, this.stopped);
    }
    return `after ${seconds().toFixed(1)} seconds`;
  }

  async wait(seconds: number): Promise<void> {
    await pause(seconds, this.stopped);
  }

  /** Runs a definition under a role of its own that may do what is said, and nothing where nothing is said. */
  async run(
    name: string,
    definition: object,
    { allowed = [], inputs = ['{}'] }: { allowed?: readonly object[]; inputs?: readonly string[] } = {},
  ): Promise<readonly DescribeExecutionCommandOutput[]> {
    const RoleName = `${prefix}${name}`;
    const roleArn = await this.role(RoleName, allowed);
    await this.wait(this.sandbox.patience.forRoles);
    const { stateMachineArn } = await this.clients.sfn.send(
      new CreateStateMachineCommand({
        name: RoleName,
        roleArn,
        definition: JSON.stringify(definition),
        tags: [{ key: tag.Key, value: tag.Value }],
      }),
    );
    return Promise.all(
      inputs.map(async (input) => {
        const { executionArn } = await this.clients.sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
        for (;;) {
          const ending = await this.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
          if (ending.status !== 'RUNNING') return ending;
          await this.wait(this.sandbox.patience.betweenLooks);
        }
      }),
    );
  }

  private async role(RoleName: string, allowed: readonly object[]): Promise<string> {
    const { Role } = await this.clients.iam.send(
      new CreateRoleCommand({
        RoleName,
        Tags: [tag],
        AssumeRolePolicyDocument: documentOf({
          Effect: 'Allow',
          Principal: { Service: 'states.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': this.sandbox.place.accountId } },
        }),
      }),
    );
    const PolicyDocument = documentOf(...allowed);
    if (allowed.length > 0)
      await this.clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'probe', PolicyDocument }));
    return Role?.Arn ?? '';
  }
}

function documentOf(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
