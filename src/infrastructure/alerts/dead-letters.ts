import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Construct } from 'constructs';
import type { Document } from '../documents';
import { jsonLiteral } from '../literal';
import { setLogicalId } from '../logical-id';

const FOURTEEN_DAYS = 1_209_600;

/** A queue that keeps what could not be delivered, as long as SQS can. SSE-SQS needs no grant on a key. */
export function deadLetters(scope: Construct, id: string, name: string, policy?: Document): SqsQueue {
  const queue = new SqsQueue(scope, id, {
    name,
    messageRetentionSeconds: FOURTEEN_DAYS,
    sqsManagedSseEnabled: true,
    ...(policy === undefined ? {} : { policy: jsonLiteral(policy) }),
  });
  setLogicalId(queue, id);
  return queue;
}
