import { attribute, isList, isObject, Unknown, unknownsIn, type Model, type Resource, type Value } from '../../model';
import { destinationOfLead, mentions, ofIdentity, type Destination } from '../naming/destination';
import { once } from '../../once';
import { isAssumedElsewhere } from '../naming/elsewhere';
import { isSameName } from '../naming/identity-names';
import type { NamedIdentity } from '../naming/ownership';
import { isBlockWithRole, isOfRole, roleNamingAt, type RoleNaming } from '../naming/role-arguments';
import { resourcePolicyArguments } from '../resource-types/policies';
import { destinationOfTexts } from './open-documents';
import { destinationOfTrust } from './unknown-trust';

/** The place where a resource mentions a role. `unknown` is a value that may be the role, and then the mention is not certain. */
export interface Mention {
  readonly attribute: string;
  readonly unknown: Unknown | undefined;
}

/** Arguments whose mention of the role other rules judge; `true` means all. */
const judgedElsewhere: ReadonlyMap<string, true | ReadonlySet<string>> = new Map<string, true | ReadonlySet<string>>([
  ['aws_iam_policy_attachment', true],
  ['aws_iam_role_policies_exclusive', true],
  ['aws_iam_role_policy', true],
  ['aws_iam_role_policy_attachment', true],
  ['aws_iam_role_policy_attachments_exclusive', true],
  // Rights of others on the role are not uses: its trust policy decides, and another rule reports who can change it.
  ['aws_iam_policy', new Set(['policy'])],
  ['aws_iam_user_policy', new Set(['policy'])],
  ['aws_iam_group_policy', new Set(['policy'])],
  ['aws_iam_role', new Set(['inline_policy'])],
]);

/** Attributes for people, without effect in AWS. */
const prose = new Set(['description', 'comment', 'tags', 'tags_all']);

/** The searched role: its name and ARN, and the resources that make it. */
export interface MentionedRole {
  readonly identity: NamedIdentity;
  readonly roles: readonly Resource[];
}

/** Searches for the role by its name and ARN, by references to it, and by values that can be the role. */
export function mentionIn(model: Model, role: MentionedRole): (resource: Resource) => Mention | undefined {
  const { name: roleName } = role.identity;
  const hasArn = arnSearch(roleName);
  const known = argumentsIn(model);
  return (resource) => {
    let unsure = nameOfRole(model, role, resource);
    for (const { name, names, arns, unknowns } of known.get(resource) ?? []) {
      if (names.some((text) => text.length === roleName.length && isSameName(text, roleName)) || arns.some(hasArn))
        return { attribute: name, unknown: undefined };
      for (const { path, unknown } of unknowns) {
        const answer = destinationAt({ model, role, resource }, path, unknown);
        if (answer === 'itself') return { attribute: name, unknown: undefined };
        if (answer === 'open') unsure ??= { attribute: name, unknown };
      }
    }
    return unsure;
  };
}

/** The texts of a value that can name a role. */
interface RoleTexts {
  /** The texts whose path mentions a role, which can be its name. */
  readonly names: string[];
  /** The texts that can contain its ARN. */
  readonly arns: string[];
}

/** An argument that names a role, or can do so. */
interface Argument extends RoleTexts {
  readonly name: string;
  readonly unknowns: ReturnType<typeof unknownsIn>;
}

/** The resources that name any role, or can do so, in their order. */
export function resourcesThatName(model: Model): readonly Resource[] {
  return [...argumentsIn(model).keys()];
}

/** The arguments that name any role. An input is read once for all roles, and most of its resources name none. */
const argumentsIn = once(({ resources }: Model): ReadonlyMap<Resource, readonly Argument[]> => {
  const found = new Map<Resource, readonly Argument[]>();
  for (const resource of resources) {
    const naming = argumentsOf(resource);
    if (naming.length > 0 || resource.type === 'aws_iam_role') found.set(resource, naming);
  }
  return found;
});

function argumentsOf(resource: Resource): readonly Argument[] {
  const skipped = judgedElsewhere.get(resource.type) ?? resourcePolicyArguments(resource.type);
  if (skipped === true) return [];
  const found: Argument[] = [];
  let texts: RoleTexts = { names: [], arns: [] };
  for (const name of Object.keys(resource.values)) {
    const value = resource.values[name];
    if (value === undefined || prose.has(name) || skipped.has(name)) continue;
    const holdsUnknown = collect(value, roleNamingAt(resource, [name]) !== undefined, texts);
    if (!holdsUnknown && texts.names.length + texts.arns.length === 0) continue;
    found.push({ name, ...texts, unknowns: holdsUnknown ? unknownsIn(value, [name]) : [] });
    texts = { names: [], arns: [] };
  }
  return found;
}

interface Looked {
  readonly model: Model;
  readonly role: MentionedRole;
  readonly resource: Resource;
}

/** Follows an unknown value at this path. A reference to the role's own resource counts in any place. */
function destinationAt({ model, role, resource }: Looked, path: readonly string[], unknown: Unknown): Destination {
  const [name = ''] = path;
  const naming = roleNamingAt(resource, path);
  const lead = model.leadOf?.(resource, unknown) ?? { kind: 'lost' };
  const isBlock = isWhole(path) && lead.kind !== 'known' && isBlockWithRole(resource, name);
  if (mentions(lead, role.roles)) return 'itself';
  if (naming === undefined && !isBlock) return 'elsewhere';
  if (isAssumedElsewhere(role.identity.elsewhere ?? [], resource, name)) return 'elsewhere';
  if (isBlock || naming === undefined) return 'open';
  if (resource.type === 'aws_iam_role' && name === 'assume_role_policy')
    return destinationOfTrust(model, lead, role.identity);
  return readers[naming](model, lead, role.identity);
}

/** Whether the path is an argument or an item of its list: a wholly unknown block may name the role inside. */
function isWhole([, ...inside]: readonly string[]): boolean {
  return inside.every((step) => /^\d+$/.test(step));
}

const readers: { readonly [naming in RoleNaming]: typeof destinationOfLead } = {
  name: destinationOfLead,
  texts: destinationOfTexts,
};

const perhapsInAccount = new Unknown('its provider may work in the account of the role');

/** Another role resource with an unknown name, or in an account that is not known, may make the same role. */
function nameOfRole(model: Model, { identity }: MentionedRole, resource: Resource): Mention | undefined {
  const name = resource.type === 'aws_iam_role' ? attribute(resource.values, 'name') : undefined;
  if (typeof name === 'string' && isSameName(name, identity.name))
    return ofIdentity(model, resource, identity) === 'open'
      ? { attribute: 'name', unknown: perhapsInAccount }
      : undefined;
  if (!(name instanceof Unknown) || isAssumedElsewhere(identity.elsewhere ?? [], resource, 'name')) return undefined;
  return ofIdentity(model, resource, identity) === 'open' ? { attribute: 'name', unknown: name } : undefined;
}

/** Collects the texts that can name a role; true if a part of the value is not known. It runs for every value of a plan. */
function collect(value: Value, isUnderRole: boolean, texts: RoleTexts): boolean {
  if (typeof value === 'string') return collectText(value, isUnderRole, texts);
  if (value instanceof Unknown) return true;
  let holdsUnknown = false;
  if (isList(value)) {
    for (const item of value) holdsUnknown = collect(item, isUnderRole, texts) || holdsUnknown;
  } else if (isObject(value)) {
    for (const name of Object.keys(value)) {
      const isHere = isUnderRole || isOfRole(name);
      collectText(name, isHere, texts);
      holdsUnknown = collect(value[name] ?? null, isHere, texts) || holdsUnknown;
    }
  }
  return holdsUnknown;
}

function collectText(text: string, isUnderRole: boolean, { names, arns }: RoleTexts): false {
  if (isUnderRole) names.push(text);
  if (anyArn.test(text)) arns.push(text);
  const plain = escapes.test(text) ? decoded(text) : text;
  if (plain !== text && anyArn.test(plain)) arns.push(plain);
  return false;
}

/** A part of every ARN of a role: see `arnSearch`. */
const anyArn = /role\//i;

/** Escapes of JSON and YAML, in which a document can write a letter of an ARN. */
const escapes = /\\[ux/\\\n\r]/i;

/** The text without its escapes; a document in a document has them twice. */
function decoded(text: string): string {
  let plain = text;
  for (let level = 0; level < mostLevels && escapes.test(plain); level += 1)
    plain = plain.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|\r?\n[ \t]*|([^]))/gi, (...[, long, short, other]) =>
      typeof other === 'string' ? other : fromCode(long ?? short),
    );
  return plain;
}

/** A line end after a backslash is not in the text. */
function fromCode(digits: unknown): string {
  return typeof digits === 'string' ? String.fromCharCode(parseInt(digits, 16)) : '';
}

const mostLevels = 8;

/**
 * Searches for the role's ARN, or that of a session of it, anywhere in a text: `role/`, then the name after a slash, in one word. IAM names ignore case.
 */
function arnSearch(roleName: string): (text: string) => boolean {
  const name = new RegExp(`/${roleName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w+=,.@-])`, 'i');
  const isArn = (word: string): boolean => {
    const role = word.search(anyArn);
    return role >= 0 && name.test(word.slice(role));
  };
  return (text) => name.test(text) && text.split(/["'\s]/).some(isArn);
}
