/** A policy document that IAM would refuse, or that could be read in two ways; the message is one line. */
export class PolicySyntaxError extends Error {
  override readonly name = 'PolicySyntaxError';

  constructor(message: string, cause?: Error) {
    super(message, cause && { cause });
  }
}
