import { overlaps } from '../../iam';
import {
  attribute,
  textOf,
  textsIn,
  Unknown,
  unknownsIn,
  type Lead,
  type Model,
  type Resource,
  type Value,
} from '../../model';
import { isGeneratedName } from './generated-name';
import { isSameName, roleNameOf, sameAccount } from './identity-names';

/** A role, a user or a group that an unknown value can turn out to be. */
export interface Sought {
  readonly type: 'aws_iam_role' | 'aws_iam_user' | 'aws_iam_group';
  readonly name: string;
  /** Its own resource: with another configuration of the provider, the same name can belong to another identity. */
  readonly owner?: Resource | undefined;
  /** The ARN; undefined or empty if the input does not show it. */
  readonly accountId?: string | undefined;
  readonly partition?: string | undefined;
}

/** The destination of an unknown value: the searched identity, certainly something else, or not known. */
export type Destination = 'itself' | 'elsewhere' | 'open';

/** The destination of an unknown value of a resource. It leads elsewhere only if that is proved. */
export function destinationOf(model: Model, from: Resource, unknown: Unknown, sought: Sought): Destination {
  return model.leadOf === undefined ? 'open' : destinationOfLead(model, model.leadOf(from, unknown), sought);
}

export function destinationOfLead(model: Model, lead: Lead, sought: Sought): Destination {
  switch (lead.kind) {
    case 'computed':
      return 'elsewhere';
    case 'known':
    case 'key':
      return namesIt(lead.value, sought) ? 'itself' : 'elsewhere';
    case 'attribute':
      return ofAttribute(model, lead.resource, lead.name, sought);
    case 'one-of':
      return ofOneOf(model, lead.leads, sought);
    case 'text':
      return canBe(lead.pieces, sought) ? 'open' : 'elsewhere';
    case 'json':
    case 'lost':
      return 'open';
  }
}

/** Whether a value is or contains the name or the ARN of the identity. */
export function namesIt(value: Value, { name }: Sought): boolean {
  return [...textsIn(value)].some(({ text }) => isSameName(roleNameOf(text), name));
}

/**
 * Follows an expression that shows only its references. A known reference (a switch, the key of an instance) proves nothing alone, so another one
 * must lead elsewhere.
 */
function ofOneOf(model: Model, leads: readonly Lead[], sought: Sought): Destination {
  const found = leads.filter((lead) => !isNeutral(lead, sought)).map((lead) => destinationOfLead(model, lead, sought));
  const [first = 'open'] = found;
  return found.every((one) => one === first) ? first : 'open';
}

function isNeutral(lead: Lead, sought: Sought): boolean {
  if (lead.kind === 'one-of') return lead.leads.every((one) => isNeutral(one, sought));
  if (lead.kind === 'attribute' && lead.name !== undefined && lead.resource.type !== sought.type)
    return lead.name === 'account_id' || neverNamesIdentity(lead.resource, lead.name);
  return (lead.kind === 'known' || lead.kind === 'key') && !namesIt(lead.value, sought);
}

/** Whether a text with these known pieces can be the name or the ARN of the identity. */
function canBe(pieces: readonly (string | Lead)[], sought: Sought): boolean {
  const pattern = patternOf({ kind: 'text', pieces }, sought).toLowerCase();
  return [sought.name, ...arnsOf(sought)].some((form) => overlaps(pattern, form.toLowerCase()));
}

/** https://docs.aws.amazon.com/general/latest/gr/aws-arns-and-namespaces.html */
const partitions = ['aws', 'aws-cn', 'aws-us-gov'];

/** Every possible ARN of the identity, and those of the sessions of a role. */
function arnsOf({ type, name, owner, accountId, partition }: Sought): string[] {
  const kind = type.slice('aws_iam_'.length);
  const account = accountId === undefined || accountId === '' ? '*' : accountId;
  const path = owner === undefined ? undefined : (textOf(owner.values, 'path') ?? '/');
  const paths = typeof path === 'string' ? [path] : ['/', '/*/'];
  return (partition === undefined ? partitions : [partition]).flatMap((one) => [
    ...paths.map((of) => `arn:${one}:iam::${account}:${kind}${of}${name}`),
    ...(kind === 'role' ? [`arn:${one}:sts::${account}:assumed-role/${name}/*`] : []),
  ]);
}

function patternOf(piece: string | Lead, sought: Sought): string {
  if (typeof piece === 'string') return piece;
  if (piece.kind === 'text') return piece.pieces.map((one) => patternOf(one, sought)).join('');
  if (piece.kind === 'attribute') return patternOfData(piece.resource, piece.name, sought);
  if (piece.kind !== 'known' && piece.kind !== 'key') return '*';
  const { value } = piece;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '*';
}

/** An account has twelve digits. The identity is only in its own partition. */
function patternOfData({ mode, type }: Resource, name: string | undefined, { partition = '*' }: Sought): string {
  if (mode === 'data' && type === 'aws_caller_identity' && name === 'account_id') return '?'.repeat(12);
  return mode === 'data' && type === 'aws_partition' && name === 'partition' ? partition : '*';
}

/** Attributes of an identity that others use to name it. */
const identifying: ReadonlySet<string> = new Set(['arn', 'id', 'name', 'unique_id']);

/** The argument that a data source uses to look an identity up. */
const lookedUpBy: { readonly [type in Sought['type']]: string } = {
  aws_iam_role: 'name',
  aws_iam_user: 'user_name',
  aws_iam_group: 'group_name',
};

function ofAttribute(model: Model, resource: Resource, name: string | undefined, sought: Sought): Destination {
  const { type, mode } = resource;
  if (type === sought.type) {
    if (mode === 'data') return ofLookUp(model, resource, sought);
    return name === undefined || identifying.has(name) ? ofIdentity(model, resource, sought) : 'open';
  }
  if (type === 'aws_iam_service_linked_role' && name !== undefined && identifying.has(name))
    return /^AWSServiceRole/i.test(sought.name) ? 'open' : 'elsewhere';
  if (name === 'account_id') return /^\d{12}$/.test(sought.name) ? 'open' : 'elsewhere';
  return name !== undefined && neverNamesIdentity(resource, name) ? 'elsewhere' : 'open';
}

/**
 * ARNs and URLs that AWS gives to other resources. They contain a colon, which no name does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
function neverNamesIdentity({ type, mode }: Resource, name: string): boolean {
  if (!type.startsWith('aws_') || /^aws_(?:arn|caller_identity|iam_(?:group|role|session|user))/.test(type))
    return false;
  if (mode === 'data' && type.startsWith('aws_iam_')) return false;
  return /^(?:\w+_)?(?:arn|url)$/.test(name) && !/credential|group|iam|identity|issuer|principal|role|user/.test(name);
}

function ofLookUp(model: Model, resource: Resource, sought: Sought): Destination {
  const name = textOf(resource.values, lookedUpBy[sought.type]);
  if (name instanceof Unknown) return destinationOf(model, resource, name, sought);
  if (name === undefined) return 'open';
  return isSameName(name, sought.name) ? inAccountOf(model, resource, sought) : 'elsewhere';
}

function inAccountOf(model: Model, resource: Resource, { owner }: Sought): Destination {
  const answer = owner === undefined ? 'yes' : sameAccount(model, resource, owner);
  return answer === 'yes' ? 'itself' : answer === 'no' ? 'elsewhere' : 'open';
}

/** Whether a resource of the same type is the identity. */
export function ofIdentity(model: Model, resource: Resource, sought: Sought): Destination {
  const name = attribute(resource.values, 'name') ?? null;
  if (typeof name !== 'string' && resource === sought.owner && isGeneratedName(sought.name)) return 'itself';
  if (typeof name === 'string')
    return isSameName(name, sought.name) ? inAccountOf(model, resource, sought) : 'elsewhere';
  if (isMadeBesides(model, resource, sought)) return 'elsewhere';
  if (name === null || (name instanceof Unknown && name.origin.kind === 'computed'))
    return isGenerated(resource, sought.name) ? 'open' : 'elsewhere';
  return name instanceof Unknown ? destinationOf(model, resource, name, sought) : 'open';
}

/**
 * IAM refuses to create a second identity with the same name. So an identity that a plan creates differs from existing ones and from those that other
 * resources create.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html#API_CreateRole_Errors
 */
function isMadeBesides({ resources }: Model, { type, action }: Resource, { name, owner }: Sought): boolean {
  if (action?.includes('create') !== true) return false;
  return (
    owner !== undefined ||
    resources.some(
      (one) => one.type === type && one.mode === 'managed' && isSameText(attribute(one.values, 'name'), name),
    )
  );
}

function isSameText(value: Value | undefined, name: string): boolean {
  return typeof value === 'string' && isSameName(value, name);
}

/**
 * The provider generates a name from a prefix and 26 digits; without a prefix it writes "terraform-".
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role#name_prefix-1
 */
function isGenerated({ values }: Resource, name: string): boolean {
  const [, start, digits] = /^(.*?)([0-9a-f]{26})$/i.exec(name) ?? [];
  if (start === undefined || digits === undefined) return false;
  const prefix = attribute(values, 'name_prefix') ?? 'terraform-';
  return typeof prefix !== 'string' || isSameName(prefix, start);
}

/** Whether a value is made from the resource itself, among others. */
export function mentions(lead: Lead, resources: readonly Resource[]): boolean {
  switch (lead.kind) {
    case 'attribute':
      return resources.includes(lead.resource);
    case 'one-of':
      return lead.leads.some((one) => mentions(one, resources));
    case 'text':
      return lead.pieces.some((piece) => typeof piece !== 'string' && mentions(piece, resources));
    case 'json':
      return unknownsIn(lead.value).some(({ unknown }) => mentions(lead.leadOf(unknown), resources));
    default:
      return false;
  }
}

/** The resources of one type that a value is made from, one of them or the only one; undefined if it can be made from anything else. */
export function resourcesLedTo(lead: Lead, type: string): readonly Resource[] | undefined {
  if (lead.kind === 'attribute')
    return lead.resource.type === type && lead.resource.mode === 'managed' && isNameOf(lead.name)
      ? [lead.resource]
      : undefined;
  if (lead.kind !== 'one-of') return undefined;
  const found = lead.leads.filter((one) => !isSwitch(one)).map((one) => resourcesLedTo(one, type));
  if (found.length === 0 || found.includes(undefined)) return undefined;
  return [...new Set(found.flatMap((some) => some ?? []))];
}

function isNameOf(name: string | undefined): boolean {
  return name === undefined || identifying.has(name);
}

/** A reference that only chooses among others and cannot be a name itself. */
function isSwitch(lead: Lead): boolean {
  if (lead.kind === 'one-of') return lead.leads.every(isSwitch);
  return lead.kind === 'key' || (lead.kind === 'known' && (typeof lead.value === 'boolean' || lead.value === null));
}
