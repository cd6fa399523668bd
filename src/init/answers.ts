/** A user and the secret that holds its key, as a person confirmed them. */
export interface ConfirmedPair {
  readonly userName: string;
  readonly path: string;
  readonly secretName: string;
  /** The reason why the user needs an access key. */
  readonly reason: string;
}

/** The decisions of a person about a new project. */
export interface Answers {
  /** The name of the environment. */
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  readonly pairs: readonly ConfirmedPair[];
  readonly notification: {
    /** An address, or a name with an address: `Keys <keys@example.com>`. */
    readonly sender: string;
    /** The identity of SES that sends: an address or a domain. */
    readonly identity: string;
    readonly recipients: readonly string[];
  };
}
