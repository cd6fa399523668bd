import { attribute, nestedBlocks, textOf, Unknown, unknownsIn, textsIn, type Resource } from '../../terraform';
import { addressMatches, isIgnored, placeOf, type Context, type JudgedRole } from '../context';
import { isSameName, modulePrefix } from '../ownership';
import type { Found, Rule } from '../rule';

/** Types whose mention of the role is judged by rules of their own. */
const judgedElsewhere = new Set([
  'aws_iam_policy_attachment',
  'aws_iam_role_policies_exclusive',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_iam_role_policy_attachments_exclusive',
]);

/** What others may do with the role is no use of it, as the role's own trust policy decides; an account has many who may change roles. */
const policiesOfOthers = new Set(['aws_iam_policy', 'aws_iam_user_policy', 'aws_iam_group_policy']);

/** Attributes that people read and AWS does not act on. */
const prose = new Set(['description', 'comment', 'tags', 'tags_all']);

export const onlyNamedUses: Rule = {
  id: 'only-named-uses',
  severity: 'critical',
  claim: 'Nothing in the input runs as the role, or trusts it, but what the contract names.',
  rationale:
    'Whoever edits what runs as the role acts as the role: a second machine, a schedule, a function, an instance profile. And a role or ' +
    'a resource that trusts it gives it rights that its own policies do not show.',
  remedy: 'Give it a role of its own, or name it under "uses" in the contract.',
  invisibleIn: ['policy'],
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return context.judged.flatMap((role) => usesOf(context, role));
  },
};

function usesOf(context: Context, role: JudgedRole): Found[] {
  const mention = mentionOf(role.roleName);
  return context.model.resources.flatMap((resource): Found[] => {
    if (resource.mode === 'data' || judgedElsewhere.has(resource.type) || role.roles.includes(resource)) return [];
    if (context.model.kind === 'export' && policiesOfOthers.has(resource.type)) return [];
    if (isNamed(role, resource) || isIgnored(context, resource.address)) return [];
    const path = mentions(role, resource, mention);
    if (path === undefined) return [];
    return [
      {
        verdict: 'fail',
        place: { ...placeOf(context, resource, path), contract: role.contract.name, contractPointer: '/uses' },
        message: `${resource.address} uses role "${role.roleName}" in ${path}`,
        request: `${resource.type === 'aws_iam_role' ? 'sts:AssumeRole from it to' : 'a call made by it as'} ${role.roleArn}`,
        why: `contract "${role.contract.name}" names who may use the role, and this is not among them`,
        remedy: onlyNamedUses.remedy,
      },
    ];
  });
}

/** The role's ARN, or that of a session of it, anywhere in a text. IAM names ignore case. */
function mentionOf(roleName: string): RegExp {
  const name = roleName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:role|assumed-role)/(?:[^"'\\s]*/)?${name}(?![\\w+=,.@-])`, 'i');
}

/** The attribute by which the resource uses the role, if it does. */
function mentions(role: JudgedRole, resource: Resource, mention: RegExp): string | undefined {
  for (const [name, value] of Object.entries(resource.values)) {
    if (prose.has(name)) continue;
    for (const { path, text } of textsIn(value, [name])) {
      if (text.length < role.roleName.length) continue;
      if (mention.test(text)) return name;
      if (isSameName(text, role.roleName) && path.some((step) => /role/i.test(step))) return name;
    }
    if (unknownsIn(value).some(({ unknown }) => refersToRole(role, resource, unknown, name))) return name;
  }
  return undefined;
}

function refersToRole({ roles }: JudgedRole, resource: Resource, { references }: Unknown, name: string): boolean {
  const all = references.length > 0 ? references : (resource.references.get(name) ?? []);
  return roles.some((role) => {
    const local = `aws_iam_role.${role.name}`;
    const sameModule = modulePrefix(role) === modulePrefix(resource);
    return (
      sameModule &&
      all.some(
        (reference) => reference === local || reference.startsWith(`${local}.`) || reference.startsWith(`${local}[`),
      )
    );
  });
}

/** Whether the contract names this resource as one that runs as the role. */
function isNamed({ contract, machine }: JudgedRole, resource: Resource): boolean {
  if (machine?.resource === resource) return true;
  return contract.uses.some((use) => {
    if (use.kind === 'machine') {
      return resource.type === 'aws_sfn_state_machine' && textOf(resource.values, 'name') === use.name;
    }
    if (use.kind === 'address') return addressMatches(use.pattern, resource.address);
    if (resource.type !== 'aws_scheduler_schedule' || textOf(resource.values, 'group_name') !== use.group) return false;
    const [target] = nestedBlocks(resource.values, 'target');
    return target !== undefined && !(target instanceof Unknown) && typeof attribute(target, 'arn') === 'string';
  });
}
