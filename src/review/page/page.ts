import { counted } from '../../text/duration';
import { foldedFindings } from '../../report/folded';
import type { ResourceAction, UnknownBefore } from '../sides';
import type { Review, ReviewVerdict } from '../review';
import { effectWords } from './effects';
import { glance } from './glance';
import { machineBlocks } from './machines';
import { permissionBlocks, resourcePolicyBlocks, trustBlocks } from './rights';
import { userBlocks } from './users';
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
    { title: 'Findings', blocks: findingBlocks(review), hasFindings: true },
    { title: 'At a glance', blocks: [glance(review)] },
    {
      title: isKnown(review) ? 'Permissions, before → after' : 'Permissions (before: unknown)',
      blocks: permissionBlocks(roles),
    },
    {
      title: isKnown(review)
        ? 'Who can assume the roles, before → after'
        : 'Who can assume the roles (before: unknown)',
      blocks: trustBlocks(roles),
    },
    {
      title: isKnown(review) ? 'Policies of resources, before → after' : 'Policies of resources (before: unknown)',
      blocks: resourcePolicies.flatMap(resourcePolicyBlocks),
    },
    { title: 'Rotated users', blocks: userBlocks(review.users) },
    { title: 'Schedules', blocks: scheduleBlocks(review) },
    { title: 'The state machine', blocks: machineBlocks(machines) },
    { title: 'What is destroyed or replaced', blocks: actionBlocks(review) },
    { title: 'Consequences', blocks: effectBlocks(review) },
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
