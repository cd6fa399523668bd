/** Facts that a command reads from an account. Times are milliseconds since 1970. No value of a secret is among these facts. */

export interface KeyFacts {
  /** Undefined if only the credential report shows the key: it has no ids. */
  readonly id: string | undefined;
  readonly status: string;
  readonly createdAt: number;
  /** Undefined if it is not known, null if the key was never used. */
  readonly lastUsedAt: number | null | undefined;
  /** The service that it was last used with. */
  readonly lastUsedWith?: string;
}

export interface ExecutionFacts {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
}

/** A state that an execution entered. */
export interface EnteredState {
  readonly state: string;
  readonly at: number;
}

/** The state of an execution, without its data: AWS may withhold the error and the cause. */
export interface ExecutionState {
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

export interface ScheduleFacts {
  readonly state: string;
  /** The later of creation and last change. */
  readonly changedAt: number | undefined;
}

/** Something that a caller may not be allowed to read. */
export type Known<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

export interface UserFacts {
  readonly name: string;
  /** Whether the IAM user exists. */
  readonly exists: boolean;
  readonly keys: readonly KeyFacts[];
  readonly schedule: ScheduleFacts | undefined;
  /** The id of the access key in the current version of the secret; undefined if the version holds none of the user's form. */
  readonly secretKeyId: Known<string | undefined>;
}

/** The facts about one environment, all read within some seconds. */
export interface EnvironmentFacts {
  readonly at: number;
  /** The time of the credential report that the keys come from; undefined if the keys were listed. */
  readonly reportAt: number | undefined;
  readonly users: readonly UserFacts[];
  readonly executions: readonly ExecutionFacts[];
  /** The time since which executions were read. */
  readonly since: number;
}
