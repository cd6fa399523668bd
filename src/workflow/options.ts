import type { ChoiceCondition } from '../asl';
import type { Strategy } from './strategies';

export const twoKeysChoices = ['refuse', 'replace-older'] as const;

/** The action for a user with two active access keys, if the strategy allows a choice. */
export type TwoKeys = (typeof twoKeysChoices)[number];

/** Addresses by mail header. */
export interface Destination {
  readonly toAddresses: readonly string[];
  readonly ccAddresses: readonly string[];
  readonly bccAddresses: readonly string[];
}

/** An IAM user and the secret that holds its access key; only configured pairs are ever rotated. */
export interface Pair {
  readonly userName: string;
  readonly secretName: string;
  /** The recipients for this user, if they differ from those for the other users. */
  readonly destination?: Destination;
}

/** The mail after a rotation. Subject and bodies can contain the placeholders of `mailPlaceholders`, in braces. */
export interface Mail extends Destination {
  readonly source: string;
  /** The ARN of the identity, if it belongs to another account. */
  readonly sourceArn?: string;
  readonly replyToAddresses: readonly string[];
  readonly configurationSet?: string;
  /** The name of the SES template that replaces subject and bodies of the mail after a rotation. */
  readonly template?: string;
  readonly subject: string;
  readonly htmlBody: string;
  readonly textBody: string;
  /** A page for the recipients of the mail of a failure. */
  readonly runbookUrl?: string;
}

/** The parts of an access key that every successful CreateAccessKey returns. */
export type SecretField = 'UserName' | 'AccessKeyId' | 'SecretAccessKey' | 'Status';

/** The format of the secret's value: the access key as AWS returns it, or fields under other names, with constant ones. */
export type SecretFormat =
  | { readonly kind: 'access-key' }
  | {
      readonly kind: 'mapped';
      readonly fields: { readonly [name: string]: SecretField };
      readonly constants: { readonly [name: string]: string | number | boolean };
    };

export interface WorkflowOptions {
  readonly strategy: Strategy;
  readonly twoKeys: TwoKeys;
  readonly pairs: readonly Pair[];
  /** The AWS partition, such as `aws`; part of every Task's `Resource`. */
  readonly partition: string;
  /** The time from the update of the secret to the deletion of the previous key (`overlap`), if the input does not set it. */
  readonly gracePeriodSeconds: number;
  /** The longest grace period that an input can ask for. */
  readonly maxGracePeriodSeconds: number;
  /** The settle time: the time that a run waits after its own change before it uses a list of keys. */
  readonly settleSeconds: number;
  readonly mail: Mail;
  /** The recipients of users of other machines: machines that differ only in their pairs have the same states for all of them. */
  readonly destinationsOfOthers?: readonly Destination[];
  readonly secretFormat: SecretFormat;
}

/** Paths to the access keys that existed before the rotation created its own. */
export interface KeysBefore {
  /** Path of their list. */
  readonly list: string;
  readonly hasDeletedOne: ChoiceCondition;
  /** Path of the id of the previous key; undefined if every key is deleted. */
  readonly previous: string | undefined;
}

/** Input for the states of one part of a rotation. */
export interface StepOptions extends WorkflowOptions {
  readonly waitForOthersSeconds: number;
  readonly keysBefore: KeysBefore;
}
