import type { ChoiceCondition } from '../asl';
import { all, present } from './conditions';

/**
 * Errors that no API declares, such as access denied and throttling. In every case seen so far they have the name of the service's base
 * exception; AWS does not document whether they can also have their own names. Under the base exception only the cause distinguishes a refusal
 * from throttling.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export const undeclaredByIam = ['Iam.IamException', 'Iam.AccessDeniedException', 'Iam.ThrottlingException'];
export const undeclaredBySecretsManager = [
  'SecretsManager.SecretsManagerException',
  'SecretsManager.AccessDeniedException',
];

/** The path at which a catcher writes the cause of the error; no text contains this cause. */
const cause = '$.error.Cause';

function causeSays(pattern: string): ChoiceCondition {
  return all(present(cause), { Variable: cause, StringMatches: pattern });
}

/**
 * A policy of the role, a permissions boundary or a service control policy refuses the call.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const isDenied = causeSays('*not authorized*');

export const isThrottled = causeSays('*Rate exceeded*');

/** The role cannot use the KMS key of the secret. https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
export const isKeyDenied = causeSays('*Access to KMS is not allowed*');

/**
 * The next states of a failed call: the Choice of `failingBy` (failures.ts) for an error that may be a refusal, and the failure itself for
 * every other error.
 */
export interface Failure {
  readonly refused: string;
  readonly failed: string;
}

export function failure(name: string): Failure {
  return { refused: `Why${name}`, failed: name };
}
