import { attribute, indexOf, isListedByIam, textOf, Unknown, type Resource } from '../../model';
import { attachments, exclusivesOf, inlinePolicies, listedIn, type Exclusive } from '../closed-roles/exclusives';
import {
  canBeDeclared,
  isOfRotation,
  otherPolicies,
  type DeclaredOthers,
  type UnknownOthers,
} from '../closed-roles/other-policies';
import { placeOf, type Context, type JudgedRole } from '../context';
import { sameAccount } from '../naming/identity-names';
import type { PolicySource } from '../grants/grants';
import { isGeneratedName } from '../naming/generated-name';
import { names } from '../naming/ownership';
import { soughtRole } from '../naming/sought-role';
import type { Found, Rule } from '../rule';

export const closedRole: Rule = {
  id: 'closed-role',
  severity: 'high',
  claim: 'After the apply, the role has only the policies of this input.',
  rationale:
    'A policy that somebody attached to the role by hand is not visible in a stack, or in a plan that creates the role. The two exclusive ' +
    'resources list all allowed policies and remove the others. A role that a plan creates has no policies yet, and a plan shows all of its arguments ' +
    'except a dynamic "inline_policy" block whose for_each is not known: if the input deploys no rotation, a contract can declare under "noOtherPolicies" that there is ' +
    'none, which is an assumption that --strict does not accept. ' +
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

function closed(
  context: Context,
  role: JudgedRole,
  kind: Exclusive,
  expected: readonly (string | undefined)[],
): Found[] {
  const { roleAttribute, listAttribute } = kind;
  const identity = soughtRole(role);
  const isFor = (resource: Resource) => names(context.model, { resource, attribute: 'role_name' }, identity);
  const exclusives = exclusivesOf(context.model, kind, identity);
  const [exclusive, ...more] = exclusives;
  if (exclusive === undefined) return withoutExclusive(context, role, kind, expected);
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

/** The role without an exclusive resource: each resource of it must show all its policies, or be created without others. */
function withoutExclusive(
  context: Context,
  role: JudgedRole,
  kind: Exclusive,
  expected: readonly (string | undefined)[],
): Found[] {
  const others = otherPolicies(context, role, kind.roleAttribute);
  switch (others.kind) {
    case 'unknown':
      return [missing(context, role, kind, expected, others)];
    case 'declared':
      return context.strict ? [onlyDeclared(context, role, others)] : writtenBefore(context, role);
    case 'none':
      return [];
  }
}

function firstRole({ roles }: JudgedRole): Resource | undefined {
  return roles[0];
}

function missing(
  context: Context,
  role: JudgedRole,
  { roleAttribute, type, listAttribute }: Exclusive,
  expected: readonly (string | undefined)[],
  others: UnknownOthers,
): Found {
  const resource = firstRole(role);
  const list = `[${expected.flatMap((item) => (item === undefined ? [] : [asWritten(item, listAttribute)])).join(',')}]`;
  return {
    verdict: 'undecided',
    place: resource === undefined ? { input: context.model.file } : placeOf(context, resource, roleAttribute),
    message: `${roleAttribute} of role "${role.roleName}" is not known, and no ${type} limits it${hasExpired(role, others)}`,
    remedy: `Add: resource "${type}" with role_name = ${roleReference(role)} and ${listAttribute} = ${list}.${declaration(context, roleAttribute, others)}`,
  };
}

function hasExpired({ contract }: JudgedRole, { expired }: UnknownOthers): string {
  if (expired === undefined) return '';
  return `; "noOtherPolicies" of contract "${contract.name}" accepted it until ${expired.expires} and has expired`;
}

/** The other remedy, if a contract can declare that the created role has no other policies. */
function declaration(context: Context, name: string, { roles }: UnknownOthers): string {
  if (isOfRotation(context) || name !== 'inline_policy' || !roles.every(canBeDeclared)) return '';
  const entries = roles.map(({ address }) => ({ address, reason: 'TODO', owner: 'TODO', expires: 'YEAR-MM-DD' }));
  return ` Or, if its configuration has no dynamic "inline_policy" block, declare that in the contract: "noOtherPolicies": ${JSON.stringify(entries)}.`;
}

/** The finding of --strict, which accepts no declaration. */
function onlyDeclared(context: Context, role: JudgedRole, { by: [entry] }: DeclaredOthers): Found {
  const { contract, roleName } = role;
  const resource = firstRole(role);
  const place = resource === undefined ? { input: context.model.file } : placeOf(context, resource, 'inline_policy');
  return {
    verdict: 'fail',
    place: {
      ...place,
      contract: contract.name,
      contractPointer: `/noOtherPolicies/${contract.noOtherPolicies.indexOf(entry)}`,
    },
    message: `inline_policy of role "${roleName}" is not known, and only "noOtherPolicies" of contract "${contract.name}" says that it has no other policy (${entry.reason}; ${entry.owner})`,
    remedy: closedRole.remedy,
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
