import type { ResourcePlace } from '../../iam';
import type { DeployedTemplate } from '../../terraform';
import { Dice } from '../random';

/**
 * The embedded AWS as plain data. A call returns a new world and leaves the old one unchanged, so worlds can be kept and compared, and any of
 * them can be continued. Times are milliseconds since 1970.
 */
export interface World {
  readonly account: Account;
  readonly users: readonly User[];
  readonly secrets: readonly Secret[];
  /** Mails that SES accepted, oldest first. */
  readonly mails: readonly SentMail[];
  /** The seed of the ids, secrets and tokens that are still to be generated. */
  readonly seed: number;
}

/** The settings that do not change while executions run. */
export interface Account extends ResourcePlace {
  readonly lags: Lags;
  readonly readings: Readings;
  readonly mail: MailAccount;
}

/**
 * The time until a change in IAM is visible everywhere. AWS promises no number; the defaults are what people observe.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export interface Lags {
  /** Seconds until a new key works. */
  readonly newKeySeconds: number;
  /** Seconds until ListAccessKeys shows a change. */
  readonly listSeconds: number;
  /** Seconds for which a deleted key continues to work. */
  readonly deletedKeySeconds: number;
  /** Seconds for which a deleted key continues to count towards the quota. */
  readonly quotaSeconds: number;
}

/** Choices if AWS's documentation allows more than one interpretation. */
export interface Readings {
  /**
   * UpdateSecret with a token used before and the same value: according to the API reference it fails, according to the user guide it
   * succeeds without effect. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html,
   * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
   */
  readonly repeatedToken: 'succeeds' | 'fails';
  /**
   * An error that no API's model lists, such as access denied, reaches a state machine under the service's base exception or under its own
   * name: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html documents neither.
   */
  readonly errorNames: 'base' | 'own';
  /** ListAccessKeys promises no order. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
  readonly listed: 'by id' | 'oldest first' | 'newest first';
  /**
   * In the sandbox, SES may require ses:SendEmail on the identities of the recipients as well as on the sender's identity: people report
   * both.
   * https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
   */
  readonly sandboxRecipients: 'not authorised' | 'authorised';
  /**
   * Whether the condition keys of a mail's sender and recipients apply to ses:SendTemplatedEmail: the Service Authorization Reference lists them,
   * and the guide of SES names SendEmail and SendRawEmail alone.
   * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html,
   * https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
   */
  readonly templatedMailKeys: 'apply' | 'are absent';
}

export interface MailAccount {
  /** Verified addresses and domains. */
  readonly identities: readonly string[];
  readonly configurationSets: readonly string[];
  readonly templates: readonly DeployedTemplate[];
  /**
   * The configuration set of a mail that names none: the default of its identity.
   * https://docs.aws.amazon.com/ses/latest/dg/managing-configuration-sets.html
   */
  readonly defaultConfigurationSet?: string;
  /** A sandbox account sends only to verified recipients. */
  readonly sandbox: boolean;
  readonly paused: boolean;
}

export interface User {
  readonly name: string;
  /** The path; it begins and ends with `/`. */
  readonly path: string;
  /** The keys. Deleted keys stay, with the time of their deletion. */
  readonly keys: readonly AccessKey[];
}

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly status: 'Active' | 'Inactive' | 'Expired';
  readonly createdAt: number;
  readonly deletedAt?: number;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly versions: readonly SecretVersion[];
  /** The secret is scheduled for deletion: it keeps its name and accepts no update. */
  readonly pendingDeletion: boolean;
  /**
   * The customer managed KMS key that encrypts the secret; undefined for the AWS managed key, which everybody in the account can use through
   * Secrets Manager.
   */
  readonly key?: SecretKey;
}

/** The properties of a KMS key that a secret depends on. */
export interface SecretKey {
  readonly arn: string;
  /** Whether the key is enabled. A key that is disabled or scheduled for deletion encrypts nothing. */
  readonly enabled: boolean;
  /** The operations that the execution role can do with the key, by its key policy or the role's policy. */
  readonly allows: readonly SecretKeyAction[];
}

export const secretKeyActions = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;
export type SecretKeyAction = (typeof secretKeyActions)[number];

export interface SecretVersion {
  readonly id: string;
  readonly value: string;
  readonly labels: readonly string[];
  readonly createdAt: number;
}

export interface SentMail {
  readonly messageId: string;
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly html: string | undefined;
  readonly text: string | undefined;
  readonly configurationSet: string | undefined;
}

const defaultLags: Lags = { newKeySeconds: 10, listSeconds: 5, deletedKeySeconds: 5, quotaSeconds: 0 };

const defaultReadings: Readings = {
  repeatedToken: 'succeeds',
  errorNames: 'base',
  listed: 'by id',
  sandboxRecipients: 'not authorised',
  templatedMailKeys: 'apply',
};

export interface WorldOptions extends ResourcePlace {
  readonly seed?: number;
  readonly lags?: Partial<Lags>;
  readonly readings?: Partial<Readings>;
  readonly mail?: Partial<MailAccount>;
}

/** Creates an account without users. */
export function createWorld(options: WorldOptions): World {
  const { partition, region, accountId } = options;
  const account: Account = {
    partition,
    region,
    accountId,
    lags: { ...defaultLags, ...options.lags },
    readings: { ...defaultReadings, ...options.readings },
    mail: { identities: [], configurationSets: [], templates: [], sandbox: false, paused: false, ...options.mail },
  };
  return { account, users: [], secrets: [], mails: [], seed: options.seed ?? 1 };
}

/** Adds a user without access keys. */
export function addUser(world: World, name: string, path = '/'): World {
  return { ...world, users: [...world.users, { name, path, keys: [] }] };
}

/** Gives a user an access key, even beyond the quota: initial worlds can be unusual. */
export function addAccessKey(
  world: World,
  userName: string,
  key: { status?: AccessKey['status']; createdAt: number },
): [World, AccessKey] {
  const dice = new Dice(world.seed);
  const made = newAccessKey(dice, key.createdAt, key.status ?? 'Active');
  const users = world.users.map((user) => (user.name === userName ? { ...user, keys: [...user.keys, made] } : user));
  return [{ ...world, users, seed: dice.seed }, made];
}

/** Adds a secret, with a first version if a value is given. Its ARN gets six random characters, as in AWS. */
export function addSecret(
  world: World,
  name: string,
  value: string | undefined,
  createdAt: number,
  { pendingDeletion = false, key }: Partial<Pick<Secret, 'pendingDeletion' | 'key'>> = {},
): World {
  const { partition, region, accountId } = world.account;
  const dice = new Dice(world.seed);
  const suffix = dice.text(6, lettersAndDigits);
  const arn = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`;
  const first = { id: dice.uuid(), value: value ?? '', labels: ['AWSCURRENT'], createdAt };
  const secret = {
    name,
    arn,
    versions: value === undefined ? [] : [first],
    pendingDeletion,
    ...(key === undefined ? {} : { key }),
  };
  return { ...world, secrets: [...world.secrets, secret], seed: dice.seed };
}

const upperAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Creates an access key: `AKIA` and 16 characters, with a secret of 40.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function newAccessKey(dice: Dice, createdAt: number, status: AccessKey['status'] = 'Active'): AccessKey {
  const id = `AKIA${dice.text(16, upperAndDigits)}`;
  return { id, secret: dice.text(40, `${lettersAndDigits}+/`), status, createdAt };
}
