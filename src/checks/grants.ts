import { parseIdentityPolicy, PolicySyntaxError, type PolicyDocument, type Statement } from '../iam';
import { attribute, isList, nestedBlocks, textOf, Unknown, type Model, type Resource, type Value } from '../terraform';
import { isSameName, names, valueNames, type Answer } from './ownership';

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
export function policiesOf(model: Model, roles: readonly Resource[], roleName: string): PolicySource[] {
  const sources = model.resources.flatMap((resource): PolicySource[] => {
    if (resource.mode === 'data') return [];
    switch (resource.type) {
      case 'aws_iam_role_policy':
        return rolePolicy(resource, names(model, resource, 'role', 'aws_iam_role', roleName));
      case 'aws_iam_role_policy_attachment':
        return attached(model, resource, names(model, resource, 'role', 'aws_iam_role', roleName), ['policy_arn']);
      case 'aws_iam_role_policy_attachments_exclusive':
        return attached(model, resource, names(model, resource, 'role_name', 'aws_iam_role', roleName), [
          'policy_arns',
        ]);
      case 'aws_iam_policy_attachment':
        return attached(model, resource, listed(model, resource, 'roles', roleName), ['policy_arn']);
      default:
        return [];
    }
  });
  return [
    ...sources,
    ...roles.flatMap((role) => [...inlinePolicies(role), ...attached(model, role, 'yes', ['managed_policy_arns'])]),
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
  if (value instanceof Unknown) return []; // whether it is settled otherwise is a question of its own
  return nestedBlocks(role.values, 'inline_policy').flatMap((block): PolicySource[] => {
    if (block instanceof Unknown) return [unreadable(role, 'inline_policy', 'inline', block.reason)];
    const name = textOf(block, 'name');
    const policy = textOf(block, 'policy');
    if ((policy === undefined || policy === '') && (name === undefined || name === '')) return []; // an empty block removes all
    return [documentOf(role, 'inline_policy', policy, 'inline', typeof name === 'string' ? name : undefined)];
  });
}

/** Managed policies by their ARNs; the document is known where the policy is in the input. */
function attached(model: Model, resource: Resource, isOurs: Answer, attributes: readonly string[]): PolicySource[] {
  if (isOurs === 'no') return [];
  return attributes.flatMap((name): PolicySource[] => {
    const value = attribute(resource.values, name);
    if (value === undefined || value === null) return [];
    if (value instanceof Unknown && name === 'managed_policy_arns') return [];
    const arns = isList(value) ? value : [value];
    return arns.map((arn) => {
      if (isOurs === 'maybe') return unreadable(resource, name, 'managed', 'which role it is for is not known');
      return managed(model, resource, name, arn);
    });
  });
}

function managed(model: Model, resource: Resource, attributeName: string, arn: Value): PolicySource {
  const policies = model.resources.filter(({ type, mode }) => type === 'aws_iam_policy' && mode === 'managed');
  const references =
    arn instanceof Unknown ? [...arn.references, ...(resource.references.get(attributeName) ?? [])] : [];
  const found = policies.filter((policy) => {
    if (typeof arn === 'string') {
      const own = textOf(policy.values, 'arn');
      const name = textOf(policy.values, 'name');
      if (typeof own === 'string') return own === arn;
      return (
        typeof name === 'string' &&
        arn.includes(':policy/') &&
        isSameName(arn.split('/').at(-1) ?? '', name) &&
        !arn.includes(':aws:policy/')
      );
    }
    return references.some(
      (reference) =>
        reference.startsWith(`aws_iam_policy.${policy.name}.`) || reference === `aws_iam_policy.${policy.name}`,
    );
  });
  const [policy] = found;
  const shown = typeof arn === 'string' ? arn : undefined;
  if (policy === undefined || found.length > 1) {
    return { ...unreadable(resource, attributeName, 'managed', 'its document is not in this input'), arn: shown };
  }
  return { ...documentOf(policy, 'policy', textOf(policy.values, 'policy'), 'managed', undefined), arn: shown };
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
