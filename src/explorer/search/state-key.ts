import { endingOf, type AccessKey, type Execution, type World } from '../../simulator';
import { isObject, type Json } from '../../json';
import { allKeys, areOfOneSecond, keyInSecret, liveKeys } from '../model/world-queries';
import { clocks, isActive, type GlobalState, type RunState } from './global-state';
import type { Invariants } from './invariants';
import { nothingObserved, type RunObservations } from '../model/observations';
import type { Subject } from '../model/subject';

/** The part of a global state that decides its future: states whose parts are all equal have equal futures. */
interface StateKey {
  /** Everything without names. */
  readonly shape: string;
  /** The names that are equal, and the order of its dates. */
  readonly names: string;
  /** The executions in the order in which the key has them. They do the same, so it makes no difference which of them began first. */
  readonly order: readonly number[];
}

/**
 * The key of a global state. Ids, tokens and dates are generated, so they are replaced by their places. Data that no later state reads are left
 * out, except for the secrets in them.
 */
export function stateKey(
  state: GlobalState,
  subject: Subject,
  { labelOf }: Pick<Invariants<unknown>, 'labelOf'>,
): StateKey {
  const { world, runs, toStart, zone, observations } = state;
  const all = new KeyBuilder(`${toStart} ${state.operatorAction ?? ''} `);
  const { names } = zone;
  const { keys, live, held, versions } = partsOf(world, subject);
  keys.forEach(({ id, status, deletedAt }, index) => {
    const isRecent = names.includes(clocks.sinceChange(index));
    if (deletedAt === undefined) all.add(isRecent ? `${status}*` : status, [id]);
    else if (isRecent) all.add('gone', [id]);
  });
  all.add('held', held);
  all.add('stored', observations.stored);
  if (runs.some(isActive)) all.add('versions', versions);
  const piecesOfRuns = runs.map((run, index): Pieces => {
    if (isActive(run)) return piecesOfRun(run, observations.runs[index], subject);
    const { text, ids } = labelOf(endingOf(run.execution), live);
    return { shape: text, names: ids };
  });
  const order = orderOf(piecesOfRuns);
  for (const index of order) {
    const pieces = piecesOfRuns[index] ?? noPieces;
    all.add(pieces.shape, pieces.names);
  }
  return { ...all.key(), order };
}

/** The parts of a world that are in every key. */
interface WorldParts {
  readonly keys: readonly AccessKey[];
  readonly live: readonly string[];
  readonly held: readonly string[];
  readonly versions: readonly string[];
}

const parts = new WeakMap<World, WorldParts>();

function partsOf(world: World, subject: Subject): WorldParts {
  const known = parts.get(world);
  if (known !== undefined) return known;
  const held = keyInSecret(world, subject);
  const made = {
    keys: allKeys(world, subject),
    live: liveKeys(world, subject),
    held: held === undefined ? [] : [held],
    versions: world.secrets[0]?.versions.map(({ id }) => id) ?? [],
  };
  parts.set(world, made);
  return made;
}

const inOrder: readonly (readonly number[])[] = [[], [0], [0, 1]];

function orderOf(pieces: readonly Pieces[]): readonly number[] {
  const isSorted = pieces.every((each, index) => index === 0 || compare(pieces[index - 1], each) <= 0);
  if (isSorted) return inOrder[pieces.length] ?? [...pieces.keys()];
  return [...pieces.keys()].sort((one, other) => compare(pieces[one], pieces[other]));
}

function compare({ shape: one } = noPieces, { shape: other } = noPieces): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function piecesOfRun(run: RunState, observations: RunObservations | undefined, subject: Subject): Pieces {
  const { shape, names } = piecesOfExecution(run.execution, subject);
  return { shape: `${shape} ${circumstancesOf(run, observations, subject)}`, names };
}

function circumstancesOf(
  { timing, lastingFault, execution }: RunState,
  observations: RunObservations = nothingObserved,
  { speed }: Subject,
): string {
  const { afterEffect, afterCall, within, timeout } = timing;
  return `${afterEffect} ${afterCall} ${within} ${timeout} ${lastingFault?.id ?? ''} ${bitsOf(observations)}${speed === 'slow' ? ` ${lastedSo(execution)}` : ''}`;
}

const observable = Object.keys(nothingObserved) as readonly string[] as readonly (keyof RunObservations)[];

function bitsOf(observations: RunObservations): number {
  let bits = 0;
  for (const name of observable) bits = 2 * bits + (observations[name] ? 1 : 0);
  return bits;
}

/** The duration of an execution so far, which limits the rest if its own times are the slowest. */
function lastedSo({ phase, startedAt }: Execution): number {
  return 'since' in phase ? phase.since - startedAt : 0;
}

/** The key of a world in which nothing runs. */
export function worldKey(world: World, subject: Subject): string {
  const all = new KeyBuilder('');
  for (const { id, status, deletedAt } of allKeys(world, subject)) if (deletedAt === undefined) all.add(status, [id]);
  if (areOfOneSecond(world, subject)) all.add('of one second', []);
  const held = keyInSecret(world, subject);
  const [secret] = world.secrets;
  all.add('held', held === undefined ? [] : [held]);
  all.add(`${secret === undefined ? 'no secret' : secret.pendingDeletion} ${world.users.length}`, []);
  if (secret?.key !== undefined) all.add(`${secret.key.enabled} ${secret.key.allows.join()}`, []);
  const { shape, names } = all.key();
  return `${shape}${names}`;
}

/** A text without its generated names, and these names. */
interface Pieces {
  readonly shape: string;
  readonly names: readonly string[];
}

const noPieces: Pieces = { shape: '', names: [] };

/** Collects shapes and names. At the end, a date becomes its place in time, and every other name the number of its first occurrence. */
class KeyBuilder {
  private readonly names: string[] = [];

  constructor(private shapes: string) {}

  add(shape: string, names: readonly string[]): void {
    this.shapes += `${shape}(${names.length})`;
    for (const name of names) this.names.push(name);
  }

  key(): { readonly shape: string; readonly names: string } {
    const { names } = this;
    const dates = names.filter(isDate);
    if (dates.length > 1) dates.sort();
    let text = '';
    for (const name of names) {
      // The first occurrence of a name is its number, and the first occurrence of a date among the sorted dates.
      text += isDate(name) ? `@${dates.indexOf(name)}` : `#${names.indexOf(name)}`;
    }
    return { shape: this.shapes, names: text };
  }
}

const known = new WeakMap<Execution, Pieces>();

function piecesOfExecution(execution: Execution, subject: Subject): Pieces {
  const pieces = known.get(execution) ?? joined(execution, subject);
  known.set(execution, pieces);
  return pieces;
}

/** The data of an execution that matter later, as a text without names: equal for two executions with the same events. */
export const shapeOfExecution = (execution: Execution, subject: Subject): string =>
  piecesOfExecution(execution, subject).shape;

function joined({ state, data, attempts }: Execution, { live }: Subject): Pieces {
  const fields = live.get(state);
  const isWhole = !isObject(data) || fields === undefined || fields === 'everything';
  const members = isWhole
    ? [piecesOf(data)]
    : Object.entries(data).map(([name, value]) => {
        const { shape, names } = fields.has(name) ? piecesOf(value) : secretsIn(value);
        return { shape: `${name}${shape}`, names };
      });
  const shape = members.reduce((text, member) => `${text} ${member.shape}`, `${state} ${attempts.join()}`);
  return { shape: numbered(shape), names: members.flatMap(({ names }) => names) };
}

const secretPattern = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/g;

const namePattern =
  /AKIA[A-Z2-7]{16}|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/g;

/** Reads a value once: executions share most members of their data. */
function remembering(read: (text: string) => Pieces): (value: Json) => Pieces {
  const known = new WeakMap<object, Pieces>();
  return (value) => {
    if (value === null || typeof value !== 'object') return read(JSON.stringify(value));
    const pieces = known.get(value) ?? read(JSON.stringify(value));
    known.set(value, pieces);
    return pieces;
  };
}

const piecesOf = remembering((text) => {
  const names: string[] = [];
  const between = text.replace(namePattern, (name) => {
    names.push(name);
    return '\u0000';
  });
  return { shape: numbered(between), names };
});

/** The secrets in a value that no later state reads: only they matter. */
const secretsIn = remembering((text) => {
  const names = text.match(secretPattern) ?? [];
  return { shape: `!${names.length}`, names };
});

/** Replaces each text by a number, because texts are long and few. */
const numbers = new Map<string, string>();

function numbered(text: string): string {
  const number = numbers.get(text) ?? `~${numbers.size}`;
  numbers.set(text, number);
  return number;
}

const isDate = (name: string) => name.charAt(4) === '-' && name.charAt(10) === 'T';
