// The quotas of IAM: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html

/** Characters of all inline policies of a role, without white space. */
export const rolePolicyLimit = 10_240;
/** Characters of a managed policy, without white space. */
export const managedPolicyLimit = 6_144;
/** Characters of a trust policy. */
export const trustPolicyLimit = 2_048;
/** Managed policies of a role, without a higher quota. */
export const mostManagedPolicies = 20;
