import { begin, stop, type Execution } from '../../simulator';
import { seedFrom } from '../../simulator/random';
import { effectSteps, isMailedFailure, rememberFailure, silentSteps } from './call-steps';
import { stopped } from '../model/faults';
import {
  clocks,
  dateOf,
  isActive,
  timePasses,
  type ScenarioEvent,
  type GlobalState,
  type RunState,
} from './global-state';
import { nothingObserved } from '../model/observations';
import { startRun, type Progress } from '../model/progress';
import { operatorSteps } from './operator-steps';
import type { SearchContext, SearchStep } from './context';
import { namedKeyOf } from '../model/world-queries';
import type { Subject } from '../model/subject';
import { isObject, type Json } from '../../json';

/**
 * Everything that can happen next.
 *
 * Events that no other execution can notice are not ordered with the events of others: a call that fails without effect, a mail, a stop by an
 * operator. They are explored at once when an execution reaches its call (`atNewCall`), and only the time that they take is kept (partial
 * order reduction).
 */
export function* stepsFrom(state: GlobalState, context: SearchContext): Generator<SearchStep> {
  if (state.toStart > 0) {
    yield startStep(state, context);
    return;
  }
  yield* operatorSteps(state, context);
  const unnoticed = state.runs.findIndex((run) => isActive(run) && isUnnoticed(run));
  const run = state.runs[unnoticed];
  if (run !== undefined) {
    const isMailed = isMailedFailure(run, context);
    yield* silentSteps(state, unnoticed, context, isMailed);
    if (state.faultsLeft === 0 || isMailed) return;
    if (run.atNewCall) yield stopStep(state, unnoticed, run);
    if (run.lastingFault === undefined) rememberFailure(run, context);
    return;
  }
  for (const [index, each] of state.runs.entries()) {
    if (!isActive(each)) continue;
    if (each.atNewCall && state.faultsLeft > 0) {
      yield* silentSteps(state, index, context);
      yield stopStep(state, index, each);
    }
    yield* effectSteps(state, index, context);
  }
}

/** Whether only one event can happen next, and no other execution notices it: such a state need not be compared with others. */
export function hasOneCourse(
  { toStart, operatorAction, runs, faultsLeft }: GlobalState,
  context: SearchContext,
): boolean {
  if (toStart > 0 || operatorAction !== undefined) return false;
  const run = runs.find((each) => isActive(each) && isUnnoticed(each));
  return run !== undefined && (faultsLeft === 0 || isMailedFailure(run, context));
}

/** Whether no other execution notices the call: a mail, or a call that must fail. */
function isUnnoticed({ execution, lastingFault }: RunState): boolean {
  const { phase } = execution;
  return lastingFault?.takesEffect === false || (phase.kind === 'calling' && phase.call.service === 'ses');
}

/** The step of an event, if the event can happen in this state. */
export function stepBy(state: GlobalState, wanted: ScenarioEvent, context: SearchContext): SearchStep | undefined {
  const text = JSON.stringify(wanted);
  for (const step of stepsFrom(state, context)) if (JSON.stringify(step.event) === text) return step;
  return undefined;
}

/** The input, with the key that it names: whose id only the world knows. */
function inputOf({ world }: GlobalState, subject: Subject): Json {
  const accessKeyId = namedKeyOf(world, subject);
  return accessKeyId === undefined || !isObject(subject.input) ? subject.input : { ...subject.input, accessKeyId };
}

/** All executions are there from the beginning; every one but the first may take any time until its first call. */
function startStep(state: GlobalState, context: SearchContext): SearchStep {
  const index = state.runs.length;
  const { execution, timing } = startedOnce(state, context);
  const run: RunState = {
    execution,
    timing: index === 0 ? timing : { ...timing, within: Infinity },
    lastingFault: undefined,
    atNewCall: true,
  };
  const started: GlobalState = {
    ...state,
    toStart: state.toStart - 1,
    runs: [...state.runs, run],
    observations: { ...state.observations, runs: [...state.observations.runs, nothingObserved] },
    zone: state.zone.reset(clocks.sinceEffect(index)).reset(clocks.sinceCall(index)),
  };
  return {
    event: { kind: 'start', run: index, fault: undefined, stale: [] },
    // What the executions do is later than their start.
    after: started.toStart === 0 ? timePasses({ ...started, tick: started.tick + 1 }) : started,
    observed: undefined,
    at: undefined,
  };
}

function startedOnce(state: GlobalState, { subject, memory }: SearchContext): Progress {
  const name = `run-${state.runs.length + 1}`;
  const input = inputOf(state, subject);
  const at = dateOf(state, subject);
  return memory.begin(JSON.stringify([name, input, at, state.tick]), () =>
    startRun(subject, begin(subject.machine, { name, input, at, seed: seedFrom(state.tick, name) })),
  );
}

function stopStep(state: GlobalState, index: number, run: RunState): SearchStep {
  const execution = stoppedOnce(run.execution);
  const runs = state.runs.map((each, at) => (at === index ? { ...run, execution } : each));
  return {
    event: { kind: 'stop', run: index, fault: stopped.id, stale: [] },
    after: timePasses({ ...state, runs, faultsLeft: state.faultsLeft - 1 }),
    observed: undefined,
    at: undefined,
  };
}

const stoppedExecutions = new WeakMap<Execution, Execution>();

function stoppedOnce(execution: Execution): Execution {
  const { phase } = execution;
  const after = stoppedExecutions.get(execution) ?? stop(execution, 'ABORTED', 'since' in phase ? phase.since : 0);
  stoppedExecutions.set(execution, after);
  return after;
}
