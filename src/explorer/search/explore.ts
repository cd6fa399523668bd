import type { World } from '../../simulator';
import { worldKey } from './state-key';
import { Visited, type VisitedState } from './visited';
import { operatorActionIn, type Circumstance, type OperatorAction } from '../model/circumstances';
import { isOver, type ScenarioEvent, type GlobalState } from './global-state';
import type { Invariants } from './invariants';
import type { SearchContext } from './context';
import { hasOneCourse, stepsFrom } from './steps';
import type { Subject } from '../model/subject';
import { worldOf, type InitialWorld, type Interpretation } from '../model/initial-worlds';
import { ClockZone } from './clock-zone';

export interface Counterexample<Violation> {
  readonly violation: Violation;
  readonly events: readonly ScenarioEvent[];
  readonly faults: number;
  readonly start: World;
}

/** A world in which every execution has ended, and the first shortest trace to it. */
interface EndState {
  readonly world: World;
  readonly events: readonly ScenarioEvent[];
  readonly faults: number;
}

interface SearchResult<Violation> {
  readonly states: number;
  /** The number of executions that were followed to their end, or to a visited state. */
  readonly executions: number;
  /** The number of those executions that reached a visited state. */
  readonly merged: number;
  /** One counterexample for each violation, with the fewest faults. */
  readonly counterexamples: readonly Counterexample<Violation>[];
  /** Each world in which everything had ended, once. */
  readonly ends: readonly EndState[];
}

/** The initial conditions of a search. */
interface InitialConditions {
  readonly initialWorld: InitialWorld;
  readonly interpretation: Interpretation;
  readonly executions: number;
  readonly faults: number;
  readonly circumstance?: Circumstance | undefined;
}

export function initialStateOf(
  { initialWorld, interpretation, executions, faults, circumstance }: InitialConditions,
  subject: Subject,
): GlobalState {
  const world = worldOf(initialWorld, subject.account, subject, interpretation);
  return initialState(world, executions, faults, 0, operatorActionIn(circumstance));
}

/** @param tick later than everything that happened before in that world */
export function initialState(
  world: World,
  executions: number,
  faults: number,
  tick = 0,
  operatorAction?: OperatorAction,
): GlobalState {
  return {
    world,
    runs: [],
    toStart: executions,
    faultsLeft: faults,
    operatorAction,
    zone: ClockZone.withoutClocks,
    observations: { stored: [], runs: [] },
    tick,
  };
}

/** A global state and the trace to it. */
interface Reached {
  readonly state: GlobalState;
  readonly trace: Trace | undefined;
}

/** The trace to a state: its last event, and the trace before. The states of the trace are not kept. */
interface Trace {
  readonly event: ScenarioEvent;
  readonly before: Trace | undefined;
}

interface OpenState extends Reached {
  readonly entry: VisitedState;
}

/** The largest number of consecutive states that are not compared with others; a definition can send mails in a loop. */
const mostPassed = 20;

/** Explores everything that can happen: first without faults, then with one, and so on, so that the first counterexamples are short. */
export function explore<Violation>(
  from: GlobalState,
  { subject, ...rest }: SearchContext,
  invariants: Invariants<Violation>,
): SearchResult<Violation> {
  const context = { ...rest, subject, mailedFailures: new Set<string>() };
  const start = { ...from, world: context.memory.sharedWorld(from.world) };
  const visited = new Visited(subject, invariants, rest.abstraction);
  const counterexamples = new Map<string, Counterexample<Violation>>();
  const ends = new Map<string, EndState>();
  const layers: (OpenState | undefined)[][] = Array.from({ length: start.faultsLeft + 1 }, () => []);
  let states = 0;
  let executions = 0;
  let merged = 0;

  const faultsOf = ({ state }: Reached) => start.faultsLeft - state.faultsLeft;

  const record = (all: readonly Violation[], node: Reached) => {
    for (const violation of all) {
      const faults = faultsOf(node);
      const key = invariants.keyOf(violation);
      if ((counterexamples.get(key)?.faults ?? Infinity) <= faults) continue;
      counterexamples.set(key, { violation, events: eventsOf(node), faults, start: start.world });
    }
  };

  const arrive = (node: Reached) => {
    const { state } = node;
    const entry = visited.add(state);
    if (entry === undefined) {
      executions++;
      merged++;
      return;
    }
    states++;
    if (isOver(state)) {
      executions++;
      record(invariants.atEnd(state, start.world), node);
      const key = worldKey(state.world, subject);
      if (!ends.has(key)) ends.set(key, { world: state.world, events: eventsOf(node), faults: faultsOf(node) });
    }
    // A redrive can still happen when all executions have ended.
    if (!isOver(state) || state.operatorAction === 'redriven') layers[faultsOf(node)]?.push({ ...node, entry });
  };

  const goOn = (node: Reached, passed = 0) => {
    for (const { event, after, observed } of stepsFrom(node.state, context)) {
      const next = { state: after, trace: { event, before: node.trace } };
      if (observed !== undefined) record(invariants.ofCall(node.state.observations, observed, start.world), next);
      record(invariants.ofEnding(after, event.run, start.world), next);
      if (passed < mostPassed && hasOneCourse(after, context)) goOn(next, passed + 1);
      else arrive(next);
    }
  };

  arrive({ state: start, trace: undefined });
  goThrough(layers, goOn);
  return { states, executions, merged, counterexamples: [...counterexamples.values()], ends: [...ends.values()] };
}

/** Expands every state of each layer. A layer grows meanwhile, and an expanded state is released. */
function goThrough(layers: readonly (OpenState | undefined)[][], goOn: (node: Reached) => void): void {
  for (const layer of layers)
    for (let index = 0; index < layer.length; index++) {
      const node = layer[index];
      layer[index] = undefined;
      if (node !== undefined && !node.entry.isCovered) goOn(node);
    }
}

function eventsOf({ trace }: Reached): ScenarioEvent[] {
  const events: ScenarioEvent[] = [];
  for (let each = trace; each !== undefined; each = each.before) events.unshift(each.event);
  return events;
}
