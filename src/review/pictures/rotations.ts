import { rotatingMachines } from '../../checks/definition/rotation';
import type { Cell, KeySpan, Mark, TableBlock, Timeline, TimelineBlock } from '../../html';
import type { Model } from '../../model';
import { durationInWords } from '../../text/duration';
import { traitsOf } from '../../workflow';
import { keyAgesOf, type KeyAge } from '../key-age';
import { scheduleChanges, startsBetween, type ScheduleChange, type ScheduleFacts } from '../schedules/schedules';
import { noStarts, shortName } from '../page/schedules';
import { CIS_KEY_AGE_DAYS } from '../../settings/rules/key-life';

const daySeconds = 86_400;
/** The most schedules whose gaps are measured. Users with the same schedule have one. */
const mostSchedules = 5_000;

/** Schedules that are the same, with the users that they rotate and the life of their keys. */
interface Planned {
  readonly names: readonly string[];
  readonly facts: ScheduleFacts;
  readonly age: KeyAge | undefined;
}

/** The planned life of the keys of each user, if the input has one machine that rotates, and schedules for it. */
export function timelinesOf(model: Model, now: Date): TimelineBlock[] {
  if (rotatingMachines(model.resources).length !== 1) return [];
  const schedules = scheduleChanges({ before: undefined, after: model, actions: [] }, now);
  const ages = new Map(keyAgesOf(model, schedules, now, mostSchedules).map((age) => [age.addresses, age]));
  const planned = schedules
    .flatMap((one) => plannedBy(one, ages.get(one.addresses)))
    .sort(
      (one, other) => worstOf(other) - worstOf(one) || (one.names[0] ?? '').localeCompare(other.names[0] ?? '', 'en'),
    );
  if (planned.length === 0) return [];
  return [
    {
      kind: 'timelines',
      title: ['The keys of each user, as planned'],
      now: now.getTime(),
      limitDays: CIS_KEY_AGE_DAYS,
      timelines: planned.flatMap((one) => one.names.map((name) => timelineOf(name, one, now))),
      table: tableOf(planned),
    },
  ];
}

function plannedBy({ addresses, after: facts }: ScheduleChange, age: KeyAge | undefined): Planned[] {
  return facts === undefined ? [] : [{ names: addresses.map(shortName), facts, age }];
}

/** Without a bound, nothing says when the key is replaced, which is the worst. */
function worstOf({ age }: Planned): number {
  return age?.seconds ?? Infinity;
}

function isTooOld(planned: Planned): boolean {
  return worstOf(planned) > CIS_KEY_AGE_DAYS * daySeconds;
}

/** The most starts that are drawn of one user. */
const mostStarts = 8;

function timelineOf(name: string, planned: Planned, now: Date): Timeline {
  const { facts, age } = planned;
  const first = facts.next.kind === 'dates' ? Date.parse(facts.next.dates[0] ?? '') : NaN;
  const starts = Number.isNaN(first)
    ? []
    : startsBetween(facts, now, first + CIS_KEY_AGE_DAYS * daySeconds * 1000, mostStarts);
  const remark = age === undefined ? 'no bound is known' : `at most ${inDays(age.seconds)}`;
  return { name, remark, isBad: isTooOld(planned), keys: age === undefined ? [] : keysOf(starts, age), starts };
}

function inDays(seconds: number): string {
  const days = Math.round((seconds / daySeconds) * 10) / 10;
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/** The key of today and one for each start: each is stored at a start, replaced at the next one, and deleted by its strategy. */
function keysOf(starts: readonly number[], age: KeyAge): KeySpan[] {
  const { keepsPrevious } = traitsOf(age.strategy);
  const seconds = (name: string): number => age.terms.find((term) => term.name === name)?.seconds ?? 0;
  const graceMs = seconds('grace period') * 1000;
  const lateMs = (seconds('flexible window') + seconds('retry age') + seconds('longest run')) * 1000;
  const keys: readonly (number | undefined)[] = [undefined, ...starts];
  return keys.map((from, index): KeySpan => {
    const replaced = starts[index];
    const deletedAt = keepsPrevious ? starts[index + 1] : replaced;
    const until = deletedAt === undefined ? undefined : deletedAt + graceMs;
    const label = from === undefined ? 'key of today' : `key ${index}`;
    return { label, from, replaced, until, latest: until === undefined ? undefined : until + lateMs };
  });
}

function sumText({ seconds, terms }: KeyAge): string {
  const sum = terms.filter((term) => term.seconds > 0).map((term) => `${term.name} ${durationInWords(term.seconds)}`);
  return `${durationInWords(seconds)} = ${sum.join(' + ')}`;
}

const marks = {
  inside: { tone: 'good', word: 'yes' },
  outside: { tone: 'bad', word: 'no' },
} as const satisfies Record<string, Mark>;

function tableOf(planned: readonly Planned[]): TableBlock {
  const rows = planned.map((one): Cell[] => {
    const { names, facts, age } = one;
    const next =
      facts.next.kind === 'dates'
        ? facts.next.dates.map((date) => date.slice(0, 16).replace('T', ' ')).join(', ')
        : noStarts[facts.next.because];
    return [
      { lines: names.map((name) => [{ name }]) },
      { lines: [[`${facts.words} (`, { name: facts.expression }, `, ${facts.timezone})`]] },
      { lines: [[next]] },
      { lines: [[age === undefined ? 'no bound is known' : sumText(age)]] },
      { mark: isTooOld(one) ? marks.outside : marks.inside, lines: [] },
    ];
  });
  return {
    kind: 'table',
    title: ['The same as a table, with the arithmetic'],
    columns: ['Users', 'Schedule', 'Next starts (UTC)', 'Longest life of a key', `At most ${CIS_KEY_AGE_DAYS} days`],
    rows,
    isFolded: true,
  };
}
