import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { refuseAccess, type Access } from './access';
import { SecondFactorNeeded } from './fault';
import { agentOf } from './proxy';

export type { Access } from './access';
export type Clients = ReturnType<typeof clientsFor>;

/** The SDK would write advice on standard error, such as about keys in the environment next to a profile. */
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * The clients of an operator, with the credentials that the SDK finds: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 * A throttled call is repeated, and later calls slow down. Throws InputError for an access that cannot work.
 */
export function clientsFor(access: Access) {
  refuseAccess(access);
  const { region, profile, endpointUrl } = access;
  // The SDK warns that a later version will need a later Node.js, on standard error.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const httpsAgent = agentOf(process.env);
  const configuration = {
    region,
    maxAttempts: 6,
    retryMode: 'adaptive',
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 20_000,
      ...(httpsAgent === undefined ? {} : { httpsAgent }),
    },
    // The SDK passes it to the profile; its own answer without one is that it found no credentials.
    mfaCodeProvider: (device: string) => Promise.reject(new SecondFactorNeeded(device)),
    logger: quiet,
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
  };
  return {
    cloudwatch: new CloudWatchClient(configuration),
    events: new EventBridgeClient(configuration),
    iam: new IAMClient(configuration),
    kms: new KMSClient(configuration),
    scheduler: new SchedulerClient(configuration),
    secrets: new SecretsManagerClient(configuration),
    ses: new SESClient(configuration),
    sfn: new SFNClient(configuration),
    sns: new SNSClient(configuration),
    // Otherwise the SDK calls the URL of a queue, and not the endpoint.
    sqs: new SQSClient({ ...configuration, useQueueUrlAsEndpoint: false }),
    sts: new STSClient(configuration),
  };
}
