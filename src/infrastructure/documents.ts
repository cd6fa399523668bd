import {
  eventRuleArn,
  queueArn,
  roleArn,
  scheduleGroupArn,
  secretResource,
  sesConfigurationSetArn,
  sesIdentityArn,
  sesTemplateArn,
  stateMachineArn,
  topicArn,
  userArn,
} from '../iam';
import type { EnvironmentSettings } from '../settings';
import { namesOf } from './names';
import { shardsOf } from './shards/shards';

/**
 * The IAM documents of an environment. Every ARN is built from names, never read from a resource, so that a plan shows each document in full before
 * anything exists.
 */
export interface Document {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal?: { readonly Service: string } | { readonly AWS: string | readonly string[] };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
}

/** The ARNs of an environment's own resources; of a shard, those of its machine and its role. */
export function arnsOf(environment: EnvironmentSettings, shard?: string) {
  const names = namesOf(environment.name, shard);
  return {
    stateMachine: stateMachineArn(environment, names.stateMachine),
    executionRole: roleArn(environment, names.executionRole),
    scheduleRole: roleArn(environment, names.scheduleRole),
    scheduleGroup: scheduleGroupArn(environment, names.scheduleGroup),
    alertRole: roleArn(environment, names.alerts),
    alertTopic: topicArn(environment, names.alerts),
    alertRule: eventRuleArn(environment, names.alerts),
    keyAgeRule: eventRuleArn(environment, names.keyAge),
    eventRole: roleArn(environment, names.events),
    customEventRule: eventRuleArn(environment, names.customEvent),
    guardDutyRule: eventRuleArn(environment, names.guardDuty),
    succeededRole: roleArn(environment, names.succeeded),
    succeededRule: eventRuleArn(environment, names.succeeded),
    undeliveredEvents: queueArn(environment, names.undeliveredEvents),
    missedStarts: queueArn(environment, names.missedStarts),
  };
}

/** The permissions of a rotation: the five actions, each on exactly the users, secrets and addresses of the settings. */
export function executionPolicy(environment: EnvironmentSettings): Document {
  return document(...userStatements(environment), ...mailStatements(environment));
}

/** The permissions on users and their secrets. */
export function userStatements(environment: EnvironmentSettings): PolicyStatement[] {
  return [
    {
      Sid: 'RotateAccessKeys',
      Effect: 'Allow',
      Action: ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'],
      Resource: environment.users.map((user) => userArn(environment, user.path, user.name)),
    },
    {
      Sid: 'StoreAccessKeys',
      Effect: 'Allow',
      Action: 'secretsmanager:UpdateSecret',
      Resource: environment.users.map((user) => secretResource(environment, user.secretName)),
    },
  ];
}

/** The permissions to send the mail after a rotation. */
export function mailStatements(environment: EnvironmentSettings): PolicyStatement[] {
  const { template } = environment.notification;
  return [
    {
      Sid: 'NotifyAdministrators',
      Effect: 'Allow',
      Action: 'ses:SendEmail',
      Resource: mailResources(environment),
      // ForAllValues also holds for a mail to nobody; SES does not send such a mail, and another condition fixes the sender.
      // https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
      Condition: {
        StringEquals: { 'ses:FromAddress': bareAddress(environment.notification.sender) },
        'ForAllValues:StringLike': { 'ses:Recipients': recipientsOf(environment) },
      },
    },
    ...(template === undefined ? [] : [templatedMail(environment)]),
  ];
}

/**
 * The sixth action. AWS's pages disagree on whether a request of it has the keys of sender and recipients, so both conditions also hold without them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
 * https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
 */
function templatedMail(environment: EnvironmentSettings): PolicyStatement {
  return {
    Sid: 'NotifyWithTemplate',
    Effect: 'Allow',
    Action: 'ses:SendTemplatedEmail',
    Resource: [...mailResources(environment), sesTemplateArn(environment, namesOf(environment.name).template)],
    Condition: {
      StringEqualsIfExists: { 'ses:FromAddress': bareAddress(environment.notification.sender) },
      'ForAllValues:StringLike': { 'ses:Recipients': recipientsOf(environment) },
    },
  };
}

/**
 * The trust policy of the execution role: Step Functions, for this machine in this account.
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
 */
export function executionTrust(environment: EnvironmentSettings, shard?: string): Document {
  return document({
    Sid: 'StepFunctionsForThisMachine',
    Effect: 'Allow',
    Principal: { Service: 'states.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': environment.accountId },
      ArnEquals: { 'aws:SourceArn': arnsOf(environment, shard).stateMachine },
    },
  });
}

/**
 * The permission of the schedules: to start the machines of the environment and, with alerts, to keep the starts that failed. EventBridge Scheduler writes to a
 * dead-letter queue with the role of the schedule.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export function schedulePolicy(environment: EnvironmentSettings): Document {
  const arns = arnsOf(environment);
  const start: PolicyStatement = {
    Sid: 'StartRotations',
    Effect: 'Allow',
    Action: 'states:StartExecution',
    Resource: machineArns(environment),
  };
  if (environment.alerts === undefined) return document(start);
  return document(start, {
    Sid: 'KeepMissedStarts',
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Resource: arns.missedStarts,
  });
}

/**
 * The trust policy of the schedules' role: EventBridge Scheduler, for this schedule group. AWS matches the group, never a schedule.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function scheduleTrust(environment: EnvironmentSettings): Document {
  return document({
    Sid: 'SchedulerForThisGroup',
    Effect: 'Allow',
    Principal: { Service: 'scheduler.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: {
        'aws:SourceAccount': environment.accountId,
        'aws:SourceArn': arnsOf(environment).scheduleGroup,
      },
    },
  });
}

/** The ARN of the machine; a list if each shard has one. */
export function machineArns(environment: EnvironmentSettings): string | readonly string[] {
  const [only = arnsOf(environment).stateMachine, ...more] = shardsOf(environment).map(
    (shard) => arnsOf(environment, shard).stateMachine,
  );
  return more.length === 0 ? only : [only, ...more];
}

export function document(...statements: PolicyStatement[]): Document {
  return { Version: '2012-10-17', Statement: statements };
}

/** SES authorises a mail against the identity of its sender and, if one is used, against the configuration set. */
function mailResources(environment: EnvironmentSettings): string[] {
  const { identities, sourceArn, configurationSet } = environment.notification;
  return [
    ...(sourceArn === undefined ? identities.map((identity) => sesIdentityArn(environment, identity)) : [sourceArn]),
    ...(configurationSet === undefined ? [] : [sesConfigurationSetArn(environment, configurationSet)]),
  ];
}

/** All recipients of all users. */
function recipientsOf({ notification, users }: EnvironmentSettings): string[] {
  const lists = [notification.recipients, ...users.flatMap(({ recipients }) => recipients ?? [])];
  return [...new Set(lists.flatMap(({ to, cc, bcc }) => [...to, ...cc, ...bcc]).map(bareAddress))];
}

/** The address alone, as SES compares it with condition keys: `rotation@example.com` of `Rotation <rotation@example.com>`. */
function bareAddress(mailbox: string): string {
  return /<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox;
}
