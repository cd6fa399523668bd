export const strategies = ['delete-first', 'overlap', 'until-next-rotation'] as const;

/** In which order keys are made and deleted; see docs/how-it-works.md. */
export type Strategy = (typeof strategies)[number];

/** What `overlap` does when a user has two active access keys. */
export type TwoKeys = 'refuse' | 'replace-older';

/** An IAM user and the secret that holds its access key; only configured pairs are ever rotated. */
export interface Pair {
  readonly userName: string;
  readonly secretName: string;
}

/** The mail after a rotation. Subject and bodies may hold the placeholders of `mailPlaceholders`, in braces. */
export interface Mail {
  readonly source: string;
  readonly toAddresses: readonly string[];
  readonly ccAddresses: readonly string[];
  readonly bccAddresses: readonly string[];
  readonly replyToAddresses: readonly string[];
  readonly configurationSet?: string;
  readonly subject: string;
  readonly htmlBody: string;
  readonly textBody: string;
}

/** The parts of an access key that every successful CreateAccessKey returns. */
export type SecretField = 'UserName' | 'AccessKeyId' | 'SecretAccessKey' | 'Status';

/** What the secret's value is: the access key as AWS returns it, or fields under other names beside constant ones. */
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
