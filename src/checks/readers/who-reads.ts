import type { PolicyDocument } from '../../iam';
import { isListedByIam, type Model, type Resource } from '../../model';
import { append } from '../../text/grouped';
import type { JudgedRole } from '../context';
import { sameAccount } from '../naming/identity-names';
import { boundariesOf, effectiveRights, rightFor, type EffectiveRights } from '../identities/effective-rights';
import { holderNamed } from '../identities/holders';
import { identitiesIn, type HeldRight, type Identity } from '../identities/identities';
import type { Right } from '../identities/rights';
import { passRole } from '../privilege-escalation/escalation-ways';
import { readingActions, type KeyTarget } from './key-targets';

/** The keys that a reader can read, and the right that allows it. */
export interface Reading {
  readonly target: KeyTarget;
  readonly by: Right;
}

/** A role, a user or a group that can read keys, or whose rights are not known. */
export interface ReadingIdentity {
  readonly identity: Identity;
  readonly readings: readonly Reading[];
  /** The reason why it may read more. */
  readonly problems: readonly string[];
  /** For a user, the groups; for a group, its users that can read. */
  readonly related: readonly Identity[];
  /** Whether a group can have members that the input does not show. */
  readonly hasOthers: boolean;
}

const asked: readonly string[] = [...readingActions, passRole];

/** A document that names no such action, by a wildcard or by an exception, is not read. */
export const worthReading = /NotAction|\\|"(?:states|secretsmanager|iam):|"[a-z0-9-]*[*?]/i;

const nothing: Pick<ReadingIdentity, 'readings' | 'problems'> = { readings: [], problems: [] };
const tooMany = 'it has more rights than the limit of comparisons';

/** The limit of comparisons between patterns of policies and targets, in one input; an honest account needs about ten thousand. */
const mostComparisons = 2_000_000;

/** One search for the readers of a role's keys. */
interface Search {
  readonly model: Model;
  /** The role, which decides the account. */
  readonly owner: Resource | undefined;
  readonly targets: readonly KeyTarget[];
  readonly comparisons: { left: number };
}

/**
 * All identities, except the role itself, that can read keys by identity policies. If users can read by a policy of their group, the group is
 * reported, with the users.
 */
export function whoReads(model: Model, role: JudgedRole, targets: readonly KeyTarget[]): ReadingIdentity[] {
  const search = { model, owner: role.roles[0], targets, comparisons: { left: mostComparisons } };
  const self = holderNamed('role', role.roleName).key;
  const people = identitiesIn(model).all.filter((one) => one.key !== self && mayBeInAccount(search, one.resources));
  const ofKind = (kind: Identity['kind']): readonly Identity[] => people.filter((one) => one.kind === kind);
  const groups = ofKind('group').map((group) => ({ group, ...readingsBy(search, rightsOf(search, group), []) }));
  const byGroup = new Map(groups.map((one) => [one.group, one.readings]));
  const users = ofKind('user').map((user) => readingsOfUser(search, user, byGroup));
  const roles = ofKind('role').map((identity) => ({
    identity,
    ...readingsBy(search, rightsOf(search, identity), boundariesOf(model, identity)),
    related: [],
    hasOthers: false,
  }));
  return [...roles, ...users.map(({ user }) => user), ...readingGroups(model, groups, users)].filter(
    ({ readings, problems }) => readings.length > 0 || problems.length > 0,
  );
}

function readingGroups(
  model: Model,
  groups: readonly (Pick<ReadingIdentity, 'readings' | 'problems'> & { readonly group: Identity })[],
  users: readonly ReadingUser[],
): ReadingIdentity[] {
  const usersOf = new Map<Identity, ReadingUser[]>();
  for (const user of users) for (const group of new Set(user.user.related)) append(usersOf, group, user);
  return groups.map(({ group, readings, problems }) => {
    const members = (usersOf.get(group) ?? []).filter(({ all }) => sharesWith(readings, all));
    const hasOthers = mayHaveOthers(model, group);
    return {
      identity: group,
      readings: members.length === 0 && !hasOthers ? [] : readings,
      problems,
      related: members.map(({ user }) => user.identity),
      hasOthers,
    };
  });
}

function mayBeInAccount({ model, owner }: Search, resources: readonly Resource[]): boolean {
  return (
    owner === undefined ||
    resources.length === 0 ||
    resources.some((resource) => sameAccount(model, resource, owner) !== 'no')
  );
}

function rightsOf(search: Search, identity: Identity): readonly HeldRight[] {
  return identity.rightsAbout(worthReading).filter(({ resource }) => mayBeInAccount(search, [resource]));
}

/** The keys that these rights allow to read. */
export function readingsBy(
  { targets, comparisons }: Pick<Search, 'targets' | 'comparisons'>,
  rights: readonly HeldRight[],
  boundaries: readonly PolicyDocument[],
): Pick<ReadingIdentity, 'readings' | 'problems'> {
  if (rights.length === 0) return nothing;
  const effective = effectiveRights(rights, boundaries, asked);
  const { allows, problems } = effective;
  if (allows.length === 0) return { readings: [], problems };
  const patterns = allows.reduce((sum, { statement }) => sum + (statement.resource?.patterns.length ?? 1), 0);
  comparisons.left -= patterns * targets.length;
  if (comparisons.left < 0) return { readings: [], problems: [...problems, tooMany] };
  return { readings: targets.flatMap((target) => readingOf(effective, target) ?? []), problems };
}

function readingOf(rights: EffectiveRights, target: KeyTarget): Reading | undefined {
  for (const calls of target.ways) {
    const by = calls.map((call) => rightFor(rights, call));
    const last = by.at(-1);
    if (last !== undefined && !by.includes(undefined)) return { target, by: last };
  }
  return undefined;
}

interface ReadingUser {
  readonly user: ReadingIdentity;
  /** The keys that the user can read only together with the groups. */
  readonly all: readonly Reading[];
}

/** The keys that a user can read by their own rights, or by those of several groups together. */
function readingsOfUser(
  search: Search,
  user: Identity,
  byGroup: ReadonlyMap<Identity, readonly Reading[]>,
): ReadingUser {
  const { byKey } = identitiesIn(search.model);
  const memberships = user.memberships.flatMap(({ users, groups }) =>
    groups.named.map(({ key, isSure }) => ({
      group: byKey.get(key),
      isSure: isSure && users.named.some((one) => one.key === user.key && one.isSure),
    })),
  );
  const ofGroups = memberships.flatMap(({ group, isSure }) =>
    group === undefined ? [] : rightsOf(search, group).map((right) => ({ ...right, isSure: right.isSure && isSure })),
  );
  const own = rightsOf(search, user);
  const related = memberships.flatMap(({ group }) => group ?? []);
  const { readings } = readingsBy(search, [...own, ...ofGroups], boundariesOf(search.model, user));
  const isOfGroup = ({ target, by }: Reading): boolean =>
    !own.some((right) => right.resource === by.resource && right.attribute === by.attribute) &&
    related.some((group) => byGroup.get(group)?.some((reading) => reading.target === target));
  return {
    user: {
      identity: user,
      readings: readings.filter((reading) => !isOfGroup(reading)),
      problems: [...effectiveRights(own, [], asked).problems, ...problemsOfGroups(user, related)],
      related,
      hasOthers: false,
    },
    all: readings,
  };
}

/** A user can do what unknown groups can. A complete export has every group; other inputs need not have them. */
function problemsOfGroups({ memberships }: Identity, related: readonly Identity[]): string[] {
  return [
    ...memberships
      .filter(({ groups }) => groups.others !== undefined)
      .map(({ resource }) => `${resource.address}: its groups are known only after the apply`),
    ...related
      .filter(({ resources, hasRights }) => resources.length === 0 && !hasRights)
      .map(({ name }) => `group "${name ?? ''}" is not in this input`),
  ];
}

function sharesWith(readings: readonly Reading[], others: readonly Reading[]): boolean {
  return readings.some(({ target }) => others.some((other) => other.target === target));
}

/** An export lists all users of a group. */
function mayHaveOthers(model: Model, { memberships }: Identity): boolean {
  return (
    !isListedByIam(model.kind) ||
    model.constructs.length > 0 ||
    memberships.some(({ users }) => users.others !== undefined)
  );
}
