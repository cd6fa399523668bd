import { contains } from '../../iam';
import type { Model, Resource } from '../../model';
import type { JudgedRole } from '../context';
import type { Identity } from '../identities/identities';
import { readableBy } from './history-key';
import { keyTargetsOf, type KeyTarget } from './key-targets';
import { namedBySecrets } from './named-by-secrets';
import { isNamedBy, readerInWords, type KeyReader } from './reader';
import { readingsBy, whoReads, type Reading, type ReadingIdentity } from './who-reads';
import { rightsOfWhoever } from './whoever';

/** A reader of keys that the contract does not name. */
export interface FoundReader {
  readonly reader: KeyReader;
  readonly who: string;
  readonly targets: readonly KeyTarget[];
  /** Whether these are all targets of their actions. */
  readonly isAll: boolean;
  /** The source of the first right. */
  readonly resource: Resource;
  readonly attribute: string;
}

/** An identity with unknown rights to read. */
export interface OpenReader {
  readonly who: string;
  readonly problem: string;
}

interface Readers {
  readonly found: readonly FoundReader[];
  readonly open: readonly OpenReader[];
}

/** All identities in the input that can read the keys that a role rotates, except those that its contract names; undefined if it rotates none. */
export function readersOf(model: Model, role: JudgedRole): Readers | undefined {
  const targets = keyTargetsOf(role);
  if (targets.length === 0) return undefined;
  const parts = [byIdentities(model, role, targets), byWhoever(model, role, targets), bySecrets(model, role, targets)];
  return { found: parts.flatMap(({ found }) => found), open: parts.flatMap(({ open }) => open) };
}

/** The readers that the contract does not accept. */
function notAccepted(
  model: Model,
  role: JudgedRole,
  readers: readonly KeyReader[],
  targets: readonly KeyTarget[],
): readonly KeyTarget[] {
  const lines = (role.contract.readers ?? []).filter((line) =>
    readers.some((reader) => isNamedBy(model, line, reader, role)),
  );
  return targets.filter(
    ({ action, resource }) =>
      !lines.some(
        ({ actions, resources }) => actions.includes(action) && resources.some((one) => contains(one, resource)),
      ),
  );
}

const named = (identity: Identity): KeyReader => ({ kind: 'identity', identity });

function byIdentities(model: Model, role: JudgedRole, targets: readonly KeyTarget[]): Readers {
  const isReadable = readableBy(model, role);
  const all = whoReads(model, role, targets).map((one): ReadingIdentity => {
    const readings = one.readings.filter(({ target }) => isReadable(named(one.identity), target));
    return { ...one, readings };
  });
  return {
    found: all.flatMap((one): FoundReader[] => {
      const reader = named(one.identity);
      const left = unacceptedOf(model, role, one);
      const [first] = one.readings.filter(({ target }) => left.targets.includes(target));
      if (first === undefined) return [];
      const { resource, attribute } = first.by;
      const isAll = isAllOf(left.targets, targets);
      return [{ reader, who: inWords(one, left.members), targets: left.targets, isAll, resource, attribute }];
    }),
    open: all.flatMap((one): OpenReader[] => {
      const [problem] = one.problems;
      const readers = [one.identity, ...(one.identity.kind === 'user' ? one.related : [])].map(named);
      if (problem === undefined || notAccepted(model, role, readers, targets).length === 0) return [];
      return [{ who: readerInWords(named(one.identity)), problem }];
    }),
  };
}

interface Unaccepted {
  readonly targets: readonly KeyTarget[];
  readonly members: readonly Identity[];
}

/** A user is accepted as a member of an accepted group. A group whose members are all known is accepted by its members. */
function unacceptedOf(model: Model, role: JudgedRole, one: ReadingIdentity): Unaccepted {
  const { identity, readings, related, hasOthers } = one;
  const targets = readings.map(({ target }) => target);
  if (identity.kind !== 'group') {
    const readers = identity.kind === 'user' ? [identity, ...related] : [identity];
    return { targets: notAccepted(model, role, readers.map(named), targets), members: [] };
  }
  const left = notAccepted(model, role, [named(identity)], targets);
  if (hasOthers) return { targets: left, members: related };
  const members = related.filter((member) => notAccepted(model, role, [named(member)], left).length > 0);
  return { targets: members.length === 0 ? [] : left, members };
}

/** The most members that are listed; the others are counted. */
const shown = 3;

function inWords({ identity }: ReadingIdentity, members: readonly Identity[]): string {
  const who = readerInWords(named(identity));
  if (members.length === 0) return who;
  const names = members.slice(0, shown).map(({ name, key }) => name ?? key);
  const more = members.length > shown ? ` and ${members.length - shown} more` : '';
  return `${who} (${members.length === 1 ? 'user' : 'users'} ${names.join(', ')}${more})`;
}

function byWhoever(model: Model, role: JudgedRole, targets: readonly KeyTarget[]): Readers {
  const found: FoundReader[] = [];
  const open: OpenReader[] = [];
  for (const { noun, resource, rights } of rightsOfWhoever(model)) {
    const reader: KeyReader = { kind: 'whoever', noun, resource };
    const { readings, problems } = readingsBy({ targets, comparisons: { left: mostOfOne } }, rights, []);
    const left = notAccepted(model, role, [reader], targetsOf(readings));
    const [first] = readings;
    if (first !== undefined && left.length > 0)
      found.push({ reader, who: noun, targets: left, isAll: isAllOf(left, targets), ...placeOf(first) });
    const [problem] = problems;
    if (problem !== undefined && notAccepted(model, role, [reader], targets).length > 0)
      open.push({ who: noun, problem });
  }
  return { found, open };
}

function placeOf({ by }: Reading): Pick<FoundReader, 'resource' | 'attribute'> {
  return { resource: by.resource, attribute: by.attribute };
}

/** Whether some targets are all that exist for their actions. */
function isAllOf(some: readonly KeyTarget[], targets: readonly KeyTarget[]): boolean {
  const actions = new Set(some.map(({ action }) => action));
  return targets.filter(({ action }) => actions.has(action)).length === new Set(some).size;
}

/** The limit of patterns of one resource that are compared with a target. */
const mostOfOne = 200_000;

function targetsOf(readings: readonly Reading[]): KeyTarget[] {
  return readings.map(({ target }) => target);
}

function bySecrets(model: Model, role: JudgedRole, targets: readonly KeyTarget[]): Readers {
  const { named: all, questions } = namedBySecrets(model, role, targets);
  const byWho = new Map<string, FoundReader>();
  for (const { source, reader, targets: read } of all) {
    const left = notAccepted(model, role, [reader], read);
    if (left.length === 0) continue;
    const who = readerInWords(reader);
    const { resource, attribute } = source;
    const together = [...new Set([...(byWho.get(who)?.targets ?? []), ...left])];
    byWho.set(who, { reader, who, targets: together, isAll: isAllOf(together, targets), resource, attribute });
  }
  return {
    found: [...byWho.values()],
    open: questions.map(({ source, problem }) => ({
      who: `a principal that ${source.resource.address} names`,
      problem: `${source.resource.address}: ${problem}`,
    })),
  };
}
