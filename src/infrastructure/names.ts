import { createHash } from 'node:crypto';
import { endingOfShard, firstShard } from '../workflow/shards';

/** The names of the resources of one environment. */
interface Names {
  /** The stack, and the beginning of every other name. */
  readonly stack: string;
  readonly stateMachine: string;
  readonly executionRole: string;
  readonly scheduleRole: string;
  readonly scheduleGroup: string;
  /** The topic, its rule and the role that lets the rule publish. */
  readonly alerts: string;
  /** The rule for findings of AWS Config, and the rule of AWS Config. */
  readonly keyAge: string;
  /** The role of the rules that start rotations. */
  readonly events: string;
  /** The rule for the custom event that starts a rotation. */
  readonly customEvent: string;
  /** The rule for findings of GuardDuty that start a rotation. */
  readonly guardDuty: string;
  /** The rule that reports a rotation to applications, and its role. */
  readonly succeeded: string;
  /** The queue of events that could not be delivered to a target of a rule. */
  readonly undeliveredEvents: string;
  /** The queue of starts that EventBridge Scheduler gave up. */
  readonly missedStarts: string;
  /** The alias of the key that encrypts the history. */
  readonly historyAlias: string;
  /** The SES template of the mail after a rotation. */
  readonly template: string;
}

/**
 * The names of an environment's resources. They depend only on the environment's name and on the shard of a machine and its role: a renamed machine or
 * role is replaced, and a replaced machine ends the rotations that are waiting in it.
 */
export function namesOf(environment: string, shard = firstShard): Names {
  const stack = `keyturn-${environment}`;
  const end = endingOfShard(shard);
  return {
    stack,
    stateMachine: `${stack}${end}`,
    executionRole: `${stack}-execution${end}`,
    scheduleRole: `${stack}-schedule`,
    scheduleGroup: stack,
    alerts: `${stack}-alerts`,
    keyAge: `${stack}-key-age`,
    events: `${stack}-events`,
    customEvent: `${stack}-custom`,
    guardDuty: `${stack}-guardduty`,
    succeeded: `${stack}-succeeded`,
    undeliveredEvents: `${stack}-undelivered-events`,
    missedStarts: `${stack}-missed-starts`,
    historyAlias: `alias/${stack}-history`,
    template: `${stack}-rotated`,
  };
}

/** Whether a stack of this name belongs to Keyturn. */
export function isOurs(stack: string): boolean {
  return stack.startsWith(namesOf('').stack);
}

const longestScheduleName = 64;
const hashDigits = 16;
const legalScheduleName = /^[0-9A-Za-z_.-]{1,64}$/;
const hashedScheduleName = new RegExp(`-[0-9a-f]{${hashDigits}}$`);

/**
 * The name of a user's schedule: the user's own name if EventBridge Scheduler accepts it. Otherwise invalid characters become `-`, and a hash of the
 * user's name distinguishes two such users. A user whose own name ends like a hashed one is hashed too, so that no name collides with the schedule of
 * another user.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function scheduleName(userName: string): string {
  if (legalScheduleName.test(userName) && !hashedScheduleName.test(userName)) return userName;
  const hash = createHash('sha256').update(userName).digest('hex').slice(0, hashDigits);
  const readable = userName.replace(/[^0-9A-Za-z_.-]/gu, '-').slice(0, longestScheduleName - hashDigits - 1);
  return `${readable}-${hash}`;
}

const longestPrefix = 40;
/** EventBridge Scheduler replaces it. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
const executionId = '<aws.scheduler.execution-id>';

/**
 * The name of an execution that the schedule of a user starts: the schedule's name, at most 40 characters of it, and the id of the start. It has at
 * most 80 characters if the id has at most 39; AWS's ids have 16, and a UUID has 36.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export function scheduledExecutionName(userName: string): string {
  return `${executionPrefix(userName)}${executionSeparator}${executionId}`;
}

/** The sign after the part of an execution's name that shows the user. Names of schedules never contain it. */
export const executionSeparator = '+';

/** The part of an execution's name that shows the user. */
export function executionPrefix(userName: string): string {
  const schedule = scheduleName(userName);
  if (schedule.length <= longestPrefix) return schedule;
  const hash = createHash('sha256').update(userName).digest('hex').slice(0, hashDigits);
  return `${schedule.slice(0, longestPrefix - hashDigits - 1)}-${hash}`;
}

/**
 * The tags on everything of an environment. The environment's own tags win. Case is ignored, because IAM refuses two keys that differ only in case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export function tagsWithOurs(environment: string, own: Readonly<Record<string, string>>): Record<string, string> {
  const taken = new Set(Object.keys(own).map((key) => key.toLowerCase()));
  const ours = { Application: 'keyturn', Environment: environment };
  return { ...Object.fromEntries(Object.entries(ours).filter(([key]) => !taken.has(key.toLowerCase()))), ...own };
}

/** The description of each resource in the AWS console. */
export const descriptions = {
  executionRole: (environment: string, actions: 'five' | 'six') =>
    `Rotates access keys of the ${environment} environment with ${actions} actions`,
  userPolicy: (environment: string) => `Rotates access keys of some users of the ${environment} environment`,
  scheduleRole: (environment: string) => `Starts rotations of the ${environment} environment`,
  alertRole: (environment: string) => `Publishes alerts of the ${environment} environment`,
  alertRule: (environment: string) => `Rotations of the ${environment} environment that did not succeed`,
  keyAgeRule: (environment: string) =>
    `Access keys that are too old, from AWS Config, for the ${environment} environment`,
  historyKey: (environment: string) => `Encrypts the execution history of the ${environment} environment`,
  eventRole: (environment: string) => `Starts rotations of the ${environment} environment on events`,
  customRule: (environment: string) => `Events that start a rotation of the ${environment} environment`,
  guardDutyRule: (environment: string) => `Findings that start a rotation of the ${environment} environment`,
  succeededRole: (environment: string) => `Reports rotations of the ${environment} environment to applications`,
  succeededRule: (environment: string) => `Rotations of the ${environment} environment that succeeded`,
  schedule: (userName: string) => `Rotates the access key of ${userName}`,
};
