import { parseArn, type ResourcePlace } from '../arn';

/** Well-known actions, the most dangerous first: examples of calls that a pattern allows if it is too wide. */
export const knownActions: readonly string[] = [
  'iam:AttachUserPolicy',
  'iam:PutRolePolicy',
  'iam:CreateUser',
  'iam:CreateLoginProfile',
  'iam:UpdateAccessKey',
  'iam:UpdateLoginProfile',
  'iam:DeleteUser',
  'iam:ListUsers',
  'iam:GetUser',
  'iam:PassRole',
  'iam:TagUser',
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
  'secretsmanager:DeleteSecret',
  'secretsmanager:CreateSecret',
  'secretsmanager:ListSecrets',
  'ses:SendRawEmail',
  'ses:SendTemplatedEmail',
  'ses:SendBulkEmail',
  'ses:DeleteIdentity',
  'ses:CreateEmailIdentity',
  'ses:GetSendQuota',
  'ses:ListIdentities',
  'ses:UpdateTemplate',
  'ses:VerifyEmailIdentity',
  'sts:AssumeRole',
  'states:StartExecution',
  's3:GetObject',
  's3:PutObject',
  's3:DeleteBucket',
  'kms:Decrypt',
  'lambda:InvokeFunction',
  'ec2:RunInstances',
  'logs:PutLogEvents',
  'sns:Publish',
  'sqs:SendMessage',
  'dynamodb:GetItem',
  'iam:CreateAccessKey',
  'iam:DeleteAccessKey',
  'iam:ListAccessKeys',
  'secretsmanager:UpdateSecret',
  'ses:SendEmail',
];

const resourcesOfService: ReadonlyMap<string, readonly string[]> = new Map([
  ['iam', ['user/administrator', 'role/administrator', 'user/ci/administrator', 'user/example', 'role/example']],
  ['sts', ['role/administrator']],
  ['secretsmanager', ['secret:production-database-AbCdEf', 'secret:example-AbCdEf']],
  ['ses', ['identity/example.com', 'identity/someone@example.com', 'configuration-set/example', 'template/example']],
  ['states', ['stateMachine:example']],
  ['lambda', ['function:example']],
  ['kms', ['key/00000000-0000-4000-8000-000000000000']],
  ['s3', ['example-bucket/example.txt', 'example-bucket']],
]);

const withoutRegion = new Set(['iam', 'sts']);
const anywhere: ResourcePlace = { partition: 'aws', region: 'us-east-1', accountId: '123456789012' };

/** ARNs for a call of an action, in the account and region of the given ARNs, else in this place as far as it is known. */
export function exampleResources(action: string, arns: readonly string[], near: ResourcePlace = anywhere): string[] {
  const service = /^[A-Za-z0-9-]+(?=:)/.exec(action)?.[0].toLowerCase() ?? 'iam';
  const place = placeOf(arns, near);
  const owner = ownerOf(service, place);
  return (resourcesOfService.get(service) ?? ['example']).map(
    (resource) => `arn:${place.partition}:${owner}:${resource}`,
  );
}

/** The fields from the service to the account. Buckets have neither region nor account, because their names are global. */
function ownerOf(service: string, { region, accountId }: ResourcePlace): string {
  if (service === 's3') return 's3::';
  if (withoutRegion.has(service)) return `iam::${accountId}`;
  return `${service}:${region}:${accountId}`;
}

function placeOf(arns: readonly string[], near: ResourcePlace): ResourcePlace {
  const known = arns.map(parseArn).filter((arn) => arn !== undefined);
  const plain = (text: string): boolean => /^[a-z0-9-]+$/.test(text);
  return {
    partition: known.find(({ partition }) => plain(partition))?.partition ?? (near.partition || anywhere.partition),
    region: known.find(({ region }) => plain(region))?.region ?? (near.region || anywhere.region),
    accountId: known.find(({ accountId }) => plain(accountId))?.accountId ?? (near.accountId || anywhere.accountId),
  };
}
