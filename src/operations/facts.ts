import type { Watch } from './alerts/watch';

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

/** The id of the access key in the current version of a secret; undefined if the version holds none of the user's form. */
export type SecretKey =
  /** `isAbsent`: there is no secret, or it has no value. */
  | { readonly known: true; readonly value: string | undefined; readonly isAbsent?: true }
  | { readonly known: false; readonly why: string; readonly isScheduledForDeletion?: true };

export interface UserFacts {
  readonly name: string;
  /** Whether the IAM user exists. */
  readonly exists: boolean;
  /** Its path in IAM; left out if it is not known. */
  readonly path?: string | undefined;
  readonly keys: readonly KeyFacts[];
  readonly schedule: ScheduleFacts | undefined;
  readonly secretKeyId: SecretKey;
}

export interface AlarmFacts {
  readonly name: string;
  readonly state: string;
  /** The time of its last change of state. */
  readonly since: number | undefined;
  /** Whether it publishes to the topic of the environment. */
  readonly notifies: boolean;
}

/** A queue of dead letters. Only its attributes are read: a message that is read is hidden from others for a while. */
export interface QueueFacts {
  readonly name: string;
  /** The number of its messages, which AWS calls approximate; undefined if there is no such queue. */
  readonly messages: Known<number | undefined>;
}

export interface SubscriptionFacts {
  readonly protocol: string;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

/** The resources of the section `alerts` as they are. */
export interface AlertFacts {
  /** The resources that there should be. */
  readonly watch: Watch;
  readonly alarms: Known<readonly AlarmFacts[]>;
  readonly queues: readonly QueueFacts[];
  /** Undefined if there is no such topic. */
  readonly subscriptions: Known<readonly SubscriptionFacts[] | undefined>;
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
  /** Undefined if the settings have no section `alerts`. */
  readonly alerts: AlertFacts | undefined;
  /** Whether SES has verified an identity of the sender. */
  readonly isSenderVerified: Known<boolean>;
}
