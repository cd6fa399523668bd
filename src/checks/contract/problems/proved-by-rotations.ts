import type { ContractJson } from '../contract-json';
import type { ContractProblem } from './schema-problems';

/** Declarations about a role that the resources of a rotation prove, and what to do instead. */
const provedByRotations = {
  noOtherPolicies: 'give the role aws_iam_role_policies_exclusive and aws_iam_role_policy_attachments_exclusive',
  unknownDocuments: 'build the ARNs of its policies from names, so that a plan knows them',
} as const;

/** Refuses declarations about the role of a rotation. */
export function openRolesIn(json: ContractJson): ContractProblem[] {
  return Object.entries(provedByRotations)
    .filter(([name]) => json.pairs !== undefined && Object.hasOwn(json, name))
    .map(([path, instead]) => ({ path, words: `is not for a contract with "pairs"; ${instead}` }));
}
