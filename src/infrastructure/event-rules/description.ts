/** An event pattern, and the message that a target gets for an event that matches. */
export interface Matched {
  readonly pattern: string;
  /** Undefined if the target gets the event as it is. */
  readonly message: Message | undefined;
}

/** An input transformer: paths into the event, and the template that they fill. */
export interface Message {
  readonly paths: Readonly<Record<string, string>>;
  readonly template: string;
}

/** A rule on the default event bus. */
export interface EventRuleDescription extends Matched {
  /** Its name in Terraform. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** The Sid of the statement that lets the rule assume its role. */
  readonly sid: string;
  readonly description: string;
}
