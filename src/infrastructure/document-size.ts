import type { Document } from './documents';
import { jsonLiteral } from './literal';

/** Bytes of a definition. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const definitionLimit = 1_048_576;
/** Bytes of a key policy. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const keyPolicyLimit = 32_768;

/** IAM does not count white space. */
export function policySize(policy: Document): number {
  return jsonLiteral(policy).replace(/\s/g, '').length;
}
