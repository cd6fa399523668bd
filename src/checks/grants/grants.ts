import type { PolicyDocument, Statement } from '../../iam';
import { attribute, isList, nestedBlocks, textOf, Unknown, type Model, type Resource, type Value } from '../../model';
import type { Elsewhere } from '../contract/contract';
import { once } from '../../once';
import { ofType } from '../of-type';
import { identityPolicyIn, type PolicyReading } from '../policy-index';
import { sameAccount, type Certainty } from '../naming/identity-names';
import { declaredElsewhere } from '../naming/elsewhere';
import type { Answer } from '../rule';
import { names, referredTo, valueNames, type NamedIdentity } from '../naming/ownership';
import { withinBounds } from './bounds';
import { contradictedBy, isDetached, isInlineReplaced, isWrittenInState } from './read-back';

/** One policy that is, or may be, attached to a role. */
export interface PolicySource {
  readonly resource: Resource;
  /** The attribute with the document or the name of the policy. */
  readonly attribute: string;
  /** The name of an inline policy. */
  readonly policyName: string | undefined;
  readonly kind: 'inline' | 'managed';
  /** Its document; undefined if it cannot be read, and `problem` has the reason. */
  readonly document: PolicyDocument | undefined;
  /** The document's characters without white space, as IAM counts them; 0 without a document. */
  readonly size: number;
  readonly problem: string | undefined;
  /** The remedy, if it is not to write the document out. */
  readonly remedy?: string;
  readonly answers?: readonly Answer[];
  /** A managed policy is named by its ARN. */
  readonly arn: string | undefined;
  readonly isSensitive: boolean;
}

/** An Allow statement with its policy. */
export interface AllowStatement {
  readonly source: PolicySource;
  readonly document: PolicyDocument;
  readonly statement: Statement;
}

/** The role whose policies are looked for. */
interface PolicyOwner {
  readonly roles: readonly Resource[];
  readonly roleName: string;
  readonly partition: string;
  /** Empty if the input does not show it. */
  readonly accountId: string;
  readonly elsewhere: readonly Elsewhere[];
}

/** Everything in the input that gives the role identity policies. */
export function policiesOf(model: Model, policyOwner: PolicyOwner): PolicySource[] {
  const { roles, roleName, partition, accountId, elsewhere } = policyOwner;
  const [owner] = roles;
  const identity: NamedIdentity = { type: 'aws_iam_role', name: roleName, owner, accountId, partition, elsewhere };
  const ownPolicies = `arn:${partition}:iam::${accountId}:policy`;
  const isOurs = (resource: Resource, attributeName: string): Certainty =>
    names(model, { resource, attribute: attributeName }, identity);
  const attached = (resource: Resource, naming: string, answer: Certainty, attributeName: string) =>
    attachedBy({ model, resource, naming, attribute: attributeName, ownPolicies, owner }, answer);
  const sources = model.resources.flatMap((resource): PolicySource[] => {
    if (resource.mode === 'data') return [];
    switch (resource.type) {
      case 'aws_iam_role_policy':
        return rolePolicy(model, resource, isOurs(resource, 'role'), owner);
      case 'aws_iam_role_policy_attachment':
        return attached(resource, 'role', isOurs(resource, 'role'), 'policy_arn');
      case 'aws_iam_role_policy_attachments_exclusive':
        return attached(resource, 'role_name', isOurs(resource, 'role_name'), 'policy_arns');
      case 'aws_iam_policy_attachment':
        return attached(resource, 'roles', listed(model, resource, identity), 'policy_arn');
      default:
        return [];
    }
  });
  return withinBounds([
    ...sources,
    ...roles.flatMap((role) => [
      ...inlinePolicies(model, role, roleName),
      ...attachedBy(
        { model, resource: role, naming: 'name', attribute: 'managed_policy_arns', ownPolicies, owner: role },
        'yes',
        (arn) => isDetached({ model, role, roleName }, arn),
      ).map((source) => unlessContradicted({ model, role, roleName }, source, source.arn)),
    ]),
  ]);
}

/** The Allow statements of all readable policies. Deny statements are ignored: they only restrict. */
export const allowStatementsOf = once((policies: readonly PolicySource[]): readonly AllowStatement[] =>
  policies.flatMap((source) =>
    source.document === undefined
      ? []
      : source.document.statements
          .filter(({ effect }) => effect === 'Allow')
          .map((statement) => ({ source, document: source.document as PolicyDocument, statement })),
  ),
);

function rolePolicy(model: Model, resource: Resource, isOurs: Certainty, owner: Resource | undefined): PolicySource[] {
  if (isOurs === 'no') return [];
  if (isOurs === 'maybe') return [perhapsOurs(model, resource, 'role', 'inline', owner)];
  const name = textOf(resource.values, 'name');
  return [
    sourceOf(
      resource,
      'policy',
      identityPolicyIn(resource.values, 'policy'),
      'inline',
      typeof name === 'string' ? name : undefined,
    ),
  ];
}

/** Inline policies that are written in the role itself, or that the provider read back from it. */
function inlinePolicies(model: Model, role: Resource, roleName: string): PolicySource[] {
  const value = attribute(role.values, 'inline_policy');
  if (value instanceof Unknown) {
    return isReadBackLater(role, 'inline_policy') ? [] : [unreadable(role, 'inline_policy', 'inline', value.reason)];
  }
  return nestedBlocks(role.values, 'inline_policy').flatMap((block): PolicySource[] => {
    if (block instanceof Unknown) return [unreadable(role, 'inline_policy', 'inline', block.reason)];
    if (isInlineReplaced({ model, role, roleName }, block)) return [];
    const name = textOf(block, 'name');
    if (isWrittenInState({ model, role, roleName }, name)) return [];
    const policy = textOf(block, 'policy');
    if ((policy === undefined || policy === '') && (name === undefined || name === '')) return []; // an empty block removes all
    const reading = identityPolicyIn(block, 'policy');
    const source = sourceOf(role, 'inline_policy', reading, 'inline', typeof name === 'string' ? name : undefined);
    return [unlessContradicted({ model, role, roleName }, source, source.policyName)];
  });
}

/** A policy in the state of the role that the role's exclusive resource removed: it may or may not exist. */
function unlessContradicted(
  readBack: { readonly model: Model; readonly role: Resource; readonly roleName: string },
  source: PolicySource,
  policy: string | undefined,
): PolicySource {
  const { kind, resource } = source;
  const attributeName = kind === 'inline' ? 'inline_policy' : 'managed_policy_arns';
  const by = contradictedBy(readBack, attributeName, policy);
  if (by === undefined) return source;
  return {
    ...unreadable(resource, attributeName, kind, `it has ${policy ?? ''}, which ${by.address} does not list`),
    remedy: 'Run terraform apply -refresh-only, so that Terraform reads the role again, and check the new state.',
  };
}

/**
 * An argument that is not written is read back after the role is created. An existing role keeps what was read back, so there the argument
 * must come from a `dynamic` block, which a plan does not show.
 */
export function isReadBackLater({ configured, action }: Resource, name: string): boolean {
  return configured !== undefined && !configured.has(name) && action?.includes('create') === true;
}

interface Attachment {
  readonly model: Model;
  readonly resource: Resource;
  /** The attribute that names the role. */
  readonly naming: string;
  /** The attribute with the ARN, or with a list of them. */
  readonly attribute: string;
  /** The prefix of the ARNs of the account's own policies, up to their path. */
  readonly ownPolicies: string;
  readonly owner: Resource | undefined;
}

/** Managed policies by their ARNs; the document is known if the policy is in the input. */
function attachedBy(
  { model, resource, naming, attribute: name, ownPolicies, owner }: Attachment,
  isOurs: Certainty,
  isGone: (arn: Value) => boolean = () => false,
): PolicySource[] {
  if (isOurs === 'no') return [];
  const value = attribute(resource.values, name) ?? null;
  if (value === null && name === 'policy_arn')
    return [unreadable(resource, name, 'managed', 'it does not show which policy')];
  if (value === null) return [];
  if (value instanceof Unknown && name === 'managed_policy_arns' && isReadBackLater(resource, name)) return [];
  const arns = (isList(value) ? value : [value]).filter((arn) => !isGone(arn));
  return arns.flatMap((arn) => {
    if (isOurs === 'maybe') return [perhapsOurs(model, resource, naming, 'managed', owner)];
    return managed(model, resource, name, arn, ownPolicies);
  });
}

/** The policies that one value attaches. A value that is made from policies of the input alone attaches at most these, so each is judged. */
function managed(model: Model, resource: Resource, name: string, arn: Value, ownPolicies: string): PolicySource[] {
  const found =
    arn instanceof Unknown
      ? (referredTo(model, arn, { resource, attribute: name }, 'aws_iam_policy') ?? [])
      : ofType(model, 'aws_iam_policy').filter(
          (policy) => policy.mode === 'managed' && typeof arn === 'string' && arnsOf(policy, ownPolicies).includes(arn),
        );
  const shown = typeof arn === 'string' ? arn : undefined;
  if (found.length === 0 || (found.length > 1 && shown !== undefined))
    return [{ ...unreadable(resource, name, 'managed', 'its document is not in this input'), arn: shown }];
  return found.map((policy) => ({
    ...sourceOf(policy, 'policy', identityPolicyIn(policy.values, 'policy'), 'managed', undefined),
    arn: shown,
  }));
}

/** The ARN of a policy: from AWS, or computed from its path and name. */
function arnsOf({ values }: Resource, ownPolicies: string): string[] {
  const arn = textOf(values, 'arn');
  if (typeof arn === 'string') return [arn];
  const [path, name] = [textOf(values, 'path') ?? '/', textOf(values, 'name')];
  return typeof path === 'string' && typeof name === 'string' ? [`${ownPolicies}${path}${name}`] : [];
}

function listed(model: Model, resource: Resource, identity: NamedIdentity): Certainty {
  const value = attribute(resource.values, 'roles');
  if (value === undefined || value === null) return 'no';
  const items = isList(value) ? value : [value];
  const answers = items.map((item) => valueNames(model, item, { resource, attribute: 'roles' }, identity));
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

function sourceOf(
  resource: Resource,
  attributeName: string,
  reading: PolicyReading,
  kind: PolicySource['kind'],
  policyName: string | undefined,
): PolicySource {
  const isSensitive = resource.sensitive.has(attributeName);
  const source = { resource, attribute: attributeName, policyName, kind, arn: undefined, isSensitive };
  return reading.kind === 'document'
    ? { ...source, document: reading.document, size: reading.size, problem: undefined }
    : { ...source, document: undefined, size: 0, problem: whyUnread(reading, isSensitive) };
}

function whyUnread(reading: Exclude<PolicyReading, { kind: 'document' }>, isSensitive: boolean): string {
  switch (reading.kind) {
    case 'absent':
      return 'it has no document';
    case 'unknown':
      return `it is not known: ${reading.unknown.reason}`;
    case 'refused':
      return isSensitive ? 'it is not a valid IAM policy document' : reading.problem;
  }
}

/** The policy may belong to another role, or to one of the same name in another account. */
function perhapsOurs(
  model: Model,
  resource: Resource,
  attributeName: string,
  kind: PolicySource['kind'],
  owner: Resource | undefined,
): PolicySource {
  if (owner === undefined || sameAccount(model, resource, owner) !== 'maybe') {
    const known = `Name the role in ${attributeName} so that it is known before the apply`;
    return {
      ...unreadable(resource, attributeName, kind, 'its role is not known'),
      ...declaredElsewhere(known, { address: resource.address, attribute: attributeName }),
    };
  }
  const [own, roles] = [resource.providerKey, owner.providerKey];
  return {
    ...unreadable(
      resource,
      attributeName,
      kind,
      `it uses the provider "${own}", which may or may not work in the account of "${roles}"`,
    ),
    remedy: `Bind both providers to their accounts: allowed_account_ids in "${own}" and in "${roles}".`,
  };
}

function unreadable(
  resource: Resource,
  attributeName: string,
  kind: PolicySource['kind'],
  problem: string,
): PolicySource {
  return {
    resource,
    attribute: attributeName,
    policyName: undefined,
    kind,
    document: undefined,
    size: 0,
    problem,
    arn: undefined,
    isSensitive: resource.sensitive.has(attributeName),
  };
}
