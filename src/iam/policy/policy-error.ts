/** The error for a policy document that IAM would refuse, or that has two possible meanings; the message is one line. */
export class PolicySyntaxError extends Error {
  override readonly name = 'PolicySyntaxError';

  constructor(message: string, cause?: Error) {
    super(message, cause && { cause });
  }
}
