import { Unknown, type Resource } from '../../model';

/**
 * The default policy of a new resource without a written policy: none, or one that delegates to the account.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function isByDefault({ configured, action }: Resource, name: string, value: unknown): boolean {
  const isNew = action === 'create' || action === 'delete,create' || action === 'create,delete';
  return value instanceof Unknown && isNew && configured !== undefined && !configured.has(name);
}
