import { endingOf, isObject, type Execution, type World } from '../simulator';
import { allKeys, keyInSecret, liveKeys, saidBy } from './look';
import { isActive, keyOfClock, type Moment } from './moment';
import type { RunNotes } from './notes';
import type { Subject } from './subject';

/**
 * What of a global state decides its future, as a text: equal texts have equal futures up to names. Ids, tokens and dates are made up,
 * so they are replaced by their places; data that nobody reads any more is left out, but for the secrets in it.
 */
export function identityOf(moment: Moment, subject: Subject): string {
  const { world, runs, toStart, zone, notes } = moment;
  const recent = zone.names.flatMap((name) => keyOfClock(name) ?? []);
  const keys = allKeys(world, subject).flatMap(({ id, status, deletedAt }, index) => {
    if (deletedAt === undefined) return `${id}${status}${recent.includes(index) ? '*' : ''}`;
    return recent.includes(index) ? `-${id}` : [];
  });
  const live = liveKeys(world, subject);
  const running = runs.some(isActive);
  const versions = running ? (world.secrets[0]?.versions.map(({ id }) => id) ?? []) : [];
  const around = [keys, keyInSecret(world, subject) ?? '', notes.stored, versions, toStart].join(' ');
  return renamed([
    piecesOf(around),
    ...runs.flatMap((run, index) => [
      ...(isActive(run)
        ? [piecesOfExecution(run.execution, subject), circumstancesOf(run, notes.runs[index])]
        : [piecesOf(JSON.stringify(saidBy(endingOf(run.execution), live, subject)))]),
    ]),
  ]);
}

function circumstancesOf({ due, stuck }: Moment['runs'][number], notes: RunNotes | undefined): Pieces {
  const { afterEffect, afterCall, within, timeout } = due;
  const text = `${afterEffect} ${afterCall} ${within} ${timeout} ${stuck?.id ?? ''} ${JSON.stringify(notes ?? '')}`;
  return { between: [text], names: [] };
}

/** The same for a world in which nothing runs. */
export function identityOfWorld(world: World, subject: Subject): string {
  const keys = allKeys(world, subject).filter(({ deletedAt }) => deletedAt === undefined);
  const [secret] = world.secrets;
  const written = [
    keys.map(({ id, status }) => `${id}${status}`),
    keyInSecret(world, subject) ?? '',
    secret === undefined ? 'none' : secret.pendingDeletion,
    world.users.length,
  ];
  return renamed([piecesOf(written.join(' '))]);
}

/** A text with the made-up names taken out: `names[i]` stands between `between[i]` and the one after. */
interface Pieces {
  readonly between: readonly string[];
  readonly names: readonly string[];
}

const known = new WeakMap<Execution, Pieces>();

function piecesOfExecution(execution: Execution, subject: Subject): Pieces {
  const pieces = known.get(execution) ?? piecesOf(written(execution, subject));
  known.set(execution, pieces);
  return pieces;
}

function written({ state, data, attempts }: Execution, { live }: Subject): string {
  const fields = live.get(state);
  if (!isObject(data) || fields === undefined || fields === 'everything')
    return JSON.stringify([state, attempts, data]);
  const kept = Object.entries(data).map(([name, value]) =>
    fields.has(name) ? [name, value] : [name, JSON.stringify(value).match(secretPattern)],
  );
  return JSON.stringify([state, attempts, kept]);
}

const secretPattern = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/g;

const namePattern =
  /AKIA[A-Z2-7]{16}|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/g;

function piecesOf(text: string): Pieces {
  return { between: text.split(namePattern), names: text.match(namePattern) ?? [] };
}

const isDate = (name: string) => name.charAt(4) === '-' && name.charAt(10) === 'T';

/** The pieces as one text: a date becomes its place in time, every other name the number by which it was met. */
function renamed(all: readonly Pieces[]): string {
  const dates = [...new Set(all.flatMap(({ names }) => names.filter(isDate)))].sort();
  const numbers = new Map<string, string>(dates.map((date, index) => [date, `@${index}`]));
  let text = '';
  for (const { between, names } of all) {
    between.forEach((piece, index) => {
      text += piece;
      const name = names[index];
      if (name === undefined) return;
      const number = numbers.get(name) ?? `#${numbers.size}`;
      numbers.set(name, number);
      text += number;
    });
  }
  return text;
}
