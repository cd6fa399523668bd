import type { SecretFormat } from '../workflow';
import type { MailSettings } from './schema/notification';
import type { RotationSettings } from './schema/rotation';
import type { ScheduleFields } from './schema/schedule';
import type { AssumeRoleSettings } from './schema/access';
import type { Limits } from './schema/load';
import type { AlertSettings } from './schema/sections/alerts';
import type { HistoryFields } from './schema/sections/history';
import type { EventSettings } from './schema/sections/events';
import type { BackendArgument } from './schema/state';

export type { SecretFormat, Strategy } from '../workflow';
export type { AlertSettings } from './schema/sections/alerts';
export type { EventSettings } from './schema/sections/events';
export type { Limits } from './schema/load';

/** The settings of a user, validated, with every default filled in, and frozen. */
export interface Settings {
  readonly environments: readonly EnvironmentSettings[];
  /** The digest of the settings as written; absent if they do not come from a file. */
  readonly written?: string;
}

/** One stack: a machine, its role and its schedules in one account and region. */
export interface EnvironmentSettings extends RotationSettings {
  /** Part of names: `keyturn-NAME`, `keyturn-NAME-execution`. */
  readonly name: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, …; follows from the region. */
  readonly partition: string;
  /** The longest grace period, in seconds, that an execution's input can ask for. */
  readonly maxGracePeriodSeconds: number;
  readonly users: readonly UserSettings[];
  /** The most users of a shard; absent if no user has a shard. */
  readonly usersPerShard?: number;
  /** The schedule of users without one of their own; absent if no user has a shard. */
  readonly commonSchedule?: ScheduleSettings;
  /** The role that Terraform assumes. */
  readonly assumeRole?: AssumeRoleSettings;
  /** The profile that Terraform takes credentials from. */
  readonly profile?: string;
  readonly notification: NotificationSettings;
  readonly secretFormat: SecretFormat;
  /** Absent if the environment has no alerts of its own. */
  readonly alerts?: AlertSettings;
  /** Absent if no event starts a rotation or reports one. */
  readonly events?: EventSettings;
  /** Optional sections that are left out on purpose; absent if none is. */
  readonly leftOut?: readonly ('alerts' | 'events')[];
  readonly tags: Readonly<Record<string, string>>;
  readonly state: StateSettings;
  /** Absent if nothing about the encryption of the history is written. */
  readonly history?: HistorySettings;
  /** The rates of the account; absent if none is written. */
  readonly limits?: Limits;
}

/** The protection of the execution history. The ARNs have no placeholders any more. */
export interface HistorySettings extends Omit<HistoryFields, 'deployers' | 'readers'> {
  readonly deployers: readonly string[];
  readonly readers: readonly string[];
}

/** The place where Terraform keeps the state of an environment; the local file next to the settings has no arguments. */
export interface StateSettings {
  /** The name in Terraform; `none` if the runner of Terraform sets the backend. */
  readonly backend: string;
  readonly arguments: Readonly<Record<string, BackendArgument>>;
}

export interface UserSettings {
  readonly name: string;
  /** Begins and ends with `/`. */
  readonly path: string;
  readonly secretName: string;
  /** The customer managed KMS key of the secret; absent if it uses the key of Secrets Manager. */
  readonly secretKmsKeyArn?: string;
  /** The machine and the role of the user; absent in an environment that has one of each. Either all users of an environment have it, or none. */
  readonly shard?: string;
  readonly gracePeriodSeconds: number;
  readonly schedule: ScheduleSettings;
  /** Recipients in addition to those of the environment; absent if there are none. */
  readonly recipients?: MailboxSettings;
}

export interface ScheduleSettings extends Omit<ScheduleFields, 'retry' | 'enabled'> {
  /** Absent unless the schedule is paused: settings without pauses have the digest that they had before there were any. */
  readonly enabled?: false;
  /** Seconds after the scheduled time at which a start is given up. */
  readonly retryMaxAgeSeconds: number;
  readonly retryMaxAttempts: number;
}

export interface NotificationSettings extends MailSettings {
  /** SES identities (addresses, domains) that can verify the sender. */
  readonly identities: readonly string[];
  readonly recipients: RecipientSettings;
}

export interface MailboxSettings {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

export interface RecipientSettings extends MailboxSettings {
  readonly replyTo: readonly string[];
}
