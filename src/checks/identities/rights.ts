import type { PolicyDocument } from '../../iam';
import {
  attribute,
  isList,
  nestedBlocks,
  plainText,
  textOf,
  Unknown,
  type Model,
  type Resource,
  type Value,
  type ValueObject,
} from '../../model';
import { isDetached, isInlineReplaced } from '../grants/read-back';
import { identityPolicyIn, type PolicyReading } from '../policy-index';
import { arnLedTo, managedPoliciesNamed } from './managed-policies';

/** A source of rights of an identity: a document, a managed policy whose document is not in the input, or an unknown part. */
export type Right = {
  /** The resource with the document; for a managed policy in the input, that policy. */
  readonly resource: Resource;
  readonly attribute: string;
} & ({ readonly document: PolicyDocument } | { readonly arn: string } | { readonly problem: string });

/** A pattern that a document must match to be read, because most documents are not relevant. Undefined for all documents. */
type Worth = RegExp | undefined;

type RightsReader = (model: Model, resource: Resource, worth: Worth) => Right[];

const inline: RightsReader = (_, resource, worth) => rightsOfPolicy(resource, worth);
const attachedOne: RightsReader = (model, resource, worth) =>
  attached({ model, resource, argument: 'policy_arn', worth });
const attachedAll: RightsReader = (model, resource, worth) =>
  attached({ model, resource, argument: 'policy_arns', worth });

/** The rights that each type of resource gives to its identities. */
const readers = {
  aws_iam_user_policy: inline,
  aws_iam_group_policy: inline,
  aws_iam_role_policy: inline,
  aws_iam_user_policy_attachment: attachedOne,
  aws_iam_group_policy_attachment: attachedOne,
  aws_iam_role_policy_attachment: attachedOne,
  aws_iam_user_policy_attachments_exclusive: attachedAll,
  aws_iam_group_policy_attachments_exclusive: attachedAll,
  aws_iam_role_policy_attachments_exclusive: attachedAll,
  aws_iam_policy_attachment: attachedOne,
  aws_iam_role: (model, role, worth) => [
    ...inlineOf(model, role, worth),
    ...attached({ model, resource: role, argument: 'managed_policy_arns', worth }),
  ],
} satisfies { readonly [type: string]: RightsReader };

export type RightsGiver = keyof typeof readers;

export function givesRights(type: string): type is RightsGiver {
  return Object.hasOwn(readers, type);
}

/** The rights that a resource gives to its identities. */
export function rightsIn(model: Model, type: RightsGiver, resource: Resource, worth?: Worth): Right[] {
  return readers[type](model, resource, worth);
}

/** The rights in a managed policy, or in a policy that is a separate resource. */
export function rightsOfPolicy(resource: Resource, worth: Worth): Right[] {
  return isWorth(resource.values, 'policy', worth)
    ? rightOf({ resource, attribute: 'policy' }, identityPolicyIn(resource.values, 'policy'))
    : [];
}

function isWorth(holder: ValueObject, argument: string, worth: Worth): boolean {
  const text = worth === undefined ? undefined : textOf(holder, argument);
  return typeof text !== 'string' || worth?.test(text) === true;
}

/** The rights that a resource gives to a permission set of IAM Identity Center. */
export function rightsOfPermissionSet(model: Model, resource: Resource, worth: Worth): Right[] {
  if (resource.mode === 'data') return [];
  switch (resource.type) {
    case 'aws_ssoadmin_permission_set_inline_policy':
      return isWorth(resource.values, 'inline_policy', worth)
        ? rightOf({ resource, attribute: 'inline_policy' }, identityPolicyIn(resource.values, 'inline_policy'))
        : [];
    case 'aws_ssoadmin_managed_policy_attachment':
      return attached({ model, resource, argument: 'managed_policy_arn', worth });
    default:
      return [];
  }
}

function rightOf(place: Pick<Right, 'resource' | 'attribute'>, reading: PolicyReading): Right[] {
  switch (reading.kind) {
    case 'document':
      return [{ ...place, document: reading.document }];
    case 'absent':
      return [];
    case 'unknown':
      return [{ ...place, problem: reading.unknown.reason }];
    case 'refused':
      return [
        { ...place, problem: place.resource.sensitive.has(place.attribute) ? 'it cannot be read' : reading.problem },
      ];
  }
}

/** Policies that are written in a role itself, or that the provider read back from it. An unknown one is known after the apply. */
function inlineOf(model: Model, role: Resource, worth: Worth): Right[] {
  const place = { resource: role, attribute: 'inline_policy' };
  const roleName = plainText(role.values, 'name');
  return nestedBlocks(role.values, 'inline_policy').flatMap((block): Right[] => {
    if (block instanceof Unknown) return isWritten(role, 'inline_policy') ? [{ ...place, problem: block.reason }] : [];
    if (isInlineReplaced({ model, role, roleName }, block)) return [];
    if (!isWorth(block, 'policy', worth)) return [];
    return attribute(block, 'policy') === '' ? [] : rightOf(place, identityPolicyIn(block, 'policy'));
  });
}

/** An argument that is not written is read back after the role is created. It is empty then, unless another resource fills it. */
function isWritten({ configured, action }: Resource, argument: string): boolean {
  return configured === undefined || configured.has(argument) || action?.includes('create') !== true;
}

/** Managed policies, one or a list of them. */
function attached(naming: Naming): Right[] {
  const { model, resource, argument } = naming;
  const value = attribute(resource.values, argument);
  if (resource.type !== 'aws_iam_role') return listOf(value).flatMap((arn) => managed(naming, arn));
  if (value === undefined || (value instanceof Unknown && !isWritten(resource, argument))) return [];
  const role = { model, role: resource, roleName: plainText(resource.values, 'name') };
  return listOf(value)
    .filter((arn) => arn !== null && !isDetached(role, arn))
    .flatMap((arn) => managed(naming, arn));
}

function listOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [value ?? null];
}

/** The argument that names a managed policy. */
interface Naming {
  readonly model: Model;
  readonly resource: Resource;
  readonly argument: string;
  readonly worth: Worth;
}

function managed({ model, resource, argument, worth }: Naming, arn: Value): Right[] {
  const place = { resource, attribute: argument };
  const { policies, isAll } = managedPoliciesNamed(model, arn, resource, argument);
  const known = policies.flatMap((policy) => rightsOfPolicy(policy, worth));
  if (isAll) return known;
  if (typeof arn === 'string') return [{ ...place, arn }];
  const unknown = arn instanceof Unknown ? arn : new Unknown('it is not an ARN');
  const found = arnLedTo(model, unknown, resource);
  return [...known, found === undefined ? { ...place, problem: unknown.reason } : { ...place, arn: found }];
}
