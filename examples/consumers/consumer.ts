/**
 * A consumer of a rotated access key. It reads the key from Secrets Manager, and reads it again when AWS refuses the key.
 *
 * npm install @aws-sdk/client-secrets-manager @aws-sdk/client-sts; SECRET_NAME=ci-deployer/aws npx tsx consumer.ts
 */
import { setTimeout } from 'node:timers/promises';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * The key is not known, or not known yet everywhere.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
 */
const refused = new Set(['InvalidClientTokenId', 'InvalidAccessKeyId', 'UnrecognizedClientException']);
/** Seconds between attempts, half a minute together. The first one only reads the secret again. */
const waits = [0, 1, 2, 4, 8, 16];

/** The key in a secret. The secret is read with the credentials of the program's own role, not with the key itself. */
export class RotatedKey {
  private credentials: Credentials | undefined;

  constructor(
    private readonly secretName: string,
    private readonly secrets: Pick<SecretsManagerClient, 'send'> = new SecretsManagerClient(),
    private readonly sleep = (seconds: number): Promise<unknown> => setTimeout(seconds * 1000),
  ) {}

  /** Runs work with the key. If AWS refuses the key, it reads the secret again at once, and then waits between attempts. */
  async call<Result>(work: (credentials: Credentials) => Promise<Result>): Promise<Result> {
    for (const wait of waits) {
      try {
        return await work((this.credentials ??= await this.read()));
      } catch (error) {
        if (!(error instanceof Error) || !refused.has(error.name)) throw error;
        await this.sleep(wait);
        this.credentials = undefined;
      }
    }
    return work(await this.read());
  }

  private async read(): Promise<Credentials> {
    const { SecretString = '{}' } = await this.secrets.send(new GetSecretValueCommand({ SecretId: this.secretName }));
    // The default format of the secret: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html
    const { AccessKeyId, SecretAccessKey } = JSON.parse(SecretString) as Record<string, string>;
    return { accessKeyId: AccessKeyId ?? '', secretAccessKey: SecretAccessKey ?? '' };
  }
}

async function main(secretName: string): Promise<void> {
  const key = new RotatedKey(secretName);
  const { Arn } = await key.call((credentials) => new STSClient({ credentials }).send(new GetCallerIdentityCommand()));
  process.stdout.write(`${Arn}\n`);
}

const { SECRET_NAME } = process.env;
if (SECRET_NAME !== undefined) void main(SECRET_NAME);
