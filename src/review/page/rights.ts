import type { RightsChange } from '../rights/compare';
import type { Right } from '../rights/right';
import type { ResourcePolicyChange } from '../rights/resource-policies';
import type { RoleChange, UnreadPolicy } from '../rights/roles';
import { listOf, say, type Block, type Item, type Phrase, type RightsRow, type Sign } from './parts';
import { sharedLines } from './same-lines';
import { grouped } from '../../text/grouped';

/** A right of one row, with what happened to it. */
interface SignedRight {
  readonly sign: Sign;
  readonly right: Right;
  readonly conditionsBefore?: readonly string[];
}

/** The changes of the rights, in the order added, changed, removed; all rights if those before are not known. */
function signed(change: RightsChange): SignedRight[] {
  if (change.kind === 'before-unknown') return change.present.map((right) => ({ sign: 'note', right }));
  const { open } = change;
  return [
    ...change.added.map((right): SignedRight => ({ sign: open.before ? 'uncertain' : 'added', right })),
    ...change.narrowed.map((right): SignedRight => ({ sign: 'narrowed', right })),
    ...change.changed.map(({ right, conditionsBefore }): SignedRight => ({ sign: 'changed', right, conditionsBefore })),
    ...change.removed.map((right): SignedRight => ({ sign: open.after ? 'uncertain' : 'removed', right })),
    ...change.absorbed.map((right): SignedRight => ({ sign: 'absorbed', right })),
  ];
}

/** Makes one row of rights with the same actions on the same resources. */
function rowsOf(change: RightsChange): RightsRow[] {
  const byAction = grouped(signed(change), ({ sign, right, conditionsBefore }) => [
    sign,
    right.effect,
    right.action,
    right.exceptActions,
    right.exceptResources,
    right.principal,
    right.conditions,
    conditionsBefore,
  ]);
  const byResources = grouped(byAction, (group) => [
    group.map(({ right }) => right.resource).sort(),
    without(group[0], 'action'),
  ]);
  const byPrincipals = grouped(byResources, (groups) => [
    groups.map((group) => group[0]?.right.action),
    groups[0]?.map(({ right }) => right.resource),
    without(groups[0]?.[0], 'principal'),
  ]);
  return byPrincipals.flatMap((all): RightsRow[] => {
    const [groups = []] = all;
    const [first] = groups[0] ?? [];
    if (first === undefined) return [];
    const { sign, right, conditionsBefore } = first;
    const { effect, exceptActions, exceptResources, conditions } = right;
    return [
      {
        sign,
        effect,
        principals: unique(all.map(([group]) => group?.[0]?.right.principal ?? '')),
        actions: unique(groups.map(([one]) => one?.right.action ?? '')),
        exceptActions,
        resources: unique((groups[0] ?? []).map((one) => one.right.resource)),
        exceptResources,
        conditions,
        ...(conditionsBefore === undefined ? {} : { conditionsBefore }),
      },
    ];
  });
}

function without(one: SignedRight | undefined, left: 'action' | 'principal'): unknown {
  if (one === undefined) return undefined;
  const { sign, conditionsBefore, right } = one;
  const { effect, exceptActions, exceptResources, conditions, principal, action } = right;
  return [
    sign,
    conditionsBefore,
    effect,
    exceptActions,
    exceptResources,
    conditions,
    left === 'action' ? principal : action,
  ];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '');
}

/** The permissions of the roles: their rights, their managed policies, their boundaries and what cannot be shown. */
export function permissionBlocks(roles: readonly RoleChange[]): Block[] {
  const items = sharedLines(roles, permissionItems).map(({ holders, lines }) => ({
    first: holders[0],
    block: { kind: 'items', title: rolesTitle(holders), items: lines } satisfies Block,
  }));
  const all = [...rightsOfRoles(roles, ({ rights }) => rights), ...items];
  const blocks = roles.flatMap((role) => all.filter(({ first }) => first === role).map(({ block }) => block));
  return blocks.map((block, index) =>
    block.kind === 'items' && equalTitles(block, blocks[index - 1]) ? { kind: 'items', items: block.items } : block,
  );
}

/** Whether a block follows one about the same roles. */
function equalTitles({ title }: { readonly title: Phrase }, before: { readonly title: Phrase } | undefined): boolean {
  return before !== undefined && JSON.stringify(before.title) === JSON.stringify(title);
}

function permissionItems({ rights, attached, boundary, unread }: RoleChange): Item[] {
  const managed = (arns: readonly string[], sign: Sign) =>
    arns.map((arn): Item => ({ sign, text: say`managed policy ${arn}, whose document this input does not show` }));
  return [
    ...managed(attached.added, 'added'),
    ...managed(attached.removed, 'removed'),
    ...(rights.kind === 'before-unknown' ? managed(attached.kept, 'note') : []),
    ...(boundary === undefined ? [] : [{ sign: 'changed', text: boundaryText(boundary) } satisfies Item]),
    ...unread.filter(isWorthALine).map(unreadItem),
  ];
}

export function trustBlocks(roles: readonly RoleChange[]): Block[] {
  return rightsOfRoles(roles, ({ trust }) => trust).map(({ block }) => block);
}

/** The rights of roles. A row that several of them have, such as those of all shards, is one row. */
function rightsOfRoles(roles: readonly RoleChange[], rightsOf: (role: RoleChange) => RightsChange) {
  const counted = new Set<RoleChange>();
  return sharedLines(roles, (role) => rowsOf(rightsOf(role))).map(({ holders, lines }) => {
    const uncounted = holders.filter((role) => !counted.has(role));
    for (const role of uncounted) counted.add(role);
    const unchanged = uncounted.reduce((sum, role) => sum + unchangedIn(rightsOf(role)), 0);
    const block = { kind: 'rights', title: rolesTitle(holders), rows: lines, unchanged } satisfies Block;
    return { first: holders[0], block };
  });
}

export function resourcePolicyBlocks({ address, rights, unread }: ResourcePolicyChange): Block[] {
  const rows = rowsOf(rights);
  const items =
    unread === undefined
      ? []
      : [{ address, side: 'after', why: unread } satisfies UnreadPolicy].filter(isWorthALine).map(unreadItem);
  return [
    ...(rows.length === 0
      ? []
      : [{ kind: 'rights', title: say`Policy of ${address}`, rows, unchanged: unchangedIn(rights) } satisfies Block]),
    ...(items.length === 0 ? [] : [{ kind: 'items', items } satisfies Block]),
  ];
}

function unchangedIn(change: RightsChange): number {
  return change.kind === 'compared' ? change.unchanged : 0;
}

function rolesTitle([first, ...more]: readonly [RoleChange, ...RoleChange[]]): Phrase {
  if (more.length === 0) return say`Role ${roleText(first)}`;
  const shown = listOf([first, ...more].slice(0, mostRoles).map(roleText));
  const left = more.length + 1 - mostRoles;
  return say`Roles ${left > 0 ? [...shown, ` and ${left} more`] : shown}`;
}

const mostRoles = 5;

function roleText({ name, nameBefore, action }: RoleChange): Phrase {
  const before = nameBefore === undefined ? [] : say` (before: ${nameBefore})`;
  const words = {
    kept: '',
    updated: '',
    created: ', created',
    destroyed: ', destroyed',
    replaced: ', replaced',
    forgotten: ', no longer managed',
    'unknown-before': '',
  } as const;
  return say`${name}${before}${[words[action]]}`;
}

function boundaryText({ before, after }: NonNullable<RoleChange['boundary']>): Phrase {
  const shown = (value: string | undefined): Phrase => (value === undefined ? ['none'] : [{ name: value }]);
  return say`permissions boundary: ${shown(before)} before, ${shown(after)} after`;
}

/** A policy that only the state before has is no longer there; a sensitive one that stays as it is needs no line. */
function isWorthALine({ side, why }: UnreadPolicy): boolean {
  return why.kind === 'sensitive' ? why.isChanged && side === 'after' : true;
}

function unreadItem({ address, side, why }: UnreadPolicy): Item {
  if (why.kind === 'sensitive')
    return { sign: 'changed', text: say`${address}: a policy that is marked sensitive, so its rights are not shown` };
  return {
    sign: 'note',
    text: say`${address} ${[side]} the change: its rights cannot be shown, because ${[why.problem]}`,
  };
}
