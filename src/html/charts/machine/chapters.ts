import * as operations from '../../../workflow/operations';
import { dominators } from './dominators';
import type { GroupedState } from './groups';
import { withoutLeaves } from './leaves';

/** States that are drawn as one picture. */
export interface Chapter {
  readonly title: string;
  /** Whether executions that come here have failed. */
  readonly isFailure?: true;
  readonly states: readonly GroupedState[];
}

const titles = {
  input: 'Check the input',
  look: 'Look at the keys',
  create: 'Create the new key',
  store: 'Store it in the secret',
  tell: 'Tell the owners',
  delete: 'Delete the previous key',
  failure: 'Report a failure',
  unreached: 'Not reached',
} as const;

/** The most states of a machine whose chapters are those of a rotation: each state is compared with all before it. */
const mostOfRotation = 500;

type Stage = keyof typeof titles;

/**
 * The chapters of a machine: those of a rotation, which its calls show, or parts of about the same size. A chapter of a rotation that is too wide for a page is
 * split.
 */
export function chaptersOf(
  states: readonly GroupedState[],
  startAt: string,
  isTooWide: (chapter: Chapter) => boolean,
): Chapter[] {
  const graph = new Map(states.map(({ name, ways }) => [name, ways.map(({ to }) => to)]));
  const before = dominators(graph, startAt);
  const isRotation =
    states.length <= mostOfRotation && states.some((state) => calls(state, operations.createAccessKey));
  if (!isRotation) return bySize(states, [...before.keys()]);
  const stages = stagesOf(states, before);
  const named = Object.keys(titles) as Stage[];
  return named.flatMap((stage): Chapter[] => {
    const own = states.filter(({ name }) => (stages.get(name) ?? 'unreached') === stage);
    return own.length === 0 ? [] : split(chapterOf(stage, own), before, isTooWide);
  });
}

function chapterOf(stage: Stage, states: readonly GroupedState[]): Chapter {
  return { title: titles[stage], states, ...(stage === 'failure' ? { isFailure: true } : {}) };
}

/** The fewest boxes that are worth a picture of their own. */
const fewestBoxes = 4;

/** Takes parts out of a chapter that is too wide: the largest first, each with all states that only it leads to. */
function split(
  chapter: Chapter,
  before: ReadonlyMap<string, string>,
  isTooWide: (chapter: Chapter) => boolean,
): Chapter[] {
  let rest = chapter.states;
  const parts: Chapter[] = [];
  while (isTooWide({ ...chapter, states: rest })) {
    const [part] = partsOf(rest, before).sort((one, other) => other.boxes - one.boxes);
    if (part === undefined) break;
    parts.push({ title: `${chapter.title}: from ${part.states[0]?.name ?? ''}`, states: part.states });
    const gone = new Set(part.states);
    rest = rest.filter((state) => !gone.has(state));
  }
  const place = (part: Chapter): number => chapter.states.indexOf(part.states[0] as GroupedState);
  return [{ ...chapter, states: rest }, ...parts.sort((one, other) => place(one) - place(other))];
}

/** The states below each of the first branches of a chapter, if they are enough for a picture. */
function partsOf(states: readonly GroupedState[], before: ReadonlyMap<string, string>) {
  const own = new Set(states.map(({ name }) => name));
  const [entry = ''] = states
    .map(({ name }) => name)
    .filter((name) => !own.has(before.get(name) ?? '') || before.get(name) === name);
  const branchOf = (name: string): string => {
    let at = name;
    for (let above = before.get(at); above !== undefined && above !== entry && above !== at && own.has(above);) {
      at = above;
      above = before.get(at);
    }
    return at;
  };
  const branches = new Map<string, GroupedState[]>();
  for (const state of states) {
    const branch = branchOf(state.name);
    if (branch !== entry) branches.set(branch, [...(branches.get(branch) ?? []), state]);
  }
  return [...branches.entries()]
    .map(([first, inside]) => ({
      states: [...inside.filter(({ name }) => name === first), ...inside.filter(({ name }) => name !== first)],
      boxes: withoutLeaves(inside).length,
    }))
    .filter(({ boxes }) => boxes >= fewestBoxes);
}

function calls({ type, resource }: GroupedState, operation: operations.Operation): boolean {
  return type === 'Task' && resource.endsWith(`:states:::${operation.integration}`);
}

/** Each state belongs to the last call of a rotation that is on every way to it. */
function stagesOf(states: readonly GroupedState[], before: ReadonlyMap<string, string>): ReadonlyMap<string, Stage> {
  const byName = new Map(states.map((state) => [state.name, state]));
  const chains = new Map([...before.keys()].map((name) => [name, chainOf(name, before)]));
  const entries = new Map<string, Stage>();
  for (const [name, chain] of chains) {
    const state = byName.get(name);
    const entered = state === undefined ? undefined : stageAt(state, chain, byName);
    if (entered !== undefined) entries.set(entered.name, entered.stage);
  }
  return new Map(
    [...chains].map(([name, chain]) => {
      const last = chain.findLast((one) => entries.has(one)) ?? '';
      return [name, entries.get(last) ?? 'input'];
    }),
  );
}

/** The states that are on every way to a state, the first one first, and the state itself. */
function chainOf(name: string, before: ReadonlyMap<string, string>): string[] {
  const chain = [name];
  for (let at = name; before.get(at) !== at;) {
    at = before.get(at) ?? at;
    chain.push(at);
  }
  return chain.reverse();
}

/** The stage that begins with a call, and the state where it begins. */
function stageAt(
  state: GroupedState,
  chain: readonly string[],
  byName: ReadonlyMap<string, GroupedState>,
): { readonly name: string; readonly stage: Stage } | undefined {
  const { name } = state;
  const lastCall = (...wanted: readonly operations.Operation[]): number =>
    chain.slice(0, -1).findLastIndex((one) => {
      const other = byName.get(one);
      return other !== undefined && wanted.some((operation) => calls(other, operation));
    });
  const { createAccessKey, updateSecret, sendEmail, sendTemplatedEmail, listAccessKeys, deleteAccessKey } = operations;
  if (calls(state, createAccessKey)) return { name, stage: 'create' };
  if (calls(state, updateSecret)) return { name, stage: 'store' };
  const stored = lastCall(updateSecret);
  if (calls(state, sendEmail) || calls(state, sendTemplatedEmail))
    return { name, stage: stored < 0 ? 'failure' : 'tell' };
  const told = lastCall(sendEmail, sendTemplatedEmail);
  // The deletion begins with what decides about it, right after the mail.
  if (calls(state, deleteAccessKey) && told > stored && stored >= 0)
    return { name: chain[told + 1] ?? name, stage: 'delete' };
  if ((calls(state, listAccessKeys) || calls(state, deleteAccessKey)) && lastCall(createAccessKey) < 0)
    return { name, stage: 'look' };
  return undefined;
}

/** The most states of a part. */
const mostOfPart = 16;

/** A machine that is not a rotation, in the order of its ways. */
function bySize(states: readonly GroupedState[], order: readonly string[]): Chapter[] {
  const byName = new Map(states.map((state) => [state.name, state]));
  const names = [...new Set([...order, ...byName.keys()])].filter((name) => byName.has(name));
  const parts = Math.max(1, Math.ceil(names.length / mostOfPart));
  const size = Math.ceil(names.length / parts);
  return Array.from({ length: parts }, (_, index): Chapter => {
    const own = names.slice(index * size, (index + 1) * size).flatMap((name) => byName.get(name) ?? []);
    const [first, last] = [own[0]?.name ?? '', own.at(-1)?.name ?? ''];
    return { title: parts === 1 ? 'All states' : `${first} to ${last}`, states: own };
  });
}
