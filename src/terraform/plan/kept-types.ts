/** Whether the provider keeps the arguments of this type as they are written; it hashes or normalises those of others. */
export function keepsAsWritten(type: string): boolean {
  return type.startsWith('aws_iam_') || type.startsWith('aws_sfn_') || type.startsWith('aws_scheduler_');
}
