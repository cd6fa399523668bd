import {
  attribute,
  indexOf,
  inputKinds,
  isList,
  isListedByIam,
  textOf,
  Unknown,
  type Model,
  type Resource,
} from '../../model';
import { placeOf, type Context, type JudgedRole } from '../context';
import { sameAccount } from '../naming/identity-names';
import type { PolicySource } from '../grants/grants';
import { isGeneratedName } from '../naming/generated-name';
import { names, referredTo } from '../naming/ownership';
import { soughtRole } from '../naming/sought-role';
import type { Found, Rule } from '../rule';

export const closedRole: Rule = {
  id: 'closed-role',
  severity: 'high',
  claim: 'After the apply, the role has only the policies of this input.',
  rationale:
    'A policy that somebody attached to the role by hand is not visible in a stack, or in a plan that creates the role. The two exclusive ' +
    'resources list all allowed policies and remove the others. ' +
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive',
  remedy: 'Add an aws_iam_role_policies_exclusive and an aws_iam_role_policy_attachments_exclusive for the role.',
  needs: 'identities',
  example: { of: 'stack', change: { resource: { aws_iam_role_policies_exclusive: { execution: null } } } },
  judge(context) {
    if (context.judged.length === 0) return undefined;
    if (isListedByIam(context.model.kind)) return []; // it shows all policies of a role; a shortened list is undecided
    return context.judged.flatMap((role) => [
      ...closed(context, role, inlinePolicies, inlineNames(role)),
      ...closed(context, role, attachments, attachedArns(role)),
    ]);
  },
};

/** Names of the role's inline policies that are separate resources; the address of one whose name is not known. */
function inlineNames({ policies }: JudgedRole): (string | undefined)[] {
  return policies
    .filter(({ kind, resource }) => kind === 'inline' && resource.managed)
    .map((source) => source.policyName ?? referenceOf(source, 'aws_iam_role_policy'));
}

function attachedArns({ policies }: JudgedRole): (string | undefined)[] {
  return policies
    .filter(({ kind, resource }) => kind === 'managed' && resource.type !== 'aws_iam_role_policy_attachments_exclusive')
    .map((source) => source.arn ?? referenceOf(source, 'aws_iam_policy'));
}

/** A policy of the input in a list, by its address: no name and no ARN has this form. A policy that cannot be read may be that of another role. */
function referenceOf({ resource: { type, address }, document }: PolicySource, expected: string): string | undefined {
  return type === expected && document !== undefined ? `<${address}>` : undefined;
}

/**
 * The policies that an exclusive resource lists. A value that is made from policies of the input, and from nothing else, is one of them; a list
 * that is made so has at most these: the grants of each are judged, and a list without one is narrower.
 */
function listedIn(model: Model, exclusive: Resource, { listAttribute, policyType }: Exclusive): string[] | Unknown {
  const value = attribute(exclusive.values, listAttribute);
  const items = isList(value) ? value : value === undefined || value === null ? [] : [value];
  const listed: string[] = [];
  for (const item of items) {
    if (typeof item === 'string') listed.push(item);
    else {
      const made =
        item instanceof Unknown
          ? referredTo(model, item, { resource: exclusive, attribute: listAttribute }, policyType)
          : undefined;
      const names = (made ?? []).map((policy) => nameIn(policy, policyType));
      if (made === undefined || made.length === 0)
        return item instanceof Unknown ? item : new Unknown(`${listAttribute} is not a list of texts`);
      listed.push(...names);
    }
  }
  return listed;
}

/** The form in which the policies of the role have it: an inline policy by its name, if that is known. */
function nameIn(policy: Resource, policyType: Exclusive['policyType']): string {
  const name = policyType === 'aws_iam_role_policy' ? textOf(policy.values, 'name') : textOf(policy.values, 'arn');
  return typeof name === 'string' ? name : `<${policy.address}>`;
}

/** A resource that lists all allowed policies of one kind for a role. */
interface Exclusive {
  /** The role's own attribute with these policies. */
  readonly roleAttribute: 'inline_policy' | 'managed_policy_arns';
  readonly type: string;
  readonly listAttribute: string;
  readonly policyType: 'aws_iam_role_policy' | 'aws_iam_policy';
}

const inlinePolicies: Exclusive = {
  roleAttribute: 'inline_policy',
  type: 'aws_iam_role_policies_exclusive',
  listAttribute: 'policy_names',
  policyType: 'aws_iam_role_policy',
};

const attachments: Exclusive = {
  roleAttribute: 'managed_policy_arns',
  type: 'aws_iam_role_policy_attachments_exclusive',
  listAttribute: 'policy_arns',
  policyType: 'aws_iam_policy',
};

function closed(
  context: Context,
  role: JudgedRole,
  kind: Exclusive,
  expected: readonly (string | undefined)[],
): Found[] {
  const { roleAttribute, type, listAttribute } = kind;
  const identity = soughtRole(role);
  const isFor = (resource: Resource) => names(context.model, { resource, attribute: 'role_name' }, identity);
  const exclusives = context.model.resources.filter(
    (resource) => resource.type === type && resource.managed && isFor(resource) !== 'no',
  );
  const [exclusive, ...more] = exclusives;
  if (exclusive === undefined)
    return isShown(context, role, roleAttribute) ? [] : [missing(context, role, kind, expected)];
  const perhapsMore = exclusives.find((one) => isFor(one) === 'maybe');
  if (more.length > 0 && perhapsMore !== undefined) return [perhaps(context, role, perhapsMore)];
  if (more.length > 0)
    return [
      differing(
        context,
        role,
        exclusive,
        listAttribute,
        `${exclusives.length} of them manage the role and contradict each other`,
      ),
    ];
  if (isFor(exclusive) === 'maybe') return [perhaps(context, role, exclusive)];
  const list = listedIn(context.model, exclusive, kind);
  if (list instanceof Unknown) return [unknown(context, role, exclusive, listAttribute)];
  const unlisted = expected.filter((item) => item !== undefined && !list.includes(item));
  const surplus = list.filter((item) => !expected.includes(item));
  if (unlisted.length > 0)
    return [
      {
        ...differing(
          context,
          role,
          exclusive,
          listAttribute,
          `it does not list ${unlisted.join(', ')}, and so removes it`,
        ),
        remedy: `Remove ${unlisted.join(', ')} from the role, then plan and check again. If it belongs there, add it to ${listAttribute}.`,
      },
    ];
  if (surplus.length > 0 && roleAttribute === 'inline_policy') {
    const what = `it keeps ${surplus.join(', ')}, which is not in this input`;
    return [{ ...differing(context, role, exclusive, listAttribute, what), verdict: 'undecided' }];
  }
  return roleAttribute === 'inline_policy' ? writtenBefore(context, role) : [];
}

/** A replaced role loses its policies: the listed ones must be written again. */
function writtenBefore(context: Context, { roles, roleName, policies }: JudgedRole): Found[] {
  const created = roles.find(({ action, values }) => isCreated(action, values));
  if (created === undefined) return [];
  return policies
    .filter(
      ({ kind, resource }) => kind === 'inline' && resource.type !== 'aws_iam_role' && resource.action === 'no-op',
    )
    .map(({ resource }) => ({
      verdict: 'undecided',
      place: placeOf(context, resource),
      message: `${created.address} is created again, but ${resource.address} was written to the previous role, so the policy of that name on role "${roleName}" is not known`,
      remedy: `Plan with -replace='${resource.address}' as well, or add to it: lifecycle { replace_triggered_by = [${referenceTo(created, resource)}.unique_id] }.`,
    }));
}

/**
 * The reference of a resource next to a role to that role. It names an attribute that only a replacement changes; a reference to the whole role would
 * replace the policy at every change of a tag.
 * https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#replace_triggered_by
 */
function referenceTo(role: Resource, policy: Resource): string {
  const index = indexOf(role.address);
  if (index === undefined) return `${role.type}.${role.name}`;
  const key = typeof index === 'number' ? 'count.index' : 'each.key';
  return `${role.type}.${role.name}[${index === indexOf(policy.address) ? key : JSON.stringify(index)}]`;
}

function isCreated(action: string | undefined, values: Resource['values']): boolean {
  return action?.includes('create') === true && attribute(values, 'inline_policy') instanceof Unknown;
}

/** If the provider read the attribute back, or it is written in the role itself, all policies of the role are visible. */
function isShown({ model }: Context, { roles }: JudgedRole, name: string): boolean {
  return (
    inputKinds[model.kind].stage !== 'written' &&
    roles.every(({ values }) => {
      const value = attribute(values, name);
      return isList(value) && !value.some((item) => item instanceof Unknown);
    })
  );
}

function firstRole({ roles }: JudgedRole): Resource | undefined {
  return roles[0];
}

function missing(
  context: Context,
  role: JudgedRole,
  { roleAttribute, type, listAttribute }: Exclusive,
  expected: readonly (string | undefined)[],
): Found {
  const resource = firstRole(role);
  const list = `[${expected.flatMap((item) => (item === undefined ? [] : [asWritten(item, listAttribute)])).join(',')}]`;
  return {
    verdict: 'undecided',
    place: resource === undefined ? { input: context.model.file } : placeOf(context, resource, roleAttribute),
    message: `${roleAttribute} of role "${role.roleName}" is not known, and no ${type} limits it`,
    remedy: `Add: resource "${type}" with role_name = ${roleReference(role)} and ${listAttribute} = ${list}.`,
  };
}

function roleReference({ roleName, roles: [role] }: JudgedRole): string {
  return isGeneratedName(roleName) && role !== undefined ? `${role.address}.name` : JSON.stringify(roleName);
}

/** A policy as the list writes it: a literal, or a reference. */
function asWritten(item: string, listAttribute: string): string {
  const [, address] = /^<(.+)>$/.exec(item) ?? [];
  if (address === undefined) return JSON.stringify(item);
  return `${address}.${listAttribute === 'policy_arns' ? 'arn' : 'name'}`;
}

function unknown(context: Context, role: JudgedRole, exclusive: Resource, name: string): Found {
  const value = textOf(exclusive.values, name);
  return {
    verdict: 'undecided',
    place: placeOf(context, exclusive, name),
    message: `${name} of ${exclusive.address}, which closes role "${role.roleName}", is not known${value instanceof Unknown ? `: ${value.reason}` : ''}`,
    remedy: 'Write it as a literal.',
  };
}

function perhaps(context: Context, role: JudgedRole, exclusive: Resource): Found {
  const owner = firstRole(role);
  if (owner === undefined || sameAccount(context.model, exclusive, owner) !== 'maybe')
    return unknown(context, role, exclusive, 'role_name');
  return {
    verdict: 'undecided',
    place: placeOf(context, exclusive),
    message: `${exclusive.address} uses the provider "${exclusive.providerKey}", so Keyturn cannot decide whether it closes role "${role.roleName}"`,
    remedy: `Let it use the provider "${owner.providerKey}", as the role does.`,
  };
}

function differing(context: Context, role: JudgedRole, exclusive: Resource, name: string, what: string): Found {
  return {
    verdict: 'fail',
    place: placeOf(context, exclusive, name),
    message: `${exclusive.address} does not close role "${role.roleName}": ${what}`,
    remedy: `Let ${name} list exactly the policies of the role in this input.`,
  };
}
