import type { Resource } from '../../model';
import type { Context } from '../context';
import { declaredDocument } from './declared';

/** The assumptions about documents that a plan does not know, and about which a contract says what they allow. Reports print them among the first. */
export function unknownDocumentsAssumed(context: Context): string[] {
  const found = context.judged.flatMap((role) => {
    const { name, unknownDocuments } = role.contract;
    if (unknownDocuments.length === 0) return [];
    const documents: (readonly [Resource, string])[] = [
      ...role.roles.map((resource) => [resource, 'assume_role_policy'] as const),
      ...role.policies.map(({ resource, attribute }) => [resource, attribute] as const),
    ];
    return documents.flatMap(([resource, attributeName]) => {
      const declared = declaredDocument(context, role, resource, attributeName);
      if (declared.kind !== 'declared') return [];
      const { reason, owner, expires } = declared.entry;
      return `${attributeName} of ${resource.address}, which this plan does not know, allows nothing outside the lines: ${reason} (${owner}, until ${expires}; contract "${name}")`;
    });
  });
  return [...new Set(found)];
}
