import { executionPrefix, executionSeparator } from '../infrastructure/names';

/** The name of an execution that an operator starts for a user. `unique` distinguishes it from the others. */
export function executionName(userName: string, unique: string): string {
  return `${executionPrefix(userName)}${executionSeparator}${unique}`;
}

/** Reads the user from the name of an execution. A name that was not made from a user, such as a UUID, returns undefined. */
export function userReader(userNames: readonly string[]): (execution: string) => string | undefined {
  const users = new Map(userNames.map((name) => [executionPrefix(name), name]));
  return (execution) => {
    const end = execution.indexOf(executionSeparator);
    return end < 0 ? undefined : users.get(execution.slice(0, end));
  };
}
