import type { ChoiceCondition } from '../asl';
import type { Strategy } from './strategies';

export const twoKeysChoices = ['refuse', 'replace-older'] as const;

/** What is done with a user who has two active access keys, where the strategy leaves it open. */
export type TwoKeys = (typeof twoKeysChoices)[number];

/** Addresses by the headers that they stand in. */
export interface Destination {
  readonly toAddresses: readonly string[];
  readonly ccAddresses: readonly string[];
  readonly bccAddresses: readonly string[];
}

/** An IAM user and the secret that holds its access key; only configured pairs are ever rotated. */
export interface Pair {
  readonly userName: string;
  readonly secretName: string;
  /** Who is told of a rotation of this user, if others are than of the rest. */
  readonly destination?: Destination;
}

/** The mail after a rotation. Subject and bodies may hold the placeholders of `mailPlaceholders`, in braces. */
export interface Mail extends Destination {
  readonly source: string;
  /** The ARN of the identity, if it is another account's. */
  readonly sourceArn?: string;
  readonly replyToAddresses: readonly string[];
  readonly configurationSet?: string;
  readonly subject: string;
  readonly htmlBody: string;
  readonly textBody: string;
}

/** The parts of an access key that every successful CreateAccessKey returns. */
export type SecretField = 'UserName' | 'AccessKeyId' | 'SecretAccessKey' | 'Status';

/** What the secret's value is: the access key as AWS returns it, or fields under other names and constant ones. */
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
  /** How long the previous key outlives the update of the secret (`overlap`), where the input does not say. */
  readonly gracePeriodSeconds: number;
  /** The longest grace period that an input may ask for. */
  readonly maxGracePeriodSeconds: number;
  /** How long a run waits after a change of its own before it believes a list of keys. */
  readonly settleSeconds: number;
  readonly mail: Mail;
  readonly secretFormat: SecretFormat;
}

/** How the parts of a rotation find the access keys that were there before it created its own. */
export interface KeysBefore {
  /** Path of their list. */
  readonly list: string;
  readonly hasDeletedOne: ChoiceCondition;
  /** Path of the id of the previous key; undefined if every key is deleted. */
  readonly previous: string | undefined;
}

/** What the states of one part of a rotation are made from. */
export interface StepOptions extends WorkflowOptions {
  readonly waitForOthersSeconds: number;
  readonly keysBefore: KeysBefore;
}
