import type { Model, Resource } from '../../model';

export type Certainty = 'yes' | 'no' | 'maybe';

/** The name of a role, from its name or its ARN. */
export function roleNameOf(text: string): string {
  return text.startsWith('arn:') ? (text.split('/').at(-1) ?? text) : text;
}

/** IAM names are unique regardless of case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * Whether two resources are in one account. Two configurations of the provider may have the same account or not; that is known only if both are bound
 * to one.
 * https://developer.hashicorp.com/terraform/language/providers/configuration
 */
export function sameAccount({ providers }: Model, one: Resource, other: Resource): Certainty {
  if (one.providerKey === other.providerKey) return 'yes';
  const [left, right] = [one, other].map(
    ({ providerKey }) => providers.find(({ key }) => key === providerKey)?.accountId,
  );
  if (typeof left !== 'string' || typeof right !== 'string') return 'maybe';
  return left === right ? 'yes' : 'no';
}
