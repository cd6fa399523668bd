/** One user of a file, as it is written there. */
export interface WrittenUser {
  /** The line where it begins. */
  readonly line: number;
  /** The values that are written, by the names of their columns. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** The users of a file, and a line of text for each problem that is already known. */
export interface WrittenUsers {
  readonly users: readonly WrittenUser[];
  readonly problems: readonly string[];
}

/** The columns of a CSV file of users, and the members of each user in YAML and JSON. */
export const userColumns = {
  required: ['userName', 'secretName'],
  known: [
    'userName',
    'path',
    'secretName',
    'secretKmsKeyArn',
    'shard',
    'gracePeriodSeconds',
    'schedule',
    'recipients',
    'environments',
  ],
} as const;
