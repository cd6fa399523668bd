import type { PolicyDocument } from '../../iam';
import { attribute, nestedBlocks, Unknown, type Model, type Resource, type ValueObject } from '../../model';
import { grantTypes, resourcePolicyTypes } from '../resource-types/policies';
import { isByDefault } from './defaults';
import { grantsWithoutDocument } from './grants-without-document';
import { ownerOf, type Owner } from './owner';
import { once } from '../../once';
import { resourcePolicyIn, type PolicyReading } from '../policy-index';

/** One policy of a resource, or one equivalent grant without a document. */
export interface ResourcePolicySource {
  readonly resource: Resource;
  /** The argument that holds it. */
  readonly attribute: string;
  /** Undefined if it cannot be read, and `problem` has the reason. */
  readonly document: PolicyDocument | undefined;
  readonly problem: string | undefined;
  /** It cannot be read because it is not known before the apply. */
  readonly isUnknown?: true;
  /** The principal, if it is not known before the apply; the document then names nobody. */
  readonly unknownPrincipal: Unknown | undefined;
  readonly owner: Owner;
  /** Its Resource decides what it applies to; it does not belong to one resource. */
  readonly isAccountWide: boolean;
  readonly isSensitive: boolean;
}

/** Every policy of a resource in the input. */
export const resourcePoliciesOf = once((model: Model): readonly ResourcePolicySource[] =>
  model.resources.flatMap((resource): ResourcePolicySource[] =>
    resource.mode === 'data' ? [] : [...documentsOf(model, resource), ...grantsOf(model, resource)],
  ),
);

function documentsOf(model: Model, resource: Resource): ResourcePolicySource[] {
  const type = Object.hasOwn(resourcePolicyTypes, resource.type) ? resourcePolicyTypes[resource.type] : undefined;
  if (type === undefined) return [];
  return type.attributes.flatMap((path): ResourcePolicySource[] => {
    const [name = path] = path.split('.');
    const isSensitive = resource.sensitive.has(name);
    return readingsAt(resource.values, path).flatMap((reading): ResourcePolicySource[] => {
      if (reading.kind === 'absent') return [];
      if (reading.kind === 'unknown' && isByDefault(resource, name, reading.unknown)) return [];
      return [
        {
          document: reading.kind === 'document' ? reading.document : undefined,
          problem: problemOf(reading, isSensitive),
          ...(reading.kind === 'unknown' ? { isUnknown: true } : {}),
          resource,
          attribute: name,
          unknownPrincipal: undefined,
          owner: ownerOf(model, resource, type.of),
          isAccountWide: type.isAccountWide === true,
          isSensitive,
        },
      ];
    });
  });
}

/** The policies at a path of at most one nested block. */
function readingsAt(values: ValueObject, path: string): PolicyReading[] {
  const [name = path, inner] = path.split('.');
  const holders = inner === undefined ? [values] : nestedBlocks(values, name);
  return holders.flatMap((holder): PolicyReading[] => {
    if (holder instanceof Unknown) return [{ kind: 'unknown', unknown: holder }];
    return attribute(holder, inner ?? name) === '' ? [] : [resourcePolicyIn(holder, inner ?? name)];
  });
}

function problemOf(reading: PolicyReading, isSensitive: boolean): string | undefined {
  switch (reading.kind) {
    case 'unknown':
      return `it is not known: ${reading.unknown.reason}`;
    case 'refused':
      return isSensitive ? 'it is not a valid policy' : reading.problem;
    default:
      return undefined;
  }
}

function grantsOf(model: Model, resource: Resource): ResourcePolicySource[] {
  const type = Object.hasOwn(grantTypes, resource.type) ? grantTypes[resource.type] : undefined;
  if (type === undefined) return [];
  return grantsWithoutDocument(resource, type).map((grant) => ({
    problem: undefined,
    document: undefined,
    unknownPrincipal: undefined,
    ...grant,
    resource,
    owner: ownerOf(model, resource, type.of),
    isAccountWide: false,
    isSensitive: resource.sensitive.has(grant.attribute),
  }));
}
