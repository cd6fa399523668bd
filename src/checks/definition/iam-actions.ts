import { knownOperations } from '../../workflow/operations';

/**
 * The prefix of a service's actions, if the SDK (and so Step Functions) uses another name for the service. The list contains only services
 * whose actions have the names of their operations; for any other call the action is not known.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
const prefixes: ReadonlyMap<string, string> = new Map([
  ['accessanalyzer', 'access-analyzer'],
  ['cloudtrail', 'cloudtrail'],
  ['cloudwatchlogs', 'logs'],
  ['ec2', 'ec2'],
  ['efs', 'elasticfilesystem'],
  ['eventbridge', 'events'],
  ['iam', 'iam'],
  ['kms', 'kms'],
  ['scheduler', 'scheduler'],
  ['secretsmanager', 'secretsmanager'],
  ['ses', 'ses'],
  ['sesv2', 'ses'],
  ['sfn', 'states'],
  ['sns', 'sns'],
  ['sqs', 'sqs'],
  ['ssm', 'ssm'],
  ['sts', 'sts'],
]);

/** Calls whose action does not have the name of the operation, and the integrations that Step Functions optimises. */
const others: ReadonlyMap<string, string> = new Map([
  ['aws-sdk:lambda:invoke', 'lambda:InvokeFunction'],
  ['aws-sdk:s3:getObject', 's3:GetObject'],
  ['aws-sdk:s3:putObject', 's3:PutObject'],
  ['aws-sdk:s3:listObjectsV2', 's3:ListBucket'],
  ['dynamodb:deleteItem', 'dynamodb:DeleteItem'],
  ['dynamodb:getItem', 'dynamodb:GetItem'],
  ['dynamodb:putItem', 'dynamodb:PutItem'],
  ['dynamodb:updateItem', 'dynamodb:UpdateItem'],
  ['events:putEvents', 'events:PutEvents'],
  ['http:invoke', 'states:InvokeHTTPEndpoint'],
  ['lambda:invoke', 'lambda:InvokeFunction'],
  ['sns:publish', 'sns:Publish'],
  ['sqs:sendMessage', 'sqs:SendMessage'],
  ['states:startExecution', 'states:StartExecution'],
]);

/** The IAM action that a Task's `Resource` needs; undefined if it is not known. */
export function iamActionOf(resource: string): string | undefined {
  const integration = /^arn:[a-z0-9-]+:states:::(.+?)(?:\.(?:sync(?::2)?|waitForTaskToken))?$/.exec(resource)?.[1];
  if (integration === undefined) return undefined;
  const own = knownOperations.find((operation) => operation.integration === integration)?.iamAction;
  if (own !== undefined) return own;
  const other = others.get(integration);
  if (other !== undefined) return other;
  const [, service, operation] = /^aws-sdk:([a-z0-9]+):([a-z]\w*)$/.exec(integration) ?? [];
  const prefix = prefixes.get(service ?? '');
  if (prefix === undefined || operation === undefined) return undefined;
  return `${prefix}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
}
