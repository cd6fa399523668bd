import { InputError } from '../../input-error';
import { endingOf, redactor, type Call, type Ended, type Execution } from '../../simulator';
import { initialStateOf, initialState } from '../search/explore';
import { faultKind, stopped } from '../model/faults';
import { violationsOfNextRun, afterSettling, normalPath } from '../invariants/next-run';
import { allKeys, keyInSecret } from '../model/world-queries';
import { isOver, type ScenarioEvent, type GlobalState } from '../search/global-state';
import { invariantsOf } from '../invariants/invariants';
import { keyOf, type Violation } from '../invariants/kinds';
import type { CallOutcome } from '../model/progress';
import { searchContext } from '../search/context';
import { stepBy } from '../search/steps';
import type { ExploredScenario } from './scenario-id';
import { subjectUnder, type Subject } from '../model/subject';
import { EventTimes } from './event-times';

/** One event of a story that is told. */
export interface ReplayedEvent {
  readonly run: number;
  /** Seconds after the beginning, at the earliest. */
  readonly seconds: number;
  readonly state: string;
  /** Undefined if something from outside happened, and no call. */
  readonly call: Pick<Call, 'service' | 'api'> | undefined;
  readonly outcome: CallOutcome | undefined;
  /** What went wrong, and what the call could not see yet. */
  readonly remarks: readonly string[];
  /** The keys that there are then, and which of them the secret holds. */
  readonly world: string;
  readonly broken: readonly Violation[];
}

/** How one execution ended, in a line. */
export interface Ending {
  readonly run: number;
  readonly text: string;
}

export interface Replay {
  readonly scenario: ExploredScenario;
  readonly events: readonly ReplayedEvent[];
  readonly endings: readonly Ending[];
  /** What is broken at the end, and all that was before; each once. */
  readonly broken: readonly Violation[];
}

/** Lets a story happen again. Throws InputError where it cannot happen with this machine. */
export function replay(scenario: ExploredScenario, usual: Subject): Replay {
  const subject = subjectUnder(scenario.circumstance, usual);
  const context = searchContext(subject, scenario.interpretation);
  const invariants = invariantsOf(subject);
  const faults = scenario.events.filter(({ fault }) => fault !== undefined).length;
  const first = initialStateOf({ ...scenario, faults }, subject);
  const times = new EventTimes(subject.settleMs);
  const hides = (world: GlobalState['world']) => shortNames(world, subject);
  const events: (Omit<ReplayedEvent, 'seconds'> & { readonly place: number; readonly own: number | undefined })[] = [];
  let former = 0;
  let state = first;
  let start = first.world;
  const follow = (event: ScenarioEvent) => {
    const step = stepBy(state, event, context);
    if (step === undefined)
      throw InputError.of(`--replay: event ${events.length + 1} of the story cannot happen with this machine`);
    const run = state.runs[event.run];
    const place = times.add(state, event, step.at !== undefined, step.after);
    const all = step.observed ? invariants.ofCall(state.observations, step.observed, start) : [];
    const broken = [...all, ...invariants.ofEnding(step.after, event.run, start)];
    if (run !== undefined) {
      events.push({
        run: former + event.run,
        place,
        own: subject.speed === 'slow' ? ownSeconds(run.execution) : undefined,
        state: run.execution.state,
        call: step.observed?.call,
        outcome: step.observed?.outcome,
        remarks: remarksOn(event, state, subject),
        world: worldText(step.after.world, subject),
        broken,
      });
    }
    state = step.after;
  };
  scenario.events.forEach(follow);
  const ends = isOver(state) ? [...invariants.atEnd(state, start)] : [];
  const endings = endingsOf(state, hides(state.world), 0);
  if (scenario.then === 'healing' && isOver(state)) {
    const left = state.world;
    ends.push(...violationsOfNextRun(left, context));
    start = left;
    state = initialState(left, 1, 0, afterSettling);
    times.restart();
    former = scenario.executions;
    normalPath(state, context).events.forEach(follow);
    endings.push(...endingsOf(state, hides(state.world), scenario.executions));
  }
  const broken = [...events.flatMap((event) => event.broken), ...ends];
  const seconds = times.solved();
  return {
    scenario,
    events: events.map(({ place, own, ...event }) => ({ ...event, seconds: own ?? seconds[place] ?? 0 })),
    endings,
    broken: [...new Map(broken.map((each) => [keyOf(each), each])).values()],
  };
}

/** An execution that is as slow as can be has its own clock. */
function ownSeconds({ phase, startedAt }: Execution): number | undefined {
  return 'since' in phase ? (phase.since - startedAt) / 1000 : undefined;
}

function endingsOf(state: GlobalState, hide: (text: string) => string, before: number): Ending[] {
  return state.runs
    .filter(({ execution }) => execution.phase.kind === 'ended')
    .map(({ execution }, index) => endingBy(endingOf(execution), index + before, hide));
}

function endingBy({ status, error, cause }: Ended, run: number, hide: (text: string) => string): Ending {
  const why = [error, cause].filter((each) => each !== undefined && each !== '').join(': ');
  return { run, text: `execution ${run + 1}: ${status}${why === '' ? '' : ` ${hide(why)}`}` };
}

const outside: Partial<Readonly<Record<ScenarioEvent['kind'], string>>> = {
  stop: stopped.words,
  redrive: 'somebody redrives the execution',
  restore: 'somebody puts the former value back into the secret',
};

function remarksOn({ fault, stale, kind }: ScenarioEvent, state: GlobalState, subject: Subject): string[] {
  const words = outside[kind] ?? (fault === undefined ? [] : `the call ${faultKind(fault)?.words ?? ''}`);
  const names = stale.map((key) => `sees ${keyName(key)} as it was before`);
  return [...[words].flat(), ...(allKeys(state.world, subject).length > 0 ? names : [])];
}

const keyName = (index: number) => `key ${index + 1}`;

/** Key ids as `key 1`, in the order in which they were made; secrets hidden. */
function shortNames(world: GlobalState['world'], subject: Subject): (text: string) => string {
  const hide = redactor(world);
  return (text) =>
    allKeys(world, subject).reduce((short, { id }, index) => short.replaceAll(id, keyName(index)), hide(text));
}

function worldText(world: GlobalState['world'], subject: Subject): string {
  const keys = allKeys(world, subject);
  const live = keys.flatMap(({ deletedAt, status }, index) =>
    deletedAt === undefined ? `${keyName(index)}${status === 'Active' ? '' : ` (${status.toLowerCase()})`}` : [],
  );
  const held = keys.findIndex(({ id }) => id === keyInSecret(world, subject));
  return `${live.join(', ') || 'no key'}; the secret holds ${held < 0 ? 'none' : keyName(held)}`;
}
