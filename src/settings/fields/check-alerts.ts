import { mailAddress, webPage } from './check-mail';
import type { FieldCheck } from './fields';

const ENDPOINTS = 'write an e-mail address, an https address, or the ARN of a queue or a function';
const QUEUE_OR_FUNCTION =
  /^arn:aws(?:-[a-z]+)*:(?:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}|lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}(?::[\w-]{1,128})?)$/;
const KEY_ARN = /^arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,128}$/;

/** Checks an endpoint of a subscription. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export const subscriber: FieldCheck<string> = (endpoint) => {
  if (endpoint.startsWith('arn:'))
    return QUEUE_OR_FUNCTION.test(endpoint) ? undefined : `is not the ARN of a queue or a function; ${ENDPOINTS}`;
  if (endpoint.startsWith('http:')) return `is sent in clear text; ${ENDPOINTS}`;
  if (endpoint.startsWith('https:')) return webPage(endpoint);
  return endpoint.includes('@') ? mailAddress(endpoint) : `is not an endpoint of a subscription; ${ENDPOINTS}`;
};

export const kmsKeyArn: FieldCheck<string> = (arn) =>
  KEY_ARN.test(arn)
    ? undefined
    : 'is not the ARN of a key; write one such as "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"';
