import { inputKinds, type Model, type Resource } from '../../model';
import { isIgnored, type Context, type JudgedResource } from '../context';
import { resourcePoliciesOf, type ResourcePolicySource } from '../resource-policies/sources';
import { isFor } from './target';
import { replicaTypes, subjectTypeOf, subjectTypes } from './types';

/** Everything that grants on the subject of a contract. */
interface PoliciesOfResource {
  /** Its policy, in the resource itself and in separate ones. */
  readonly documents: readonly ResourcePolicySource[];
  /** Permissions of an event bus and grants of a key: each is a statement without a document. */
  readonly grants: readonly ResourcePolicySource[];
  /** Policies and grants that may be for it. */
  readonly open: readonly ResourcePolicySource[];
  /** Replicas of the key without a policy: every identity whose policies allow it can use them. */
  readonly replicas: readonly Resource[];
}

/** @returns the policies and grants on a subject, and those that may be on it */
export function policiesOn(context: Context, subject: JudgedResource): PoliciesOfResource {
  const { model } = context;
  const type = subjectTypeOf(subject.resource.type) ?? '';
  const { policyType = '', grantTypes = [] } = subjectTypes[type] ?? {};
  const types = new Set([type, policyType, ...grantTypes]);
  const found = resourcePoliciesOf(model)
    .filter(({ resource }) => types.has(resource.type))
    .map((source) => ({ source, certainty: isFor(model, subject, source.resource) }))
    .filter(({ source, certainty }) => certainty !== 'maybe' || !isLeftOut(context, source.resource));
  const own = found.filter(({ certainty }) => certainty === 'yes').map(({ source }) => source);
  const documents = own.filter(({ resource }) => !grantTypes.includes(resource.type));
  return {
    documents: withoutReadBack(model, documents, policyType),
    grants: own.filter(({ resource }) => grantTypes.includes(resource.type)),
    open: found.filter(({ certainty }) => certainty === 'maybe').map(({ source }) => source),
    replicas: model.resources.filter(
      (resource) =>
        replicaTypes.includes(resource.type) &&
        types.has(resource.type) &&
        resource.mode === 'managed' &&
        !found.some(({ source }) => source.resource === resource) &&
        isFor(model, subject, resource) !== 'no' &&
        !isLeftOut(context, resource),
    ),
  };
}

/** A contract can leave out what may be for the subject, and a replica; what certainly grants on it is always judged. */
function isLeftOut(context: Context, { address }: Resource): boolean {
  return isIgnored(context, 'resource-inside-contract', address);
}

/**
 * Leaves out the policy that the provider only read back from AWS into the resource: its configuration does not have it, and a separate
 * resource writes it.
 */
function withoutReadBack(
  model: Model,
  documents: readonly ResourcePolicySource[],
  policyType: string,
): readonly ResourcePolicySource[] {
  if (!documents.some(({ resource }) => resource.type === policyType)) return documents;
  return documents.filter(
    ({ resource, attribute }) => resource.type === policyType || isWritten(model, resource, attribute) !== 'no',
  );
}

/** Whether somebody wrote the argument: a state does not say it. */
export function isWritten(model: Model, resource: Resource, attribute: string): 'yes' | 'no' | 'maybe' {
  if (inputKinds[model.kind].stage === 'written') return 'yes';
  if (resource.configured === undefined) return 'maybe';
  return resource.configured.has(attribute) ? 'yes' : 'no';
}
