import { actionOf, type Call, type World } from '../../simulator';
import { faultsAt, type FaultKind } from '../model/faults';
import { isMail, observe, type ObservedCall } from '../model/observations';
import { after as timingAfter, resume, type CallOutcome, type Progress } from '../model/progress';
import { clocksAfter, freshKeys, staleViews, timeOfEffect, type StaleView } from './call-times';
import { callOnWorld, changedKeys } from './calls';
import type { CallEffect } from '../model/memory';
import type { SearchContext, SearchStep } from './context';
import type { Interpretation } from '../model/initial-worlds';
import { shapeOfExecution } from './state-key';
import { dateOf, timePasses, type GlobalState, type RunState, type ScenarioEvent } from './global-state';

/** A call that an execution is about to make. */
interface PendingCall {
  readonly state: GlobalState;
  /** The index of the run. */
  readonly index: number;
  readonly run: RunState;
  readonly call: Call;
  readonly context: SearchContext;
}

/** The course of a call. */
interface Course {
  readonly fault: FaultKind | undefined;
  /** The indexes of the keys that the call sees as they were before their last change. */
  readonly stale: readonly number[];
}

function pendingCall(state: GlobalState, index: number, context: SearchContext): PendingCall | undefined {
  const run = state.runs[index];
  return run?.execution.phase.kind === 'calling'
    ? { state, index, run, call: run.execution.phase.call, context }
    : undefined;
}

/** All courses of a call that other executions can notice: the call takes effect at some time, and an answer arrives or is lost. */
export function* effectSteps(state: GlobalState, index: number, context: SearchContext): Generator<SearchStep> {
  const pending = pendingCall(state, index, context);
  if (pending === undefined) return;
  const at = timeOfEffect(state.zone, index, pending.run);
  if (at === undefined) return;
  const views = staleViews(at, pending.call, context.subject);
  for (const fault of faultsOf(pending)) {
    if (fault?.takesEffect === false) continue;
    for (const view of views) {
      const step = effectStep(pending, view, fault);
      if (step !== undefined) yield step;
    }
  }
}

/**
 * All courses of a call that no other execution notices: every course of a mail, and every failure without effect of another call.
 * @param isFaultless only the course without a fault is needed
 */
export function* silentSteps(
  state: GlobalState,
  index: number,
  context: SearchContext,
  isFaultless = false,
): Generator<SearchStep> {
  const pending = pendingCall(state, index, context);
  if (pending === undefined) return;
  for (const fault of isFaultless ? [undefined] : faultsOf(pending)) {
    if (isMail(pending.call) || fault?.takesEffect === false) yield silentStep(pending, fault);
  }
}

/** The faults that the call can meet; undefined is the course without a fault. A lasting fault leaves no choice. */
function faultsOf({ state, run, call, context }: PendingCall): readonly (FaultKind | undefined)[] {
  if (run.lastingFault !== undefined) return [run.lastingFault];
  if (state.faultsLeft === 0) return noFaults;
  const { retriers = [] } = context.subject.machine.states.get(run.execution.state) ?? {};
  const isRetried = retriers.some(({ maxAttempts }) => maxAttempts > 0);
  return choices(actionOf(call), isRetried);
}

const noFaults = [undefined] as const;

const knownChoices = new Map<string, readonly (FaultKind | undefined)[]>();

function choices(action: string, isRetried: boolean): readonly (FaultKind | undefined)[] {
  const name = `${action} ${isRetried}`;
  const all = knownChoices.get(name) ?? [undefined, ...faultsAt(action, isRetried)];
  knownChoices.set(name, all);
  return all;
}

/** Whether the execution is about to send the mail of a failure whose mail has already met every fault. */
export function isMailedFailure(
  { execution, lastingFault }: RunState,
  { subject, mailedFailures }: SearchContext,
): boolean {
  if (lastingFault !== undefined || !subject.failureMails.has(execution.state)) return false;
  return mailedFailures?.has(shapeOfExecution(execution, subject)) ?? false;
}

/** Records that the mail of this failure has met every fault. */
export function rememberFailure({ execution }: RunState, { subject, mailedFailures }: SearchContext): void {
  if (subject.failureMails.has(execution.state)) mailedFailures?.add(shapeOfExecution(execution, subject));
}

function effectStep(
  pending: PendingCall,
  { stale, at }: StaleView,
  fault: FaultKind | undefined,
): SearchStep | undefined {
  const { state, index, context } = pending;
  const { subject } = context;
  const effect = outcomeOf(pending, { fault, stale });
  if (effect === 'as usual') return undefined;
  const { next } = resumed(pending, effect.outcome, fault);
  const observed = observedCall(pending, effect, freshKeys(at, state.world, subject));
  const runs = state.runs.map((each, place) =>
    place === index ? next : each.atNewCall ? { ...each, atNewCall: false } : each,
  );
  const clocks = clocksAfter(at, index, changedKeys(state.world, effect.world, subject), subject);
  const after = timePasses(afterCall(pending, fault, observed, runs), clocks);
  return { event: eventOf(pending, { fault, stale }), after, observed, at };
}

const noKeys: ReadonlySet<string> = new Set();

function silentStep(pending: PendingCall, fault: FaultKind | undefined): SearchStep {
  const { state, index, run } = pending;
  const effect = outcomeOf(pending, { fault, stale: [] });
  if (effect === 'as usual') throw new Error('a call that sees no key as it was is never as usual');
  const { progress, next } = resumed(pending, effect.outcome, fault);
  const observed = observedCall(pending, effect, noKeys);
  const moved = { ...next, timing: timingAfter(run.timing, progress.timing) };
  const runs = state.runs.map((each, place) => (place === index ? moved : each));
  const after = timePasses(afterCall(pending, fault, observed, runs), state.zone);
  return { event: eventOf(pending, { fault, stale: [] }), after, observed, at: undefined };
}

/** Shares equal events, because every visited state keeps one. */
const events = new Map<string, ScenarioEvent>();

function eventOf({ index, run }: PendingCall, { fault, stale }: Course): ScenarioEvent {
  const id = run.lastingFault === undefined ? fault?.id : undefined;
  const name = `${index} ${id ?? ''} ${stale.join()}`;
  const event = events.get(name) ?? { kind: 'call', run: index, fault: id, stale };
  events.set(name, event);
  return event;
}

interface Outcome {
  readonly world: World;
  readonly outcome: CallOutcome;
}

/** The effect of the call without a fault on a world. */
function effectOf(
  { state, call, context }: PendingCall,
  stale: readonly number[],
  world: World = state.world,
): CallEffect {
  const date = dateOf(state, context.subject);
  const { listed } = context.interpretation;
  return context.memory.effect(world, call, { stale, listed, date }, () =>
    callOnWorld(world, call, stale, context, date),
  );
}

/** The effect of the call on the world under a fault, and its outcome for the execution. */
function outcomeOf(pending: PendingCall, { fault, stale }: Course): Outcome | 'as usual' {
  const { state, call, context } = pending;
  const failure = fault && failureOf(fault, call.service, context.interpretation);
  if (failure !== undefined && fault?.takesEffect === false) return { world: state.world, outcome: failure };
  const first = effectOf(pending, stale);
  if (first === 'as usual') return first;
  if (fault?.isRepeated !== true) return { world: first.world, outcome: failure ?? first.answer };
  // The call is made twice, without a pause; the second answer counts.
  const second = effectOf(pending, [], first.world);
  return second === 'as usual' ? second : { world: second.world, outcome: second.answer };
}

const failures = new Map<string, CallOutcome>();

/** The outcome of a call that a fault fails: the same object each time, because progress is remembered by it. */
function failureOf(fault: FaultKind, service: string, { errorNames }: Interpretation): CallOutcome {
  const name = `${fault.id} ${service} ${errorNames}`;
  const outcome = failures.get(name) ?? fault.answer?.(service, errorNames) ?? 'no answer';
  failures.set(name, outcome);
  return outcome;
}

function observedCall(
  { state, index, call }: PendingCall,
  { world, outcome }: Outcome,
  fresh: ReadonlySet<string>,
): ObservedCall {
  return { run: index, call, outcome, before: state.world, after: world, fresh };
}

/** The state after the call, with the clocks of the state before. */
function afterCall(
  { state, run, context }: PendingCall,
  fault: FaultKind | undefined,
  observed: ObservedCall,
  runs: readonly RunState[],
): GlobalState {
  const isNewFault = fault !== undefined && run.lastingFault === undefined;
  const { toStart, faultsLeft, operatorAction, zone, observations, tick } = state;
  return {
    world: observed.after,
    runs,
    toStart,
    faultsLeft: isNewFault ? faultsLeft - 1 : faultsLeft,
    operatorAction,
    zone,
    observations: observe(observations, observed, context.subject),
    tick: observed.after === observed.before ? tick : tick + 1,
  };
}

/** Resumes the execution with the outcome of its call. */
function resumed(
  { run, context }: PendingCall,
  outcome: CallOutcome,
  fault: FaultKind | undefined,
): { progress: Progress; next: RunState } {
  const progress = resumedOnce(run, outcome, context);
  const { execution, timing } = progress;
  const isSameVisit = execution.state === run.execution.state && execution.attempts.some((each) => each > 0);
  const lastingFault =
    fault?.isLasting === true && isSameVisit && execution.phase.kind === 'calling' ? fault : undefined;
  return { progress, next: { execution, timing, lastingFault, atNewCall: true } };
}

function resumedOnce({ execution }: RunState, outcome: CallOutcome, { memory, subject }: SearchContext): Progress {
  return memory.resume(execution, outcome, () => resume(subject, execution, outcome));
}
