import { actionContains, contains } from '../../iam';
import { conditionsKey, keyOf, type Right } from './right';

/** A right whose conditions differ. */
interface ChangedRight {
  readonly right: Right;
  readonly conditionsBefore: readonly string[];
}

/** The difference between two sets of rights. */
export interface ComparedRights {
  readonly added: readonly Right[];
  /** New rights that a wider right contained before: the role could do that already. */
  readonly narrowed: readonly Right[];
  readonly removed: readonly Right[];
  /** Rights that are gone and that a wider right of the result contains: the role can still do that. */
  readonly absorbed: readonly Right[];
  readonly changed: readonly ChangedRight[];
  readonly unchanged: number;
  /** The sides that have policies which cannot be read: what only the other side has may be in them. */
  readonly open: OpenSides;
}

/** The sides whose rights are not completely known. */
export interface OpenSides {
  readonly before: boolean;
  readonly after: boolean;
}

/** Rights before and after; if those before are not known, no right is added. */
export type RightsChange =
  | ({ readonly kind: 'compared' } & ComparedRights)
  | { readonly kind: 'before-unknown'; readonly present: readonly Right[] };

/** Compares the rights of both sides; `before` is undefined if it is not known. */
export function compareRights(
  before: readonly Right[] | undefined,
  after: readonly Right[],
  open: OpenSides,
): RightsChange {
  if (before === undefined) return { kind: 'before-unknown', present: [...byVariant(after).values()] };
  const earlier = grouped(before);
  const later = grouped(after);
  const found = { added: [] as Right[], removed: [] as Right[], changed: [] as ChangedRight[], unchanged: 0 };
  for (const key of new Set([...earlier.keys(), ...later.keys()])) {
    const left = earlier.get(key) ?? new Map<string, Right>();
    const right = later.get(key) ?? new Map<string, Right>();
    const gone = [...left].flatMap(([variant, one]) => (right.has(variant) ? [] : [one]));
    const come = [...right].flatMap(([variant, one]) => (left.has(variant) ? [] : [one]));
    found.unchanged += right.size - come.length;
    // The same action on the same resource under other conditions.
    const pairs = Math.min(gone.length, come.length);
    come.slice(0, pairs).forEach((one, index) => {
      found.changed.push({ right: one, conditionsBefore: gone[index]?.conditions ?? [] });
    });
    found.added.push(...come.slice(pairs));
    found.removed.push(...gone.slice(pairs));
  }
  const [added, narrowed] = split(found.added, before);
  const [removed, absorbed] = split(found.removed, after);
  return { kind: 'compared', ...found, added, narrowed, removed, absorbed, open };
}

type Variants = Map<string, Right>;

/** The rights by what they allow, and then by their conditions. A right that stands twice counts once. */
function grouped(rights: readonly Right[]): Map<string, Variants> {
  const groups = new Map<string, Variants>();
  for (const right of rights) {
    const key = keyOf(right);
    const variants = groups.get(key);
    if (variants === undefined) groups.set(key, new Map([[conditionsKey(right), right]]));
    else if (!variants.has(conditionsKey(right))) variants.set(conditionsKey(right), right);
  }
  return groups;
}

function byVariant(rights: readonly Right[]): Map<string, Right> {
  return new Map(rights.map((right) => [`${keyOf(right)} ${conditionsKey(right)}`, right]));
}

/** The limit of comparisons: no honest role has as many, and a hostile one must not take minutes. */
const mostComparisons = 200_000;

/** Separates the rights that a right of the other side contains. */
function split(rights: readonly Right[], others: readonly Right[]): [outside: Right[], within: Right[]] {
  const wide = others.filter(({ effect, exceptActions, exceptResources, action, resource }) => {
    const isWhole = effect === 'Allow' && exceptActions.length + exceptResources.length === 0;
    return isWhole && /[*?]/.test(action + resource);
  });
  if (rights.length * wide.length > mostComparisons) return [[...rights], []];
  const isWithin = (right: Right): boolean => wide.some((other) => liesIn(right, other));
  return [rights.filter((right) => !isWithin(right)), rights.filter(isWithin)];
}

/** Whether one right has everything of another: the same principal, and no condition that the other does not have. */
function liesIn(right: Right, wide: Right): boolean {
  return (
    right.effect === 'Allow' &&
    right.principal === wide.principal &&
    (wide.conditions.length === 0 || conditionsKey(wide) === conditionsKey(right)) &&
    actionContains(wide.action, right.action) &&
    contains(wide.resource, right.resource)
  );
}
