import { Unknown, type Resource } from '../../model';

/**
 * A policy that nobody wrote, of a resource that is only now created, is what AWS gives every new one: none, or one that hands the decision
 * on to the account. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function isByDefault({ configured, action }: Resource, name: string, value: unknown): boolean {
  const isNew = action === 'create' || action === 'delete,create' || action === 'create,delete';
  return value instanceof Unknown && isNew && configured !== undefined && !configured.has(name);
}
