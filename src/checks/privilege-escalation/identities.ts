import type { PolicyDocument } from '../../iam';
import {
  attribute,
  isList,
  nestedBlocks,
  textOf,
  Unknown,
  type Model,
  type Resource,
  type Value,
  type ValueObject,
} from '../../model';
import { identityPolicyIn } from '../policy-index';

/** A policy of an identity in the input: a role, a user, a group, or everyone with a managed policy. */
export interface IdentityPolicy {
  readonly resource: Resource;
  readonly attribute: string;
  /** The identity, such as: user "ops". */
  readonly who: string;
  /** The document; undefined if it is not known before the apply. */
  readonly content: PolicyDocument | { readonly managedByAws: string } | undefined;
}

/** A document that names no action of these services, by a wildcard or by an exception, is not read. */
const worthReading = /NotAction|\\|"(?:iam|states|[a-z]*[*?])/i;

/** Every policy of an identity in the input. */
export function identityPoliciesOf(model: Model): IdentityPolicy[] {
  return model.resources.flatMap((resource) => (resource.mode === 'data' ? [] : policiesIn(resource)));
}

function policiesIn(resource: Resource): IdentityPolicy[] {
  const { type, values } = resource;
  switch (type) {
    case 'aws_iam_role_policy':
    case 'aws_iam_user_policy':
    case 'aws_iam_group_policy': {
      const kind = type.slice('aws_iam_'.length, -'_policy'.length);
      return documentOf(resource, 'policy', values, named(kind, values[kind]));
    }
    case 'aws_iam_policy':
      return documentOf(resource, 'policy', values, `everyone who has ${named('policy', values.name)}`);
    case 'aws_iam_role':
      return [
        ...nestedBlocks(values, 'inline_policy').flatMap((block) =>
          block instanceof Unknown ? [] : documentOf(resource, 'inline_policy', block, named('role', values.name)),
        ),
        ...attached(resource, 'managed_policy_arns', named('role', values.name)),
      ];
    case 'aws_iam_role_policy_attachment':
    case 'aws_iam_user_policy_attachment':
    case 'aws_iam_group_policy_attachment': {
      const kind = type.slice('aws_iam_'.length, -'_policy_attachment'.length);
      return attached(resource, 'policy_arn', named(kind, values[kind]));
    }
    case 'aws_iam_role_policy_attachments_exclusive':
    case 'aws_iam_user_policy_attachments_exclusive':
    case 'aws_iam_group_policy_attachments_exclusive': {
      const kind = type.slice('aws_iam_'.length, -'_policy_attachments_exclusive'.length);
      return attached(resource, 'policy_arns', named(kind, values[`${kind}_name`]));
    }
    case 'aws_iam_policy_attachment':
      return attached(resource, 'policy_arn', 'those that it lists');
    default:
      return [];
  }
}

function named(kind: string, value: Value | undefined): string {
  return typeof value === 'string' ? `${kind} "${value}"` : `a ${kind} that is not known yet`;
}

/** @param holder the owner of the `policy` */
function documentOf(resource: Resource, name: string, holder: ValueObject, who: string): IdentityPolicy[] {
  const text = textOf(holder, 'policy');
  if (text === undefined || text === '') return [];
  if (text instanceof Unknown) return [{ resource, attribute: name, who, content: undefined }];
  if (!worthReading.test(text)) return [];
  const reading = identityPolicyIn(holder, 'policy');
  return [{ resource, attribute: name, who, content: reading.kind === 'document' ? reading.document : undefined }];
}

function attached(resource: Resource, name: string, who: string): IdentityPolicy[] {
  const value = attribute(resource.values, name);
  return (isList(value) ? value : [value ?? null]).flatMap((arn): IdentityPolicy[] =>
    typeof arn === 'string' ? [{ resource, attribute: name, who, content: { managedByAws: arn } }] : [],
  );
}
