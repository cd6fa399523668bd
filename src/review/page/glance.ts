import { counted } from '../../text/duration';
import type { Review } from '../review';
import type { RightsChange } from '../rights/compare';
import { actionKinds } from '../sides';
import type { Block, Phrase } from './parts';

/** One row for each part of the page, so that a reader knows where to look. */
export function glance(review: Review): Block {
  const { roles, resourcePolicies, users, schedules, machines } = review;
  const rows: { name: string; text: Phrase }[] = [
    {
      name: 'Permissions of roles',
      text: rightsText(
        roles.map(({ rights }) => rights),
        otherChanges(roles),
      ),
    },
    { name: 'Trust of roles', text: rightsText(roles.map(({ trust }) => trust)) },
    { name: 'Policies of resources', text: rightsText(resourcePolicies.map(({ rights }) => rights)) },
    { name: 'Rotated users', text: usersText(users) },
    { name: 'Schedules', text: schedulesText(schedules) },
    { name: 'States of the machine', text: statesText(machines) },
    { name: 'Resources', text: resourcesText(review) },
  ];
  return { kind: 'summary', rows };
}

/** The changes of permissions that are not rights of a readable policy. */
function otherChanges(roles: Review['roles']): string[] {
  const sum = (of: (role: Review['roles'][number]) => number): number =>
    roles.reduce((total, role) => total + of(role), 0);
  const counts: readonly (readonly [string, string, number])[] = [
    ['managed policy', 'managed policies', sum(({ attached }) => attached.added.length + attached.removed.length)],
    ['boundary', 'boundaries', sum(({ boundary }) => (boundary === undefined ? 0 : 1))],
    [
      'sensitive policy',
      'sensitive policies',
      sum(
        ({ unread }) =>
          unread.filter(({ why, side }) => side === 'after' && why.kind === 'sensitive' && why.isChanged).length,
      ),
    ],
    [
      'policy not known',
      'policies not known',
      sum(({ unread }) => unread.filter(({ why }) => why.kind === 'problem').length),
    ],
  ];
  return counts.flatMap(([one, more, count]) => (count === 0 ? [] : [`${count} ${count === 1 ? one : more}`]));
}

function rightsText(changes: readonly RightsChange[], others: readonly string[] = []): Phrase {
  const total = { added: 0, within: 0, removed: 0, changed: 0, unchanged: 0, present: 0, uncertain: 0 };
  for (const change of changes) {
    if (change.kind === 'before-unknown') total.present += change.present.length;
    else {
      total[change.open.before ? 'uncertain' : 'added'] += change.added.length;
      total[change.open.after ? 'uncertain' : 'removed'] += change.removed.length;
      total.within += change.narrowed.length + change.absorbed.length;
      total.changed += change.changed.length;
      total.unchanged += change.unchanged;
    }
  }
  if (changes.length === 0) return ['none'];
  if (changes.some(({ kind }) => kind === 'before-unknown'))
    return [[`${total.present} after the change (before: unknown)`, ...others].join(', ')];
  return [
    countsText(
      [
        ['added', total.added],
        ['removed', total.removed],
        ['with changed conditions', total.changed],
        ['within a wider right', total.within],
        ['not certain', total.uncertain],
      ],
      total.unchanged,
      others,
    ),
  ];
}

function countsText(
  counts: readonly (readonly [string, number])[],
  unchanged: number,
  others: readonly string[] = [],
): string {
  const shown = [...counts.filter(([, count]) => count > 0).map(([word, count]) => `${count} ${word}`), ...others];
  if (shown.length === 0) return `no change, ${unchanged} unchanged`;
  return [...shown, ...(unchanged === 0 ? [] : [`${unchanged} unchanged`])].join(', ');
}

function usersText(users: Review['users']): Phrase {
  if (users.kind === 'compared' && users.added.length + users.removed.length + users.unchanged === 0) return ['none'];
  if (users.kind === 'before-unknown' && users.present.length === 0) return ['none'];
  if (users.kind === 'before-unknown') return [`${users.present.length} after the change (before: unknown)`];
  return [
    countsText(
      [
        ['added', users.added.length],
        ['removed', users.removed.length],
        ['moved to another machine', users.moved.length],
      ],
      unmovedOf(users),
    ),
  ];
}

/** A moved user whose secret changes as well is new already. */
function unmovedOf({ unchanged, added, moved }: Extract<Review['users'], { kind: 'compared' }>): number {
  const isNew = new Set(added.map(({ userName }) => userName));
  return unchanged - moved.filter(({ userName }) => !isNew.has(userName)).length;
}

function schedulesText(schedules: Review['schedules']): Phrase {
  const count = (change: string): number =>
    schedules.filter((one) => one.change === change).reduce((sum, { addresses }) => sum + addresses.length, 0);
  if (schedules.length === 0) return ['none'];
  if (count('before-unknown') > 0) return [`${count('before-unknown')} after the change (before: unknown)`];
  return [
    countsText(
      [
        ['added', count('added')],
        ['removed', count('removed')],
        ['changed', count('changed')],
      ],
      count('unchanged'),
    ),
  ];
}

function statesText(machines: Review['machines']): Phrase {
  if (machines.length === 0) return ['none'];
  const compared = machines.flatMap(({ states }) => (states.kind === 'compared' ? [states] : []));
  const sum = (of: (one: (typeof compared)[number]) => number): number =>
    compared.reduce((total, one) => total + of(one), 0);
  const others = machines
    .filter(({ states }) => states.kind !== 'compared')
    .map(({ action, states }) => {
      if (states.kind === 'one-side')
        return action === 'unknown-before'
          ? `${states.count} after the change (before: unknown)`
          : `machine ${action}, ${counted(states.count, 'state')}`;
      return states.kind === 'sensitive' ? (states.isChanged ? 'changed, not shown' : 'no change') : 'not readable';
    });
  const counts = countsText(
    [
      ['added', sum(({ added }) => added.length)],
      ['removed', sum(({ removed }) => removed.length)],
      ['changed', sum(({ changed }) => changed.length)],
    ],
    sum(({ unchanged }) => unchanged),
  );
  return [[...(compared.length === 0 ? [] : [counts]), ...others].join('; ')];
}

function resourcesText({ resources, before, input }: Review): Phrase {
  if (input.kind !== 'plan' && before.kind === 'unknown') return ['not compared'];
  const shown = actionKinds.filter((kind) => resources[kind] > 0).map((kind) => `${resources[kind]} ${kind}`);
  return [shown.length === 0 ? 'no change' : shown.join(', ')];
}
