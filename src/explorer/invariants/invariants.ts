import { endingOf, type Ended, type World } from '../../simulator';
import { allKeys, keyInSecret, liveKeys, saidBy, secretWorks } from '../model/world-queries';
import { isActive, type Moment } from '../search/global-state';
import type { Notes, RunNotes, Seen } from '../model/observations';
import type { Subject } from '../model/subject';
import type { JsonObject } from '../../json';
import { untrue } from './cause-claims';

/** What must always hold, judged from outside: by the world, the calls that AWS saw, and how executions ended. */
export const promises = [
  '1 the secret is never dead',
  '2 no orphan without an alarm',
  '3 never ambiguous, never destructive',
  '4 the next run heals',
  '5 no secret leaks',
  '6 two runs cannot collide',
  '7 someone is told',
] as const;

export type PromiseName = (typeof promises)[number];

export interface Broken {
  readonly promise: PromiseName;
  /** What was seen, in a sentence. */
  readonly what: string;
}

const broken = (promise: PromiseName, what: string): Broken => ({ promise, what });

/** What one call breaks, at once. @param before notes taken before the call */
export function brokenByCall(before: Notes, seen: Seen, start: World, subject: Subject): Broken[] {
  const found: Broken[] = [];
  const { after, call, fresh } = seen;
  if (!subject.traits.mayDie && secretWorks(start, subject) && secretWorks(seen.before, subject)) {
    if (!secretWorks(after, subject))
      found.push(broken('1 the secret is never dead', 'The secret held a working key, and now it holds none.'));
    else if (keyInSecret(after, subject) !== keyInSecret(seen.before, subject) && !secretWorks(after, subject, fresh))
      found.push(broken('1 the secret is never dead', 'The secret holds a key so new that AWS may not accept it yet.'));
  }
  if (call.api === 'deleteAccessKey' && before.runs[seen.run]?.doubt === true) {
    const what = 'A key is deleted while nobody knows whether UpdateSecret took effect.';
    found.push(broken('3 never ambiguous, never destructive', what));
  }
  if (isUndone(before.runs[seen.run], seen, subject))
    found.push(broken('7 someone is told', 'A mail could not be sent, and the rotation is undone.'));
  if (call.api === 'updateSecret') {
    const others: JsonObject = { ...call.parameters, SecretString: null };
    if (others['SecretId'] !== subject.secretName || shows(others, after, subject))
      found.push(
        broken('5 no secret leaks', 'The secret access key goes to another place than the value of its secret.'),
      );
  } else if (shows(call.parameters, after, subject)) {
    found.push(
      broken('5 no secret leaks', `The secret access key is among the parameters of ${call.service}:${call.api}.`),
    );
  }
  return found;
}

/** An execution that could not send its mail deletes the key in the secret. */
function isUndone(run: RunNotes | undefined, { call, before, after }: Seen, subject: Subject): boolean {
  if (run === undefined || !run.told || run.mailed || call.api !== 'deleteAccessKey') return false;
  const held = keyInSecret(before, subject);
  return held !== undefined && liveKeys(before, subject).includes(held) && !liveKeys(after, subject).includes(held);
}

/** Is one of the user's secret access keys in a value? */
function shows(value: unknown, world: World, subject: Subject): boolean {
  const text = JSON.stringify(value);
  return allKeys(world, subject).some(({ secret }) => text.includes(secret));
}

/** What is broken when all executions have ended. */
export function brokenAtEnd(moment: Moment, start: World, subject: Subject): Broken[] {
  const { world, notes, runs } = moment;
  const ended = runs.map(({ execution }) => endingOf(execution));
  return [...brokenByOrphans(ended, notes, start, world, subject), ...brokenBySuccess(ended, start, world, subject)];
}

/** What is broken by how one execution has ended, at once. */
export function brokenByEnding(
  { world, runs, notes }: Moment,
  index: number,
  start: World,
  subject: Subject,
): Broken[] {
  const run = runs[index];
  const mine = notes.runs[index];
  if (run === undefined || mine === undefined || isActive(run)) return [];
  const ended = endingOf(run.execution);
  const { cause = '' } = ended;
  const isAlone = runs.length === 1;
  return [
    ...brokenByText(ended, world, subject),
    ...brokenByRun(ended, mine),
    ...untrue(cause, { world, start, notes, run: mine, subject, isAlone }).map((words) =>
      broken('7 someone is told', `A failure says what is not so: ${words}.`),
    ),
  ];
}

function brokenByRun({ status }: Ended, { refused, tookBack, mailed }: RunNotes): Broken[] {
  const found: Broken[] = [];
  if (refused && !tookBack && status !== 'ABORTED') {
    const what = 'UpdateSecret was refused for certain, and the new key was not deleted again.';
    found.push(broken('3 never ambiguous, never destructive', what));
  }
  if (status === 'SUCCEEDED' && !mailed)
    found.push(broken('7 someone is told', 'An execution succeeded, and nobody was told.'));
  if (status === 'TIMED_OUT')
    found.push(broken('7 someone is told', 'An execution ran out of time, and no cause says what it left behind.'));
  return found;
}

function brokenByText({ output, error, cause }: Ended, world: World, subject: Subject): Broken[] {
  if (!shows([output ?? null, error ?? null, cause ?? null], world, subject)) return [];
  return [broken('5 no secret leaks', 'How an execution ended shows a secret access key.')];
}

function brokenByOrphans(
  ended: readonly Ended[],
  notes: Notes,
  start: World,
  after: World,
  subject: Subject,
): Broken[] {
  const former = liveKeys(start, subject);
  const inSecret = keyInSecret(after, subject);
  const loose = liveKeys(after, subject).filter((id) => id !== inSecret);
  const said = ended.map((each) => saidBy(each, loose, subject));
  // Whoever stops an execution is told by the alert, and knows which one it was; no cause can be written any more.
  const isTold = said.some(({ status, saysWhen }) => status === 'ABORTED' || saysWhen);
  const found: Broken[] = [];
  // Whoever has stored a new key has a previous one to answer for.
  const isStored = notes.runs.some(({ wrote }) => wrote) && !subject.traits.keepsPrevious;
  for (const id of loose) {
    const isNew = !former.includes(id) && !notes.stored.includes(id);
    if (isNew && !isTold && !said.some(({ named }) => named.includes(id)))
      found.push(broken('2 no orphan without an alarm', 'A key that nobody knows is left, and no failure names it.'));
    else if (isStored && !isTold && !said.some(({ named, status }) => status === 'SUCCEEDED' || named.includes(id)))
      found.push(broken('2 no orphan without an alarm', 'The previous key is left, and no failure names it.'));
    if (said.some(({ gone }) => gone.includes(id)))
      found.push(
        broken('2 no orphan without an alarm', 'A failure says that a key was deleted, and the key is there.'),
      );
  }
  if (ended.every(({ status }) => status === 'SUCCEEDED') && loose.length > (subject.traits.keepsPrevious ? 1 : 0))
    found.push(broken('2 no orphan without an alarm', 'A success leaves a key that the strategy does not keep.'));
  return found;
}

function brokenBySuccess(ended: readonly Ended[], start: World, after: World, subject: Subject): Broken[] {
  const succeeded = ended.filter(({ status }) => status === 'SUCCEEDED');
  if (succeeded.length === 0) return [];
  const works = secretWorks(after, subject);
  if (succeeded.length < ended.length) {
    // In delete-first two runs may cost one more; the other strategies are judged at every moment.
    return works || !secretWorks(start, subject) || subject.traits.mayDie
      ? []
      : [broken('1 the secret is never dead', 'One of the executions succeeded, and the secret is dead.')];
  }
  if (!works) return [broken('1 the secret is never dead', 'Every execution succeeded, and the secret is dead.')];
  const isNew = !liveKeys(start, subject).includes(keyInSecret(after, subject) ?? '');
  return isNew ? [] : [broken('7 someone is told', 'A success was told, and the secret holds a key from before.')];
}
