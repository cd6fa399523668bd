import { parseResourcePolicy, PolicySyntaxError, type PolicyDocument } from '../../iam';
import { nestedBlocks, textOf, Unknown, type Model, type Resource, type ValueObject } from '../../model';
import { grantTypes, resourcePolicyTypes } from '../resource-types/policies';
import { isByDefault } from './defaults';
import { grantsWithoutDocument } from './grants-without-document';
import { ownerOf, type Owner } from './owner';
import { once } from '../memoize';

/** One policy of a resource, or one grant that says the same without a document. */
export interface ResourcePolicySource {
  readonly resource: Resource;
  /** The argument that holds it. */
  readonly attribute: string;
  /** Undefined where it cannot be read, and `problem` says why. */
  readonly document: PolicyDocument | undefined;
  readonly problem: string | undefined;
  /** Who is granted it, where that is not known before the apply; the document then names nobody. */
  readonly unknownPrincipal: Unknown | undefined;
  readonly owner: Owner;
  /** It is on whatever its Resource says, and not on one resource alone. */
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
    const texts = textsAt(resource.values, path);
    return texts
      .filter((text) => text !== undefined && text !== '' && !isByDefault(resource, name, text))
      .map((text) => ({
        ...read(text, resource.sensitive.has(name)),
        resource,
        attribute: name,
        unknownPrincipal: undefined,
        owner: ownerOf(model, resource, type.of),
        isAccountWide: type.isAccountWide === true,
        isSensitive: resource.sensitive.has(name),
      }));
  });
}

/** The text at a path of at most one nested block. */
function textsAt(values: ValueObject, path: string): (string | Unknown | undefined)[] {
  const [name = path, inner] = path.split('.');
  if (inner === undefined) return [textOf(values, name)];
  return nestedBlocks(values, name).map((block) => (block instanceof Unknown ? block : textOf(block, inner)));
}

function read(
  text: string | Unknown | undefined,
  isSensitive: boolean,
): Pick<ResourcePolicySource, 'document' | 'problem'> {
  if (text === undefined || text instanceof Unknown) {
    return { document: undefined, problem: `it is not known: ${text?.reason ?? 'it is absent'}` };
  }
  try {
    return { document: parseResourcePolicy(text), problem: undefined };
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    return { document: undefined, problem: isSensitive ? 'it is no policy that AWS would take' : error.message };
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
