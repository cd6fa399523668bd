/**
 * Amazon Resource Names built from names, so that a policy is known when a plan is made, not only after the apply. Format:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */

/** `aws`, `aws-cn`, `aws-us-gov` or one of the isolated partitions. */
export type Partition = string;

/** The place of a resource. `accountId` has twelve digits. */
export interface ResourcePlace {
  readonly partition: Partition;
  readonly region: string;
  readonly accountId: string;
}

/** The six fields of an ARN; `resource` is everything after the fifth colon. */
interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

/** The ARN of a user. The path is part of it and begins and ends with `/`: a policy on `user/deployer` does not cover `user/ci/deployer`. */
export function userArn(place: ResourcePlace, path: string, name: string): string {
  return iamArn(place, `user${path}${name}`);
}

export function roleArn(place: ResourcePlace, name: string): string {
  return iamArn(place, `role/${name}`);
}

/** The ARN of a customer managed policy without a path. */
export function managedPolicyArn(place: ResourcePlace, name: string): string {
  return iamArn(place, `policy/${name}`);
}

/** The ARN of an account: as a principal, every identity that the policies of the account allow. */
export function accountRootArn(place: ResourcePlace): string {
  return iamArn(place, 'root');
}

/**
 * The ARN pattern of a secret. Secrets Manager appends a hyphen and six random characters to the name of a secret. Six `?` match exactly these, while
 * `*` would also match every other secret whose name begins the same.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 */
export function secretArnPattern(place: ResourcePlace, name: string): string {
  return regionalArn(place, 'secretsmanager', `secret:${name}-??????`);
}

/** The resource of a policy for a secret that is given by its name, or by its complete ARN, which is used unchanged. */
export function secretResource(place: ResourcePlace, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : secretArnPattern(place, nameOrArn);
}

/** `identity` is a verified address or a verified domain. */
export function sesIdentityArn(place: ResourcePlace, identity: string): string {
  return regionalArn(place, 'ses', `identity/${identity}`);
}

export function sesConfigurationSetArn(place: ResourcePlace, name: string): string {
  return regionalArn(place, 'ses', `configuration-set/${name}`);
}

export function sesTemplateArn(place: ResourcePlace, name: string): string {
  return regionalArn(place, 'ses', `template/${name}`);
}

export function stateMachineArn(place: ResourcePlace, name: string): string {
  return regionalArn(place, 'states', `stateMachine:${name}`);
}

export function scheduleGroupArn(place: ResourcePlace, name: string): string {
  return regionalArn(place, 'scheduler', `schedule-group/${name}`);
}

export function topicArn(place: ResourcePlace, name: string): string {
  return regionalArn(place, 'sns', name);
}

export function queueArn(place: ResourcePlace, name: string): string {
  return regionalArn(place, 'sqs', name);
}

/** The ARN of a rule on the default event bus. */
export function eventRuleArn(place: ResourcePlace, name: string): string {
  return regionalArn(place, 'events', `rule/${name}`);
}

/** The fields of an ARN; undefined if the text is not an ARN. An empty region or account is normal (IAM has no region). */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, accountId, ...rest] = text.split(':');
  const resource = rest.join(':');
  if (
    prefix !== 'arn' ||
    !partition ||
    !service ||
    region === undefined ||
    accountId === undefined ||
    resource === ''
  ) {
    return undefined;
  }
  return { partition, service, region, accountId, resource };
}

const partitionByRegionPrefix: readonly (readonly [string, Partition])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

/** The partition of a region. */
export function partitionOf(region: string): Partition {
  return partitionByRegionPrefix.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** IAM is global in its partition: its ARNs have an empty region. */
function iamArn(place: ResourcePlace, resource: string): string {
  return `arn:${place.partition}:iam::${place.accountId}:${resource}`;
}

function regionalArn(place: ResourcePlace, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resource}`;
}

/**
 * Whether the target of a schedule is a call of StartExecution, by the universal target.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export function isStartOfExecution(target: string): boolean {
  return /^arn:[a-z-]+:scheduler:::aws-sdk:sfn:startExecution$/.test(target);
}
