import { createHash } from 'node:crypto';

/** What the resources of one environment are called. */
interface Names {
  /** The stack, and the start of every other name. */
  readonly stack: string;
  readonly stateMachine: string;
  readonly executionRole: string;
  readonly scheduleRole: string;
  readonly scheduleGroup: string;
}

/**
 * The names of an environment's resources. They come from the environment's name alone: a machine or a role that is
 * renamed is replaced, and a machine that is replaced ends the rotations that are waiting in it.
 */
export function namesOf(environment: string): Names {
  const stack = `keyturn-${environment}`;
  return {
    stack,
    stateMachine: stack,
    executionRole: `${stack}-execution`,
    scheduleRole: `${stack}-schedule`,
    scheduleGroup: stack,
  };
}

/** Whether a stack of this name is one of ours. */
export function isOurs(stack: string): boolean {
  return stack.startsWith(namesOf('').stack);
}

const longestScheduleName = 64;
const hashDigits = 16;
const legalScheduleName = /^[0-9A-Za-z_.-]{1,64}$/;
const hashedScheduleName = new RegExp(`-[0-9a-f]{${hashDigits}}$`);

/**
 * The name of a user's schedule: the user's own where EventBridge Scheduler takes it. Otherwise what it does not take
 * becomes `-`, and a hash of the user's name keeps two such users apart. A user whose own name ends like a hashed one
 * is hashed as well, so that nobody can be named into the schedule of another.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function scheduleName(userName: string): string {
  if (legalScheduleName.test(userName) && !hashedScheduleName.test(userName)) return userName;
  const hash = createHash('sha256').update(userName).digest('hex').slice(0, hashDigits);
  const readable = userName.replace(/[^0-9A-Za-z_.-]/gu, '-').slice(0, longestScheduleName - hashDigits - 1);
  return `${readable}-${hash}`;
}

/**
 * The tags on everything of an environment. The environment's own tags win, ignoring case, because IAM refuses two keys
 * that differ only in case. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export function tagsWithOurs(environment: string, own: Readonly<Record<string, string>>): Record<string, string> {
  const taken = new Set(Object.keys(own).map((key) => key.toLowerCase()));
  const ours = { Application: 'keyturn', Environment: environment };
  return { ...Object.fromEntries(Object.entries(ours).filter(([key]) => !taken.has(key.toLowerCase()))), ...own };
}

/** The description of each resource in the AWS console. */
export const descriptions = {
  executionRole: (environment: string) => `Rotates access keys of the ${environment} environment with five actions`,
  scheduleRole: (environment: string) => `Starts rotations of the ${environment} environment`,
  schedule: (userName: string) => `Rotates the access key of ${userName}`,
};
