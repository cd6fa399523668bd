import type { Document } from './documents';
import { jsonLiteral } from './literal';

/** Characters of all inline policies of a role, of a managed policy, and of a trust policy. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const rolePolicyLimit = 10_240;
export const managedPolicyLimit = 6_144;
export const trustPolicyLimit = 2_048;
/** Managed policies of a role, without a higher quota. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const mostManagedPolicies = 20;
/** Bytes of a definition. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const definitionLimit = 1_048_576;
/** Bytes of a key policy. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const keyPolicyLimit = 32_768;

/** IAM does not count white space. */
export function policySize(policy: Document): number {
  return jsonLiteral(policy).replace(/\s/g, '').length;
}
