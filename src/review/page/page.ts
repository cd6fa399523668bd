import { counted } from '../../text/duration';
import { foldedFindings } from '../../report/folded';
import type { RightsChange } from '../rights/compare';
import { actionKinds, type ResourceAction, type UnknownBefore } from '../sides';
import type { Review, ReviewVerdict } from '../review';
import { effectWords } from './effects';
import { machineBlocks } from './machines';
import { permissionBlocks, resourcePolicyBlocks, trustBlocks } from './rights';
import { keyAgeItem, scheduleItem } from './schedules';
import { listOf, names, say, type Block, type Item, type Page, type Phrase, type Section } from './parts';

/** The page of a review, before it is text or Markdown. */
export function pageOf(review: Review): Page {
  return {
    title: say`Keyturn review: ${review.input.name}`,
    verdict: review.verdict,
    lead: [verdictText(review), placeText(review), comparisonText(review)].filter(({ length }) => length > 0),
    sections: sectionsOf(review).filter(({ blocks }) => blocks.length > 0),
  };
}

const verdictWords: { readonly [verdict in ReviewVerdict]: string } = {
  pass: 'Verdict: pass. Nothing in the result gives a role a right outside its contract.',
  undecided: 'Verdict: undecided. Keyturn could not decide everything, and what is not proved does not pass.',
  fail: 'Verdict: fail. Something in the result is outside its contract.',
  'not-judged': 'Not judged: no contract was given, so this page says what changes, and not whether that is allowed.',
};

function verdictText({ verdict, contracts }: Review): Phrase {
  const by =
    contracts.length === 0
      ? []
      : say` Judged by ${names(
          contracts.map(({ name }) => name),
          5,
        )}.`;
  return say`${[verdictWords[verdict]]}${by}`;
}

function placeText({ environment, accountId, region }: Review): Phrase {
  return listOf([
    ...(environment === undefined ? [] : [say`environment ${environment}`]),
    ...(accountId === undefined ? [] : [say`account ${accountId}`]),
    ...(region === undefined ? [] : [say`region ${region}`]),
  ]);
}

const unknownBefore: { readonly [because in UnknownBefore]: string } = {
  'no-prior-state':
    'Before: unknown. The plan was made without a state, so it does not show what is deployed; nothing is called added.',
  'single-input': 'Before: unknown. This input shows one side only; give two to compare them.',
};

function comparisonText({ before, input }: Review): Phrase {
  switch (before.kind) {
    case 'plan':
      return say`Compared: what is deployed, as the plan shows it, with the result of its apply.`;
    case 'input':
      return say`Compared: ${before.file} with ${input.file}. Only the second is judged.`;
    case 'unknown':
      return [unknownBefore[before.because]];
  }
}

function sectionsOf(review: Review): Section[] {
  const { roles, resourcePolicies, machines } = review;
  return [
    { title: 'Findings', blocks: findingBlocks(review) },
    { title: 'At a glance', blocks: [glance(review)] },
    {
      title: isKnown(review) ? 'Permissions, before → after' : 'Permissions (before: unknown)',
      blocks: roles.flatMap(permissionBlocks),
    },
    {
      title: isKnown(review)
        ? 'Who can assume the roles, before → after'
        : 'Who can assume the roles (before: unknown)',
      blocks: roles.flatMap(trustBlocks),
    },
    {
      title: isKnown(review) ? 'Policies of resources, before → after' : 'Policies of resources (before: unknown)',
      blocks: resourcePolicies.flatMap(resourcePolicyBlocks),
    },
    { title: 'Rotated users', blocks: userBlocks(review) },
    { title: 'Schedules', blocks: scheduleBlocks(review) },
    { title: 'The state machine', blocks: machines.flatMap(machineBlocks) },
    { title: 'What is destroyed or replaced', blocks: actionBlocks(review) },
    { title: 'What that does to rotations', blocks: effectBlocks(review) },
    { title: 'Assumptions, and what is not visible', blocks: assumptionBlocks(review), isFolded: true },
  ];
}

function isKnown({ before }: Review): boolean {
  return before.kind !== 'unknown';
}

const mostFindings = 10;

function findingBlocks({ check }: Review): Block[] {
  if (check === undefined) return [];
  const findings = foldedFindings(check).filter(({ verdict }) => verdict !== 'note');
  if (findings.length === 0) return [];
  const items = findings.slice(0, mostFindings).map(({ rule, verdict, severity, message, remedy }): Item => ({
    sign: 'note',
    text: say`${rule} (${[verdict === 'fail' ? severity : verdict]}): ${[message]} Fix: ${[remedy]}`,
  }));
  const left = findings.length - mostFindings;
  return [
    {
      kind: 'items',
      items:
        left > 0
          ? [...items, { sign: 'note', text: [`and ${counted(left, 'more finding')}: keyturn check shows them`] }]
          : items,
    },
  ];
}

/** One row for each part of the page, so that a reader knows where to look. */
function glance(review: Review): Block {
  const { roles, resourcePolicies, users, schedules, machines } = review;
  const rows: { name: string; text: Phrase }[] = [
    { name: 'Permissions of roles', text: rightsText(roles.map(({ rights }) => rights)) },
    { name: 'Trust of roles', text: rightsText(roles.map(({ trust }) => trust)) },
    { name: 'Policies of resources', text: rightsText(resourcePolicies.map(({ rights }) => rights)) },
    { name: 'Rotated users', text: usersText(users) },
    { name: 'Schedules', text: schedulesText(schedules) },
    { name: 'States of the machine', text: statesText(machines) },
    { name: 'Resources', text: resourcesText(review) },
  ];
  return { kind: 'summary', rows };
}

function rightsText(changes: readonly RightsChange[]): Phrase {
  const total = { added: 0, removed: 0, changed: 0, unchanged: 0, present: 0 };
  for (const change of changes) {
    if (change.kind === 'before-unknown') total.present += change.present.length;
    else {
      total.added += change.added.length;
      total.removed += change.removed.length;
      total.changed += change.changed.length;
      total.unchanged += change.unchanged;
    }
  }
  if (changes.length === 0) return ['none'];
  if (changes.some(({ kind }) => kind === 'before-unknown'))
    return [`${total.present} after the change (before: unknown)`];
  return [
    countsText(
      [
        ['added', total.added],
        ['removed', total.removed],
        ['with changed conditions', total.changed],
      ],
      total.unchanged,
    ),
  ];
}

function countsText(counts: readonly (readonly [string, number])[], unchanged: number): string {
  const shown = counts.filter(([, count]) => count > 0).map(([word, count]) => `${count} ${word}`);
  return `${shown.length === 0 ? 'no change' : shown.join(', ')}, ${unchanged} unchanged`;
}

function usersText(users: Review['users']): Phrase {
  if (users.kind === 'compared' && users.added.length + users.removed.length + users.unchanged === 0) return ['none'];
  if (users.kind === 'before-unknown') return [`${users.present.length} after the change (before: unknown)`];
  return [
    countsText(
      [
        ['added', users.added.length],
        ['removed', users.removed.length],
      ],
      users.unchanged,
    ),
  ];
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

function userBlocks({ users }: Review): Block[] {
  const items = (pairs: readonly { userName: string; secretName: string }[], sign: Item['sign']): Item[] =>
    pairs.map(({ userName, secretName }) => ({ sign, text: say`user ${userName}, secret ${secretName}` }));
  const all =
    users.kind === 'compared'
      ? [...items(users.added, 'added'), ...items(users.removed, 'removed')]
      : items(users.present, 'note');
  return all.length === 0 ? [] : [{ kind: 'items', items: all }];
}

function scheduleBlocks({ schedules, keyAges }: Review): Block[] {
  if (schedules.length === 0) return [];
  return [
    { kind: 'items', items: schedules.map(scheduleItem) },
    ...(keyAges.length === 0
      ? []
      : [{ kind: 'items', title: ['Age of the keys'], items: keyAges.map(keyAgeItem) } satisfies Block]),
  ];
}

function actionBlocks({ actions }: Review): Block[] {
  const items = actions.filter(({ kind }) => ['destroyed', 'replaced', 'forgotten'].includes(kind)).map(actionItem);
  return items.length === 0 ? [] : [{ kind: 'items', items }];
}

function actionItem({ kind, address }: ResourceAction): Item {
  const words = {
    destroyed: 'destroyed',
    replaced: 'replaced',
    forgotten: 'no longer managed, and stays in AWS',
    updated: 'updated',
    created: 'created',
  } as const;
  return { sign: kind === 'replaced' ? 'changed' : 'removed', text: say`${address}: ${[words[kind]]}` };
}

function effectBlocks({ effects }: Review): Block[] {
  const kinds = [...new Set(effects.map(({ kind }) => kind))];
  const items = kinds.map((kind): Item => ({
    sign: 'note',
    text: say`${names(
      effects.filter((one) => one.kind === kind).map(({ address }) => address),
      5,
    )}: ${[effectWords[kind]]}`,
  }));
  return items.length === 0 ? [] : [{ kind: 'items', items }];
}

function assumptionBlocks({ premises, notVisible, constructs, now }: Review): Block[] {
  const items = (texts: readonly string[]): Item[] => texts.map((text) => ({ sign: 'note', text: [text] }));
  return [
    { kind: 'items', title: ['Assumptions'], items: items([...premises, `The next dates are counted from ${now}.`]) },
    { kind: 'items', title: ['Not visible'], items: items([...notVisible, ...constructs]) },
  ];
}
