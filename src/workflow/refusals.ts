import type { ChoiceCondition } from '../asl';
import { all, present } from './conditions';

/**
 * Errors that no API declares, such as access denied and throttling, come under the service's base exception, as far as anybody has seen, or
 * under names of their own; AWS does not say. Under the base exception only the cause differs between a refusal and throttling.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export const undeclaredByIam = ['Iam.IamException', 'Iam.AccessDeniedException', 'Iam.ThrottlingException'];
export const undeclaredBySecretsManager = [
  'SecretsManager.SecretsManagerException',
  'SecretsManager.AccessDeniedException',
];

/** Where a catcher puts the error; no text is made of its cause. */
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

/** Where a failed call goes: an error that may be a refusal to the Choice of `failingBy` (failures.ts), every other error to the failure itself. */
export interface Failure {
  readonly refused: string;
  readonly failed: string;
}

export function failure(name: string): Failure {
  return { refused: `Why${name}`, failed: name };
}
