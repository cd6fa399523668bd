import type { FieldCheck } from './fields';

const TARGET =
  /^arn:aws(?:-[a-z]+)*:(?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}|sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}|events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]{1,256})$/;
const FINDING = /^[A-Za-z0-9]+:[A-Za-z0-9]+\/[A-Za-z0-9.!]+$/;

/** Checks the source of a custom event. Only AWS sends events whose source begins with `aws.`. */
export const eventSource: FieldCheck<string> = (source) => {
  if (/^aws\./i.test(source))
    return 'begins with "aws.", which only AWS can send; write a source such as "com.example.keys"';
  return /^[\w./-]{1,256}$/.test(source)
    ? undefined
    : 'must be 1 to 256 letters, digits and "._/-"; write a source such as "com.example.keys"';
};

export const detailType: FieldCheck<string> = (type) =>
  type.trim() !== '' && type.length <= 128 && !/\p{Cc}/u.test(type)
    ? undefined
    : 'must have 1 to 128 characters; write a type such as "Access key leaked"';

export const findingType: FieldCheck<string> = (type) =>
  FINDING.test(type)
    ? undefined
    : 'is not the type of a finding; write one such as "CredentialAccess:IAMUser/CompromisedCredentials"';

/** Checks the ARN of a topic, a queue or an event bus. A FIFO queue or topic would need a group for each message. */
export const targetArn: FieldCheck<string> = (arn) => {
  if (arn.endsWith('.fifo')) return 'is FIFO; write the ARN of a standard topic, a standard queue or an event bus';
  return TARGET.test(arn)
    ? undefined
    : 'is not the ARN of a topic, a queue or an event bus; write one such as "arn:aws:sns:eu-central-1:111122223333:rotations"';
};
