import { IAMClient } from '@aws-sdk/client-iam';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SFNClient } from '@aws-sdk/client-sfn';
import { STSClient } from '@aws-sdk/client-sts';

/** Where the tests deploy: an emulator, or an account that somebody keeps for such things. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
  /** Undefined for AWS itself. */
  readonly endpoint: string | undefined;
}

/** What is not for the emulator stays out of its programs' environment, credentials above all. */
export function environmentOf({ endpoint, region }: Place): NodeJS.ProcessEnv {
  if (endpoint === undefined) return process.env;
  return {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'emulated',
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region, // the AWS CLI reads this one: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The clients of one place. */
export function clientsOf({ endpoint, region }: Place) {
  const emulated = { endpoint: endpoint ?? '', credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' } };
  const configuration = { region, ...(endpoint === undefined ? {} : emulated) };
  return {
    iam: new IAMClient(configuration),
    scheduler: new SchedulerClient(configuration),
    secrets: new SecretsManagerClient(configuration),
    ses: new SESClient(configuration),
    sfn: new SFNClient(configuration),
    sts: new STSClient(configuration),
  };
}

export type Clients = ReturnType<typeof clientsOf>;
