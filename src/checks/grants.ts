import { parseIdentityPolicy, PolicySyntaxError, type PolicyDocument, type Statement } from '../iam';
import { attribute, isList, nestedBlocks, textOf, Unknown, type Model, type Resource, type Value } from '../terraform';
import { modulePrefix, names, valueNames, type Answer } from './ownership';

/** One policy that is, or may be, on a role. */
export interface PolicySource {
  readonly resource: Resource;
  /** The attribute that holds the document, or names the policy. */
  readonly attribute: string;
  /** What the policy is called, where it has a name of its own on the role. */
  readonly policyName: string | undefined;
  readonly kind: 'inline' | 'managed';
  /** Its document; undefined where it cannot be read, and `problem` says why. */
  readonly document: PolicyDocument | undefined;
  readonly problem: string | undefined;
  /** A managed policy is named by its ARN. */
  readonly arn: string | undefined;
  readonly isSensitive: boolean;
}

/** A statement that grants something, with the policy that it stands in. */
export interface Grant {
  readonly source: PolicySource;
  readonly document: PolicyDocument;
  readonly statement: Statement;
}

/** Everything in the input that gives the role identity policies. */
export function policiesOf(
  model: Model,
  roles: readonly Resource[],
  roleName: string,
  /** What the ARNs of the account's own policies begin with, up to their path. */
  ownPolicies: string,
): PolicySource[] {
  const attached = (resource: Resource, isOurs: Answer, attributeName: string) =>
    attachedBy(model, resource, isOurs, attributeName, ownPolicies);
  const sources = model.resources.flatMap((resource): PolicySource[] => {
    if (resource.mode === 'data') return [];
    switch (resource.type) {
      case 'aws_iam_role_policy':
        return rolePolicy(resource, names(model, resource, 'role', 'aws_iam_role', roleName));
      case 'aws_iam_role_policy_attachment':
        return attached(resource, names(model, resource, 'role', 'aws_iam_role', roleName), 'policy_arn');
      case 'aws_iam_role_policy_attachments_exclusive':
        return attached(resource, names(model, resource, 'role_name', 'aws_iam_role', roleName), 'policy_arns');
      case 'aws_iam_policy_attachment':
        return attached(resource, listed(model, resource, 'roles', roleName), 'policy_arn');
      default:
        return [];
    }
  });
  return [
    ...sources,
    ...roles.flatMap((role) => [...inlinePolicies(role), ...attached(role, 'yes', 'managed_policy_arns')]),
  ];
}

/** The Allow statements of all policies that can be read. Deny statements only take away, and rescue nothing. */
export function grantsOf(policies: readonly PolicySource[]): Grant[] {
  return policies.flatMap((source) =>
    source.document === undefined
      ? []
      : source.document.statements
          .filter(({ effect }) => effect === 'Allow')
          .map((statement) => ({ source, document: source.document as PolicyDocument, statement })),
  );
}

function rolePolicy(resource: Resource, isOurs: Answer): PolicySource[] {
  if (isOurs === 'no') return [];
  if (isOurs === 'maybe') return [unreadable(resource, 'role', 'inline', 'which role it is on is not known')];
  const name = textOf(resource.values, 'name');
  return [
    documentOf(
      resource,
      'policy',
      textOf(resource.values, 'policy'),
      'inline',
      typeof name === 'string' ? name : undefined,
    ),
  ];
}

/** Inline policies that are written in the role itself, or that the provider read back from it. */
function inlinePolicies(role: Resource): PolicySource[] {
  const value = attribute(role.values, 'inline_policy');
  if (value instanceof Unknown) {
    return isComputed(role, 'inline_policy') ? [] : [unreadable(role, 'inline_policy', 'inline', value.reason)];
  }
  return nestedBlocks(role.values, 'inline_policy').flatMap((block): PolicySource[] => {
    if (block instanceof Unknown) return [unreadable(role, 'inline_policy', 'inline', block.reason)];
    const name = textOf(block, 'name');
    const policy = textOf(block, 'policy');
    if ((policy === undefined || policy === '') && (name === undefined || name === '')) return []; // an empty block removes all
    return [documentOf(role, 'inline_policy', policy, 'inline', typeof name === 'string' ? name : undefined)];
  });
}

/** An argument that nobody wrote is read back after the apply; whether it is settled until then is a question of its own. */
function isComputed({ configured }: Resource, name: string): boolean {
  return configured !== undefined && !configured.has(name);
}

/** Managed policies by their ARNs; the document is known where the policy is in the input. */
function attachedBy(
  model: Model,
  resource: Resource,
  isOurs: Answer,
  name: string,
  ownPolicies: string,
): PolicySource[] {
  if (isOurs === 'no') return [];
  const value = attribute(resource.values, name);
  if (value === undefined || value === null) return [];
  if (value instanceof Unknown && name === 'managed_policy_arns' && isComputed(resource, name)) return [];
  const arns = isList(value) ? value : [value];
  return arns.map((arn) => {
    if (isOurs === 'maybe') return unreadable(resource, name, 'managed', 'which role it is for is not known');
    return managed(model, resource, name, arn, ownPolicies);
  });
}

function managed(model: Model, resource: Resource, name: string, arn: Value, ownPolicies: string): PolicySource {
  const references = arn instanceof Unknown ? [...arn.references, ...(resource.references.get(name) ?? [])] : [];
  const found = model.resources.filter(
    (policy) =>
      policy.type === 'aws_iam_policy' &&
      policy.mode === 'managed' &&
      (typeof arn === 'string'
        ? arnsOf(policy, ownPolicies).includes(arn)
        : isReferredTo(policy, resource, references)),
  );
  const [policy] = found;
  const shown = typeof arn === 'string' ? arn : undefined;
  if (policy === undefined || found.length > 1) {
    return { ...unreadable(resource, name, 'managed', 'its document is not in this input'), arn: shown };
  }
  return { ...documentOf(policy, 'policy', textOf(policy.values, 'policy'), 'managed', undefined), arn: shown };
}

/** The ARN of a policy as AWS gave it, or as it will: from its path and name. */
function arnsOf({ values }: Resource, ownPolicies: string): string[] {
  const arn = textOf(values, 'arn');
  if (typeof arn === 'string') return [arn];
  const [path, name] = [textOf(values, 'path') ?? '/', textOf(values, 'name')];
  return typeof path === 'string' && typeof name === 'string' ? [`${ownPolicies}${path}${name}`] : [];
}

function isReferredTo(policy: Resource, from: Resource, references: readonly string[]): boolean {
  const local = `aws_iam_policy.${policy.name}`;
  const isOnly = references.every((reference) => reference === local || reference.startsWith(`${local}.`));
  return references.length > 0 && isOnly && modulePrefix(policy) === modulePrefix(from);
}

function listed(model: Model, resource: Resource, attributeName: string, roleName: string): Answer {
  const value = attribute(resource.values, attributeName);
  if (value === undefined || value === null) return 'no';
  if (!isList(value)) return 'maybe';
  const answers = value.map((item) => valueNames(model, resource, item, attributeName, 'aws_iam_role', roleName));
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

function documentOf(
  resource: Resource,
  attributeName: string,
  text: string | Unknown | undefined,
  kind: PolicySource['kind'],
  policyName: string | undefined,
): PolicySource {
  const isSensitive = resource.sensitive.has(attributeName);
  const source = { resource, attribute: attributeName, policyName, kind, arn: undefined, isSensitive };
  if (text === undefined) return { ...source, document: undefined, problem: 'it has no document' };
  if (text instanceof Unknown) return { ...source, document: undefined, problem: `it is not known: ${text.reason}` };
  try {
    return { ...source, document: parseIdentityPolicy(text), problem: undefined };
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    const problem = isSensitive ? 'it is no policy document that IAM would take' : error.message;
    return { ...source, document: undefined, problem };
  }
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
    problem,
    arn: undefined,
    isSensitive: resource.sensitive.has(attributeName),
  };
}
