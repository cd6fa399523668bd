import { isList, isObject, textOf, Unknown, unknownsIn, type Model, type Resource, type Value } from '../../model';
import type { JudgedRole } from '../context';
import { isSameName, modulePrefix } from '../grants/ownership';
import { resourcePolicyArguments } from '../resource-types/policies';

/** Where a resource mentions a role; not surely where an unknown value may turn out to be the role. */
interface Mention {
  readonly attribute: string;
  readonly isSure: boolean;
}

/** Arguments whose mention of the role is judged by rules of their own; `true` stands for all. */
const judgedElsewhere: ReadonlyMap<string, true | ReadonlySet<string>> = new Map<string, true | ReadonlySet<string>>([
  ['aws_iam_policy_attachment', true],
  ['aws_iam_role_policies_exclusive', true],
  ['aws_iam_role_policy', true],
  ['aws_iam_role_policy_attachment', true],
  ['aws_iam_role_policy_attachments_exclusive', true],
  // What others may do with the role is no use of it: its trust policy decides, and another rule tells who may change that.
  ['aws_iam_policy', new Set(['policy'])],
  ['aws_iam_user_policy', new Set(['policy'])],
  ['aws_iam_group_policy', new Set(['policy'])],
  ['aws_iam_role', new Set(['inline_policy'])],
]);

/** Attributes that people read and AWS does not act on. */
const prose = new Set(['description', 'comment', 'tags', 'tags_all']);

/** As much of a role as it is looked for by. */
export type MentionedRole = Pick<JudgedRole, 'roleName' | 'roles'>;

/** Looks for the role by its name and its ARN, by references to it, and by values that may be it. */
export function mentionIn(model: Model, role: MentionedRole): (resource: Resource) => Mention | undefined {
  const isNamedIn = namedBy(role.roleName);
  return (resource) => {
    const skipped = judgedElsewhere.get(resource.type) ?? resourcePolicyArguments(resource.type);
    if (skipped === true) return undefined;
    let unsure: Mention | undefined;
    for (const name of Object.keys(resource.values)) {
      const value = resource.values[name];
      if (value === undefined || prose.has(name) || skipped.has(name)) continue;
      if (isNamedIn(value, isOfRole(name))) return { attribute: name, isSure: true };
      if (!holdsUnknown(value)) continue;
      for (const { path, unknown } of unknownsIn(value, [name])) {
        const answers = referencesTo(resource, unknown, name).map((one) => isReference(model, role, resource, one));
        if (answers.includes('yes')) return { attribute: name, isSure: true };
        if (answers.includes('maybe') && path.some(isOfRole)) unsure ??= { attribute: name, isSure: false };
      }
    }
    return unsure;
  };
}

/**
 * Whether a text in a value is the role's ARN, or its name where the names that lead there speak of a role. Every value of a plan is looked
 * at, so nothing is made for any of them.
 */
function namedBy(roleName: string): (value: Value, isUnderRole: boolean) => boolean {
  const pattern = arnPattern(roleName);
  const isName = (text: string, isUnderRole: boolean): boolean =>
    text.length >= roleName.length && (pattern.test(text) || (isUnderRole && isSameName(text, roleName)));
  const isNamedIn = (value: Value, isUnderRole: boolean): boolean => {
    if (typeof value === 'string') return isName(value, isUnderRole);
    if (isList(value)) {
      for (const item of value) if (isNamedIn(item, isUnderRole)) return true;
    } else if (isObject(value)) {
      for (const name of Object.keys(value)) {
        const isHere = isUnderRole || isOfRole(name);
        if (isName(name, isHere) || isNamedIn(value[name] ?? null, isHere)) return true;
      }
    }
    return false;
  };
  return isNamedIn;
}

function holdsUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (isList(value)) return value.some(holdsUnknown);
  return isObject(value) && Object.values(value).some(holdsUnknown);
}

/** The role's ARN, or that of a session of it, anywhere in a text. IAM names ignore case. */
function arnPattern(roleName: string): RegExp {
  const name = roleName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:role|assumed-role)/(?:[^"'\\s]*/)?${name}(?![\\w+=,.@-])`, 'i');
}

function isOfRole(step: string): boolean {
  return /role/i.test(step);
}

function referencesTo(resource: Resource, { references }: Unknown, name: string): readonly string[] {
  return references.length > 0 ? references : (resource.references.get(name) ?? []);
}

/** Whether a reference leads to the role. What comes out of a module, a variable or a loop may be anything. */
function isReference(model: Model, role: MentionedRole, from: Resource, reference: string): 'yes' | 'no' | 'maybe' {
  const [first = '', second = '', third = ''] = reference.replaceAll('[', '.').split('.');
  const prefix = modulePrefix(from);
  if (first === 'aws_iam_role') {
    return role.roles.some((one) => one.name === second && modulePrefix(one) === prefix) ? 'yes' : 'no';
  }
  if (role.roles.every(isKnown)) return 'no';
  if (first === 'data' && second === 'aws_iam_role')
    return isRoleOfData(model, role, `${prefix}data.aws_iam_role.${third}`);
  if (first === 'module') {
    const isInside = role.roles.some(({ address }) => address.startsWith(`${prefix}module.${second}`));
    return isInside ? 'maybe' : 'no';
  }
  if (first === 'data') return second === 'terraform_remote_state' ? 'maybe' : 'no';
  return ['var', 'local', 'each', 'terraform_data'].includes(first) ? 'maybe' : 'no';
}

function isRoleOfData(model: Model, role: MentionedRole, address: string): 'yes' | 'no' | 'maybe' {
  const data = model.resources.find((resource) => resource.address === address);
  const name = data === undefined ? undefined : textOf(data.values, 'name');
  if (typeof name !== 'string') return 'maybe';
  return isSameName(name, role.roleName) ? 'yes' : 'no';
}

/** What is already known cannot be what an unknown value turns out to be. */
function isKnown({ values }: Resource): boolean {
  return typeof textOf(values, 'arn') === 'string';
}
