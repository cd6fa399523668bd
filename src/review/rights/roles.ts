import { policiesOf, type PolicySource } from '../../checks/grants/grants';
import { trustPolicyOf } from '../../checks/policy-index';
import { parseArn } from '../../iam';
import { textOf, Unknown, type Model, type Resource } from '../../model';
import type { ResourceAction, Sides } from '../sides';
import { compareRights, type OpenSides, type RightsChange } from './compare';
import { policyHoldersOf } from './policy-holders';
import { isRemovedByExclusive } from './read-back';
import { rightsOf, type Right } from './right';

/** A role on both sides. */
export interface RoleChange {
  readonly address: string;
  /** The name after the change, or the last one of a role that is destroyed; the address if no name is known. */
  readonly name: string;
  readonly nameBefore?: string;
  readonly action: ResourceAction['kind'] | 'kept' | 'unknown-before';
  readonly rights: RightsChange;
  readonly trust: RightsChange;
  /** Managed policies whose documents the input does not show, by ARN. */
  readonly attached: ListChange;
  readonly boundary?: { readonly before: string | undefined; readonly after: string | undefined };
  /** Policies that could not be read, or must not be shown. */
  readonly unread: readonly UnreadPolicy[];
}

export interface ListChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly kept: readonly string[];
}

/** A policy of which a review shows no rights. */
export interface UnreadPolicy {
  readonly address: string;
  readonly side: 'before' | 'after';
  /** Sensitive values are compared, and not shown. */
  readonly why:
    | { readonly kind: 'sensitive'; readonly isChanged: boolean }
    | { readonly kind: 'problem'; readonly problem: string };
}

/** Every role of either side. A role is the same if its name is, or else its address. */
export function roleChanges(sides: Sides): RoleChange[] {
  const before = rolesIn(sides.before);
  const byPlace = new Map(before.map((role) => [role.address, role]));
  const byName = new Map(before.map((role) => [nameKeyOf(role), role]));
  const left = new Set(before);
  const pairs: RolePair[] = [];
  for (const role of rolesIn(sides.after)) {
    const found = [byPlace.get(role.address), byName.get(nameKeyOf(role))].find(
      (one) => one !== undefined && left.has(one),
    );
    if (found !== undefined) left.delete(found);
    pairs.push([found, role]);
  }
  for (const role of left) pairs.push([role, undefined]);
  const find = { before: finderIn(sides.before), after: finderIn(sides.after) };
  return pairs.flatMap((pair) => changeOf(sides, find, pair));
}

/** A role before and after. */
type RolePair = readonly [Resource | undefined, Resource | undefined];

/** The name of a role within its provider; a role without a known name is only itself. */
function nameKeyOf(role: Resource): string {
  return JSON.stringify([role.providerKey, nameOf(role)?.toLowerCase() ?? role.address]);
}

function rolesIn(model: Model | undefined): Resource[] {
  return (model?.resources ?? []).filter(({ type }) => type === 'aws_iam_role');
}

function nameOf({ values }: Resource): string | undefined {
  const name = textOf(values, 'name');
  return typeof name === 'string' ? name : undefined;
}

function changeOf(
  sides: Sides,
  find: { readonly before: Finder; readonly after: Finder },
  [former, role]: RolePair,
): RoleChange[] {
  const shown = role ?? former;
  if (shown === undefined) return [];
  const before = find.before(former);
  const after = find.after(role) ?? [];
  const isKnown = sides.before !== undefined;
  const earlier = isKnown ? (before ?? []) : undefined;
  const unread = unreadIn(before ?? [], after);
  const unreadOfTrust = unreadTrust(former, role);
  return [
    {
      address: shown.address,
      ...namesOf(former, shown),
      action: isKnown ? actionOn(sides, shown, former, role) : 'unknown-before',
      rights: compareRights(earlier?.flatMap(rightsIn), after.flatMap(rightsIn), openSides(unread)),
      trust: compareRights(isKnown ? trustOf(former) : undefined, trustOf(role), openSides(unreadOfTrust)),
      attached: compareLists(earlier?.flatMap(attachedIn), after.flatMap(attachedIn)),
      ...boundaryChange(isKnown, former, role),
      unread: [...unread, ...unreadOfTrust].filter(isNew()),
    },
  ];
}

function namesOf(former: Resource | undefined, shown: Resource): Pick<RoleChange, 'name' | 'nameBefore'> {
  const name = nameOf(shown) ?? shown.address;
  const nameBefore = former === undefined ? undefined : nameOf(former);
  return nameBefore === undefined || nameBefore === name ? { name } : { name, nameBefore };
}

/** The boundary, if it changes; if the state before is not known, any boundary. */
function boundaryChange(
  isKnown: boolean,
  former: Resource | undefined,
  role: Resource | undefined,
): Pick<RoleChange, 'boundary'> {
  const bounds = { before: former && boundaryOf(former), after: role && boundaryOf(role) };
  const isChanged = role !== undefined && former !== undefined && bounds.before !== bounds.after;
  const isNew = former === undefined && bounds.after !== undefined;
  return isChanged || (isNew && isKnown) ? { boundary: bounds } : {};
}

/** Finds the policies of a role on one side; undefined if there is no such side. */
type Finder = (role: Resource | undefined) => PolicySource[] | undefined;

function finderIn(model: Model | undefined): Finder {
  const narrow = model === undefined ? undefined : policyHoldersOf(model);
  return (role) => (narrow === undefined || role === undefined ? undefined : policiesOfRole(narrow, role));
}

function actionOn(
  { actions }: Sides,
  { address }: Resource,
  former: Resource | undefined,
  role: Resource | undefined,
): RoleChange['action'] {
  if (role === undefined) return actions.find((one) => one.address === address)?.kind ?? 'destroyed';
  if (former === undefined) return 'created';
  return actions.find((one) => one.address === address)?.kind ?? 'kept';
}

function policiesOfRole(narrow: ReturnType<typeof policyHoldersOf>, role: Resource): PolicySource[] {
  const model = narrow(role, nameOf(role) ?? role.address);
  const arn = textOf(role.values, 'arn');
  const parsed = typeof arn === 'string' ? parseArn(arn) : undefined;
  const provider = model.providers.find(({ key }) => key === role.providerKey);
  const accountId = typeof provider?.accountId === 'string' ? provider.accountId : (parsed?.accountId ?? '');
  const roleName = nameOf(role);
  // Nothing can be attached by a name that is not known; what is attached by reference is.
  const sources = policiesOf(model, {
    roles: [role],
    roleName: roleName ?? role.address,
    partition: parsed?.partition ?? 'aws',
    accountId,
    elsewhere: [],
  });
  return roleName === undefined
    ? sources
    : sources.filter((source) => !isRemovedByExclusive(model, role, roleName, source));
}

function rightsIn({ document, isSensitive }: PolicySource): Right[] {
  return document === undefined || isSensitive ? [] : rightsOf(document);
}

function attachedIn({ document, arn }: PolicySource): string[] {
  return document === undefined && arn !== undefined ? [arn] : [];
}

function trustOf(role: Resource | undefined): Right[] {
  if (role === undefined || role.sensitive.has(trustAttribute)) return [];
  const reading = trustPolicyOf(role);
  return reading.kind === 'document' ? rightsOf(reading.document) : [];
}

const trustAttribute = 'assume_role_policy';

function boundaryOf({ values }: Resource): string | undefined {
  const boundary = textOf(values, 'permissions_boundary');
  return boundary instanceof Unknown ? notKnown : boundary === '' ? undefined : boundary;
}

const notKnown = '(not known before the apply)';

/** The names that only one list has; if the list before is not known, nothing is called added. */
function compareLists(before: readonly string[] | undefined, after: readonly string[]): ListChange {
  const later = new Set(after);
  const earlier = before === undefined ? later : new Set(before);
  return {
    added: [...later].filter((one) => !earlier.has(one)),
    removed: [...earlier].filter((one) => !later.has(one)),
    kept: [...later].filter((one) => earlier.has(one)),
  };
}

/** Policies without rights on the page: sensitive ones, and those that cannot be read. */
function unreadIn(before: readonly PolicySource[], after: readonly PolicySource[]): UnreadPolicy[] {
  const unreadOn = (side: UnreadPolicy['side'], own: readonly PolicySource[], others: readonly PolicySource[]) =>
    own.flatMap((source): UnreadPolicy[] => {
      const { resource, document, problem, arn, isSensitive } = source;
      const { address } = resource;
      if (isSensitive) return [{ address, side, why: { kind: 'sensitive', isChanged: !hasSameIn(source, others) } }];
      if (document !== undefined || arn !== undefined || problem === undefined) return [];
      return [{ address, side, why: { kind: 'problem', problem } }];
    });
  return [...unreadOn('after', after, before), ...unreadOn('before', before, after)];
}

function hasSameIn({ resource, attribute }: PolicySource, others: readonly PolicySource[]): boolean {
  const text = JSON.stringify(resource.values[attribute]);
  return others.some(
    (other) => other.resource.address === resource.address && JSON.stringify(other.resource.values[attribute]) === text,
  );
}

function unreadTrust(former: Resource | undefined, role: Resource | undefined): UnreadPolicy[] {
  const unreadOn = (
    side: UnreadPolicy['side'],
    one: Resource | undefined,
    other: Resource | undefined,
  ): UnreadPolicy[] => {
    if (one === undefined) return [];
    const { address } = one;
    const isChanged = other !== undefined && other.values[trustAttribute] !== one.values[trustAttribute];
    if (one.sensitive.has(trustAttribute)) return [{ address, side, why: { kind: 'sensitive', isChanged } }];
    const reading = trustPolicyOf(one);
    if (reading.kind === 'unknown')
      return [{ address, side, why: { kind: 'problem', problem: reading.unknown.reason } }];
    if (reading.kind === 'refused') return [{ address, side, why: { kind: 'problem', problem: reading.problem } }];
    return [];
  };
  return [...unreadOn('after', role, former), ...unreadOn('before', former, role)];
}

/** The sides on which a policy cannot be read, or may not be shown although the other side may. */
function openSides(unread: readonly UnreadPolicy[]): OpenSides {
  const isOpen = (side: UnreadPolicy['side']): boolean =>
    unread.some(
      (one) =>
        one.side === side &&
        (one.why.kind === 'problem' || !unread.some((other) => other.side !== side && other.address === one.address)),
    );
  return { before: isOpen('before'), after: isOpen('after') };
}

/** Keeps the first of the entries that differ only in their side. */
function isNew(): (entry: UnreadPolicy) => boolean {
  const seen = new Set<string>();
  return ({ address, why }) => {
    const key = JSON.stringify([address, why]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}
