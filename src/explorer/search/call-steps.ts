import { actionOf, type Call, type World } from '../../simulator';
import { faultsAt, type FaultKind } from '../model/faults';
import { isMail, observe, type ObservedCall } from '../model/observations';
import { after as timingAfter, resume, type CallOutcome, type Progress } from '../model/progress';
import { clocksAfter, freshKeys, staleViews, timeOfEffect, whileStale } from './call-times';
import { callOnWorld, changedKeys } from './calls';
import type { ClockZone } from './clock-zone';
import type { SearchContext, SearchStep } from './context';
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
  for (const fault of faultsOf(pending)) {
    if (fault?.takesEffect === false) continue;
    for (const stale of staleViews(at, pending.call, context.subject)) {
      const step = effectStep(pending, at, { fault, stale });
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
    if (isMail(pending.call) || fault?.takesEffect === false) yield silentStep(pending, { fault, stale: [] });
  }
}

/** The faults that the call can meet; undefined is the course without a fault. A lasting fault leaves no choice. */
function faultsOf({ state, run, call, context }: PendingCall): readonly (FaultKind | undefined)[] {
  if (run.lastingFault !== undefined) return [run.lastingFault];
  const { retriers = [] } = context.subject.machine.states.get(run.execution.state) ?? {};
  const isRetried = retriers.some(({ maxAttempts }) => maxAttempts > 0);
  return [undefined, ...(state.faultsLeft > 0 ? faultsAt(actionOf(call), isRetried) : [])];
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

function effectStep(pending: PendingCall, at: ClockZone, course: Course): SearchStep | undefined {
  const { state, index, context } = pending;
  const { subject } = context;
  const zone = whileStale(at, course.stale, subject.settleMs);
  if (zone === undefined) return undefined;
  const effect = effectOf(pending, course);
  if (effect === 'as usual') return undefined;
  const { next } = resumed(pending, effect.outcome, course.fault);
  const observed = observedCall(pending, effect, freshKeys(zone, state.world, subject));
  const runs = state.runs.map((each, place) =>
    place === index ? next : each.atNewCall ? { ...each, atNewCall: false } : each,
  );
  const changed = changedKeys(state.world, effect.world, subject);
  const after = { ...afterCall(pending, course, observed), runs, zone: clocksAfter(zone, index, changed, subject) };
  return { event: eventOf(pending, course), after: timePasses(after), observed, at: zone };
}

const noKeys: ReadonlySet<string> = new Set();

function silentStep(pending: PendingCall, course: Course): SearchStep {
  const { state, index, run } = pending;
  const effect = effectOf(pending, course);
  if (effect === 'as usual') throw new Error('a call that sees no key as it was is never as usual');
  const { progress, next } = resumed(pending, effect.outcome, course.fault);
  const observed = observedCall(pending, effect, noKeys);
  const moved = { ...next, timing: timingAfter(run.timing, progress.timing) };
  const runs = state.runs.map((each, place) => (place === index ? moved : each));
  const after = { ...afterCall(pending, course, observed), runs };
  return { event: eventOf(pending, course), after: timePasses(after), observed, at: undefined };
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

interface CallEffect {
  readonly world: World;
  readonly outcome: CallOutcome;
}

/** The effect of the call on the world, and its outcome; 'as usual' if it makes no difference that the call sees keys as they were. */
function effectOf({ state, call, context }: PendingCall, { fault, stale }: Course): CallEffect | 'as usual' {
  const date = dateOf(state, context.subject);
  if (fault?.isRepeated === true) return repeatedEffect(state.world, call, stale, context, date);
  const failure = fault && (fault.answer?.(call.service, context.interpretation.errorNames) ?? 'no answer');
  if (failure !== undefined && fault?.takesEffect === false) return { world: state.world, outcome: failure };
  const effect = callOnWorld(state.world, call, stale, context, date);
  return effect === 'as usual' ? effect : { world: effect.world, outcome: failure ?? effect.answer };
}

/** Makes the call twice, without a pause; the second answer counts. */
function repeatedEffect(
  world: World,
  call: Call,
  stale: readonly number[],
  context: SearchContext,
  date: number,
): CallEffect | 'as usual' {
  const first = callOnWorld(world, call, stale, context, date);
  if (first === 'as usual') return first;
  const second = callOnWorld(first.world, call, [], context, date);
  return second === 'as usual' ? second : { world: second.world, outcome: second.answer };
}

function observedCall(
  { state, index, call }: PendingCall,
  { world, outcome }: CallEffect,
  fresh: ReadonlySet<string>,
): ObservedCall {
  return { run: index, call, outcome, before: state.world, after: world, fresh };
}

/** The state after the call, without the changes of the runs and the times. */
function afterCall({ state, run, context }: PendingCall, { fault }: Course, observed: ObservedCall): GlobalState {
  const isNewFault = fault !== undefined && run.lastingFault === undefined;
  return {
    ...state,
    world: observed.after,
    faultsLeft: isNewFault ? state.faultsLeft - 1 : state.faultsLeft,
    observations: observe(state.observations, observed, context.subject),
    tick: state.tick + 1,
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

const texts = new WeakMap<object, string>();

function textOf(outcome: Exclude<CallOutcome, 'no answer'>): string {
  const text = texts.get(outcome) ?? JSON.stringify(outcome);
  texts.set(outcome, text);
  return text;
}

function resumedOnce({ execution }: RunState, outcome: CallOutcome, { memory, subject }: SearchContext): Progress {
  const known = memory.resumed.get(execution) ?? new Map<string, Progress>();
  memory.resumed.set(execution, known);
  const key = outcome === 'no answer' ? outcome : textOf(outcome);
  const progress = known.get(key) ?? resume(subject, execution, outcome);
  known.set(key, progress);
  return progress;
}
