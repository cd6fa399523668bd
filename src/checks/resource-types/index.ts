import { attribute, type Resource } from '../../model';
import { providers } from '../../../generated/resource-types';
import { grantTypes, resourcePolicyTypes } from './policies';
import { entryOf } from './table';
import { isEmpty, isUsed } from './used';

/**
 * The closed list of resource types: types that cannot give a role a right, types that can and are judged, types that can and are not
 * judged, and types that run code or change IAM during the apply. docs/decisions/0011-the-closed-list-of-types.md describes how it is made.
 */
export const typeListVersion = providers.join(', ');

type Standing =
  | { readonly kind: 'cannot-grant' | 'executor' | 'understood' | 'unknown' }
  | {
      readonly kind: 'not-understood';
      readonly why: string;
      readonly argument?: string;
      readonly strange?: readonly string[];
    };

/** The way in which a resource runs code or changes IAM during the apply; undefined if it does not. */
export function executionOf({ mode, type }: Resource): string | undefined {
  const entry = entryOf(mode, type);
  return entry?.class === 'executor' ? entry.reason : undefined;
}

/** The effect of one resource on a role. */
export function standingOf(resource: Resource): Standing {
  const { mode, type, values } = resource;
  const entry = entryOf(mode, type);
  if (entry === undefined) return { kind: 'unknown' };
  if (entry.class === 'executor') return { kind: 'executor' };
  const unknown = Object.keys(values).filter((name) => !entry.knows(name) && !isEmpty(values[name]));
  const [strange] = unknown;
  if (strange !== undefined) {
    return {
      kind: 'not-understood',
      why: `has an argument \`${strange}\` that is not in the list of types`,
      argument: strange,
      strange: unknown,
    };
  }
  if (entry.class === 'understood') return { kind: 'understood' };
  if (entry.class === 'granting') return { kind: 'not-understood', why: `can grant: it ${entry.reason}` };
  // A required argument was removed from this input.
  const missing = entry.grants.find((path) => entry.always.has(path) && (attribute(values, path) ?? null) === null);
  if (missing !== undefined) {
    return { kind: 'not-understood', why: `can grant through \`${missing}\`, which is not shown`, argument: missing };
  }
  const used = entry.grants.filter((path) => isUsed(resource, path));
  const unread = used.find((path) => !isRead(type, path));
  if (unread !== undefined) {
    const why = `can grant through \`${unread}\`, which Keyturn does not judge`;
    return { kind: 'not-understood', why, argument: unread.split('.')[0] ?? unread };
  }
  return { kind: used.length > 0 ? 'understood' : 'cannot-grant' };
}

/** Whether the rule on resource policies reads an argument. */
function isRead(type: string, path: string): boolean {
  const policy = Object.hasOwn(resourcePolicyTypes, type) ? resourcePolicyTypes[type] : undefined;
  if (policy?.attributes.includes(path)) return true;
  const grant = Object.hasOwn(grantTypes, type) ? grantTypes[type] : undefined;
  if (grant === undefined) return false;
  // A bucket has other ways to grant than its ACL; the other types are only grants.
  return policy === undefined || grant.principals.includes(path);
}
