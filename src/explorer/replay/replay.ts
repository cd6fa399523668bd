import { InputError } from '../../input-error';
import { endingOf, redactor, type Call, type Ended, type Execution } from '../../simulator';
import { firstMoment, momentOf } from '../search/explore';
import { faultOf, stopped } from '../model/faults';
import { brokenByNextRun, muchLater, smoothly } from '../invariants/next-run';
import { allKeys, keyInSecret } from '../model/world-queries';
import { isOver, type Choice, type Moment } from '../search/global-state';
import { invariantsOf } from '../invariants/invariants';
import { keyOf, type Violation } from '../invariants/kinds';
import type { Seen } from '../model/observations';
import { settingOf } from '../search/setting';
import { stepBy } from '../search/steps';
import type { Story } from './scenario-id';
import { subjectUnder, type Subject } from '../model/subject';
import { Times } from './event-times';

/** One event of a story that is told. */
export interface Told {
  readonly run: number;
  /** Seconds after the beginning, at the earliest. */
  readonly seconds: number;
  readonly state: string;
  /** Undefined if something from outside happened, and no call. */
  readonly call: Pick<Call, 'service' | 'api'> | undefined;
  readonly outcome: Outcome | undefined;
  /** What went wrong, and what the call could not see yet. */
  readonly remarks: readonly string[];
  /** The keys that there are then, and which of them the secret holds. */
  readonly world: string;
  readonly broken: readonly Violation[];
}

/** What the execution is told of its call. */
export type Outcome =
  { readonly kind: 'ok' } | { readonly kind: 'no answer' } | { readonly kind: 'error'; readonly error: string };

/** How one execution ended, in a line. */
export interface Ending {
  readonly run: number;
  readonly text: string;
}

export interface Telling {
  readonly story: Story;
  readonly events: readonly Told[];
  readonly endings: readonly Ending[];
  /** What is broken at the end, and all that was before; each once. */
  readonly broken: readonly Violation[];
}

/** Lets a story happen again. Throws InputError where it cannot happen with this machine. */
export function tell(story: Story, usual: Subject): Telling {
  const subject = subjectUnder(story.circumstance, usual);
  const setting = settingOf(subject, story.reading);
  const invariants = invariantsOf(subject);
  const faults = story.choices.filter(({ fault }) => fault !== undefined).length;
  const first = firstMoment({ ...story, faults }, subject);
  const times = new Times(subject.settleMs);
  const hides = (world: Moment['world']) => shortNames(world, subject);
  const events: (Omit<Told, 'seconds'> & { readonly place: number; readonly own: number | undefined })[] = [];
  let former = 0;
  let moment = first;
  let start = first.world;
  const follow = (choice: Choice) => {
    const step = stepBy(moment, choice, setting);
    if (step === undefined)
      throw InputError.of(`--replay: event ${events.length + 1} of the story cannot happen with this machine`);
    const run = moment.runs[choice.run];
    const place = times.add(moment, choice, step.at !== undefined, step.after);
    const all = step.seen ? invariants.ofCall(moment.notes, step.seen, start) : [];
    const broken = [...all, ...invariants.ofEnding(step.after, choice.run, start)];
    if (run !== undefined) {
      events.push({
        run: former + choice.run,
        place,
        own: subject.speed === 'slow' ? ownSeconds(run.execution) : undefined,
        state: run.execution.state,
        call: step.seen?.call,
        outcome: step.seen && outcomeOf(step.seen.told),
        remarks: remarksOn(choice, moment, subject),
        world: worldText(step.after.world, subject),
        broken,
      });
    }
    moment = step.after;
  };
  story.choices.forEach(follow);
  const ends = isOver(moment) ? [...invariants.atEnd(moment, start)] : [];
  const endings = endingsOf(moment, hides(moment.world), 0);
  if (story.then === 'healing' && isOver(moment)) {
    const left = moment.world;
    ends.push(...brokenByNextRun(left, setting));
    start = left;
    moment = momentOf(left, 1, 0, muchLater);
    times.restart();
    former = story.executions;
    smoothly(moment, setting).choices.forEach(follow);
    endings.push(...endingsOf(moment, hides(moment.world), story.executions));
  }
  const broken = [...events.flatMap((event) => event.broken), ...ends];
  const seconds = times.solved();
  return {
    story,
    events: events.map(({ place, own, ...event }) => ({ ...event, seconds: own ?? seconds[place] ?? 0 })),
    endings,
    broken: [...new Map(broken.map((each) => [keyOf(each), each])).values()],
  };
}

function outcomeOf(told: Seen['told']): Outcome {
  if (told === 'nothing') return { kind: 'no answer' };
  return told.ok ? { kind: 'ok' } : { kind: 'error', error: told.error };
}

/** An execution that is as slow as can be has its own clock. */
function ownSeconds({ phase, startedAt }: Execution): number | undefined {
  return 'since' in phase ? (phase.since - startedAt) / 1000 : undefined;
}

function endingsOf(moment: Moment, hide: (text: string) => string, before: number): Ending[] {
  return moment.runs
    .filter(({ execution }) => execution.phase.kind === 'ended')
    .map(({ execution }, index) => endingBy(endingOf(execution), index + before, hide));
}

function endingBy({ status, error, cause }: Ended, run: number, hide: (text: string) => string): Ending {
  const why = [error, cause].filter((each) => each !== undefined && each !== '').join(': ');
  return { run, text: `execution ${run + 1}: ${status}${why === '' ? '' : ` ${hide(why)}`}` };
}

const outside: Partial<Readonly<Record<Choice['kind'], string>>> = {
  stop: stopped.words,
  redrive: 'somebody redrives the execution',
  restore: 'somebody puts the former value back into the secret',
};

function remarksOn({ fault, stale, kind }: Choice, moment: Moment, subject: Subject): string[] {
  const words = outside[kind] ?? (fault === undefined ? [] : `the call ${faultOf(fault)?.words ?? ''}`);
  const names = stale.map((key) => `sees ${keyName(key)} as it was before`);
  return [...[words].flat(), ...(allKeys(moment.world, subject).length > 0 ? names : [])];
}

const keyName = (index: number) => `key ${index + 1}`;

/** Key ids as `key 1`, in the order in which they were made; secrets hidden. */
function shortNames(world: Moment['world'], subject: Subject): (text: string) => string {
  const hide = redactor(world);
  return (text) =>
    allKeys(world, subject).reduce((short, { id }, index) => short.replaceAll(id, keyName(index)), hide(text));
}

function worldText(world: Moment['world'], subject: Subject): string {
  const keys = allKeys(world, subject);
  const live = keys.flatMap(({ deletedAt, status }, index) =>
    deletedAt === undefined ? `${keyName(index)}${status === 'Active' ? '' : ` (${status.toLowerCase()})`}` : [],
  );
  const held = keys.findIndex(({ id }) => id === keyInSecret(world, subject));
  return `${live.join(', ') || 'no key'}; the secret holds ${held < 0 ? 'none' : keyName(held)}`;
}
