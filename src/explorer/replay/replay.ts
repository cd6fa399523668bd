import { InputError } from '../../input-error';
import { endingOf, redactor, type Call, type Ended, type Execution, type World } from '../../simulator';
import { initialStateOf, initialState } from '../search/explore';
import { faultKind, stopped } from '../model/faults';
import { violationsOfNextRun, afterSettling, normalPath } from '../invariants/next-run';
import { allKeys, keyInSecret } from '../model/world-queries';
import { isOver, type ScenarioEvent, type GlobalState } from '../search/global-state';
import { invariantsOf } from '../invariants/invariants';
import { keyOf, type Violation } from '../invariants/kinds';
import { limitOf, outOfScopeIn, type LimitName } from '../invariants/limits';
import type { CallOutcome } from '../model/progress';
import { searchContext, type SearchContext } from '../search/context';
import type { Invariants } from '../search/invariants';
import { stepBy } from '../search/steps';
import type { ExploredScenario } from './scenario-id';
import { subjectUnder, type Subject } from '../model/subject';
import { EventTimes } from './event-times';

/** A violation, and the documented limit that it falls under, if there is one. */
interface JudgedViolation {
  readonly violation: Violation;
  readonly limit: LimitName | undefined;
}

/** One event of a replay. */
export interface ReplayedEvent {
  readonly run: number;
  /** The earliest time, in seconds after the start. */
  readonly seconds: number;
  readonly state: string;
  /** The call; undefined if the event is an action of an operator. */
  readonly call: Pick<Call, 'service' | 'api'> | undefined;
  readonly outcome: CallOutcome | undefined;
  /** The fault of the call, and the changes that the call could not see yet. */
  readonly remarks: readonly string[];
  /** The keys that exist after the event, and which of them the secret holds. */
  readonly world: string;
  readonly broken: readonly JudgedViolation[];
}

/** The end of one execution, in a line. */
export interface Ending {
  readonly run: number;
  readonly text: string;
}

export interface Replay {
  readonly scenario: ExploredScenario;
  readonly events: readonly ReplayedEvent[];
  readonly endings: readonly Ending[];
  /** The violations at the end, and all before it; each once. */
  readonly broken: readonly JudgedViolation[];
}

/** Replays a scenario. Throws InputError if it cannot happen with this machine. */
export function replay(scenario: ExploredScenario, usual: Subject): Replay {
  const subject = subjectUnder(scenario.circumstance, usual);
  const context = searchContext(subject, scenario.interpretation);
  const faults = scenario.events.filter(({ fault }) => fault !== undefined).length;
  const outOfScope = outOfScopeIn(scenario);
  const judge = (executions: number, start: World) => (violation: Violation) => ({
    violation,
    limit: limitOf(violation, { subject, executions, faults, outOfScope, start }),
  });
  const player = new Player(context, initialStateOf({ ...scenario, faults }, subject), judge);
  scenario.events.forEach((event) => player.follow(event));
  const endings = player.endings();
  const atEnd: JudgedViolation[] = [];
  if (isOver(player.state)) {
    atEnd.push(...player.violationsAtEnd());
    if (scenario.then === 'next-run') {
      const left = player.state.world;
      // The next run is one of the schedule, which names no key.
      const next = searchContext({ ...subject, named: undefined }, scenario.interpretation);
      atEnd.push(...violationsOfNextRun(left, next).map(judge(1, left)));
      player.restart(initialState(left, 1, 0, afterSettling), next);
      normalPath(player.state, next).events.forEach((event) => player.follow(event));
      endings.push(...player.endings());
    }
  }
  const events = player.timedEvents();
  const broken = [...events.flatMap((event) => event.broken), ...atEnd];
  return {
    scenario,
    events,
    endings,
    broken: [...new Map(broken.map((each) => [keyOf(each.violation), each])).values()],
  };
}

interface PlacedEvent extends Omit<ReplayedEvent, 'seconds'> {
  /** The place of its time among the times that are still to be solved. */
  readonly place: number;
  /** Its time, if the execution has times of its own. */
  readonly own: number | undefined;
}

/** Follows events from state to state, and records what they do and violate. */
class Player {
  private readonly subject: Subject;
  private readonly invariants: Invariants<Violation>;
  private readonly times: EventTimes;
  private readonly events: PlacedEvent[] = [];
  private start: World;
  /** The number of runs before the last restart: the numbers of later runs follow them. */
  private former = 0;

  constructor(
    private context: SearchContext,
    public state: GlobalState,
    private readonly judge: (executions: number, start: World) => (violation: Violation) => JudgedViolation,
  ) {
    this.subject = context.subject;
    this.invariants = invariantsOf(context.subject);
    this.times = new EventTimes(context.subject.settleMs);
    this.start = state.world;
  }

  /** Continues from another state, a day later. */
  restart(state: GlobalState, context: SearchContext): void {
    this.context = context;
    this.former += this.state.runs.length;
    this.times.restart();
    this.state = state;
    this.start = state.world;
  }

  follow(event: ScenarioEvent): void {
    const { state } = this;
    const step = stepBy(state, event, this.context);
    if (step === undefined)
      throw InputError.of(`--replay: event ${this.events.length + 1} of the scenario cannot happen with this machine`);
    const run = state.runs[event.run];
    const place = this.times.add(state, event, step.at !== undefined, step.after);
    const { observed, after } = step;
    if (run !== undefined)
      this.events.push({
        run: this.former + event.run,
        place,
        own: this.subject.speed === 'slow' ? ownSeconds(run.execution) : undefined,
        state: run.execution.state,
        call: observed?.call,
        outcome: observed?.outcome,
        remarks: remarksOn(event, state, this.subject),
        world: worldText(after.world, this.subject),
        broken: [
          ...(observed ? this.invariants.ofCall(state.observations, observed, this.start) : []),
          ...this.invariants.ofEnding(after, event.run, this.start),
        ].map(this.judge(state.runs.length, this.start)),
      });
    this.state = after;
  }

  violationsAtEnd(): readonly JudgedViolation[] {
    return this.invariants.atEnd(this.state, this.start).map(this.judge(this.state.runs.length, this.start));
  }

  endings(): Ending[] {
    const { runs, world } = this.state;
    const hide = shortNames(world, this.subject);
    return runs
      .filter(({ execution }) => execution.phase.kind === 'ended')
      .map(({ execution }, index) => endingBy(endingOf(execution), index + this.former, hide));
  }

  timedEvents(): ReplayedEvent[] {
    const seconds = this.times.solved();
    return this.events.map(({ place, own, ...event }) => ({ ...event, seconds: own ?? seconds[place] ?? 0 }));
  }
}

/** The time on the execution's own clock, in seconds: a slow execution has one. */
function ownSeconds({ phase, startedAt }: Execution): number | undefined {
  return 'since' in phase ? (phase.since - startedAt) / 1000 : undefined;
}

function endingBy({ status, error, cause }: Ended, run: number, hide: (text: string) => string): Ending {
  const why = [error, cause].filter((each) => each !== undefined && each !== '').join(': ');
  return { run, text: `execution ${run + 1}: ${status}${why === '' ? '' : ` ${hide(why)}`}` };
}

const outside: Partial<Readonly<Record<ScenarioEvent['kind'], string>>> = {
  stop: stopped.words,
  redrive: 'somebody redrives the execution',
  restore: 'somebody puts the previous value back into the secret',
};

function remarksOn({ fault, stale, kind }: ScenarioEvent, state: GlobalState, subject: Subject): string[] {
  const words = outside[kind] ?? (fault === undefined ? [] : `the call ${faultKind(fault)?.words ?? ''}`);
  const names = stale.map((key) => `sees ${keyName(key)} as it was before`);
  return [...[words].flat(), ...(allKeys(state.world, subject).length > 0 ? names : [])];
}

const keyName = (index: number) => `key ${index + 1}`;

/** Key ids as `key 1`, in the order in which they were made; secrets hidden. */
function shortNames(world: World, subject: Subject): (text: string) => string {
  const hide = redactor(world);
  return (text) =>
    allKeys(world, subject).reduce((short, { id }, index) => short.replaceAll(id, keyName(index)), hide(text));
}

function worldText(world: World, subject: Subject): string {
  const keys = allKeys(world, subject);
  const live = keys.flatMap(({ deletedAt, status }, index) =>
    deletedAt === undefined ? `${keyName(index)}${status === 'Active' ? '' : ` (${status.toLowerCase()})`}` : [],
  );
  const held = keys.findIndex(({ id }) => id === keyInSecret(world, subject));
  return `${live.join(', ') || 'no key'}; the secret holds ${held < 0 ? 'none' : keyName(held)}`;
}
