import { createHash } from 'node:crypto';
import { scheduleName } from '../infrastructure/names';

/** The part of an execution's name before the sign that separates the user from the rest. Names of schedules never contain the sign. */
const separator = '+';
const longest = 40;
const hashDigits = 16;

/**
 * The beginning of the names of a user's executions: the name of the user's schedule, cut to 40 characters with a hash if it is longer. A name has at
 * most 80 characters. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
function prefixOf(userName: string): string {
  const name = scheduleName(userName);
  if (name.length <= longest) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, hashDigits);
  return `${name.slice(0, longest - hashDigits - 1)}-${hash}`;
}

/** The name of an execution that an operator starts for a user. `unique` distinguishes it from the others. */
export function executionName(userName: string, unique: string): string {
  return `${prefixOf(userName)}${separator}${unique}`;
}

/** Reads the user from the name of an execution. A name that was not made from a user, such as a UUID, returns undefined. */
export function userReader(userNames: readonly string[]): (execution: string) => string | undefined {
  const users = new Map(userNames.map((name) => [prefixOf(name), name]));
  return (execution) => {
    const end = execution.indexOf(separator);
    return end < 0 ? undefined : users.get(execution.slice(0, end));
  };
}
