import { createHash } from 'node:crypto';

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
 * The names of an environment's resources. They depend only on the environment's name: a renamed machine or role is replaced, and a replaced machine
 * ends the rotations that are waiting in it.
 */
export function namesOf(environment: string): Names {
  const stack = `keyturn-${environment}`;
  return {
    stack,
    stateMachine: stack,
    executionRole: `${stack}-execution`,
    scheduleRole: `${stack}-schedule`,
    scheduleGroup: stack,
    alerts: `${stack}-alerts`,
    keyAge: `${stack}-key-age`,
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
  scheduleRole: (environment: string) => `Starts rotations of the ${environment} environment`,
  alertRole: (environment: string) => `Publishes alerts of the ${environment} environment`,
  alertRule: (environment: string) => `Rotations of the ${environment} environment that did not succeed`,
  keyAgeRule: (environment: string) =>
    `Access keys that are too old, from AWS Config, for the ${environment} environment`,
  historyKey: (environment: string) => `Encrypts the execution history of the ${environment} environment`,
  schedule: (userName: string) => `Rotates the access key of ${userName}`,
};
