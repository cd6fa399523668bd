import type { Call, World } from '../../simulator';
import { callOnWorld, changedKeys } from './calls';
import { faultsAt, type FaultKind } from '../model/faults';
import { allKeys } from '../model/world-queries';
import {
  clocks,
  dateOf,
  keyOfClock,
  timePasses,
  type ScenarioEvent,
  type GlobalState,
  type RunState,
} from './global-state';
import { observe, type ObservedCall } from '../model/observations';
import { after as timingAfter, resume, type Progress, type CallOutcome } from '../model/progress';
import type { SearchContext, SearchStep } from './context';
import type { Subject } from '../model/subject';
import type { ClockZone } from './clock-zone';

/** What can become of a call that others may notice: it takes effect at some time, told of or not. */
export function* effectSteps(
  state: GlobalState,
  index: number,
  run: RunState,
  context: SearchContext,
): Generator<SearchStep> {
  const at = timeOfCall(state.zone, index, run);
  if (at === undefined) return;
  for (const fault of faultsOf(state, run, context)) {
    if (fault?.takesEffect === false) continue;
    for (const stale of staleViews(at, run, context.subject)) {
      const step = effectStep(state, index, run, at, context, fault, stale);
      if (step !== undefined) yield step;
    }
  }
}

/** What can become of a call that nobody else notices: all of a mail, and of any other call what fails without effect. */
export function* silentSteps(
  state: GlobalState,
  index: number,
  run: RunState,
  context: SearchContext,
): Generator<SearchStep> {
  const { phase } = run.execution;
  if (phase.kind !== 'calling') return;
  for (const fault of faultsOf(state, run, context)) {
    const isMail = phase.call.service === 'ses';
    if (!isMail && fault?.takesEffect !== false) continue;
    const { world, outcome } = outcomeOf(state, phase.call, fault, [], context);
    const { progress, next } = afterOutcome(run, outcome, fault, context);
    const observed: ObservedCall = {
      run: index,
      call: phase.call,
      outcome,
      before: state.world,
      after: world,
      fresh: new Set(),
    };
    const moved = { ...next, timing: timingAfter(run.timing, progress.timing) };
    yield {
      event: eventOf(index, run, fault, []),
      after: timePasses({
        ...state,
        world,
        runs: state.runs.map((each, place) => (place === index ? moved : each)),
        faultsLeft: faultsLeftAfter(state, run, fault),
        observations: observe(state.observations, observed, context.subject),
        tick: state.tick + 1,
      }),
      observed,
      at: undefined,
    };
  }
}

/** When the call can take effect: not before the waits are over. */
function timeOfCall(zone: ClockZone, index: number, { timing }: RunState): ClockZone | undefined {
  const sinceEffect = clocks.sinceEffect(index);
  const sinceCall = clocks.sinceCall(index);
  const next = clocks.sinceNextCall(index);
  return zone
    .atLeast(sinceEffect, timing.afterEffect)
    ?.atLeast(sinceCall, timing.afterCall)
    ?.free(next)
    .atMost(next, timing.timeout)
    ?.where(next, sinceEffect, -timing.afterEffect)
    ?.where(next, sinceCall, -timing.afterCall)
    ?.where(sinceCall, next, timing.within);
}

/** The faults that the call may meet; undefined is none. One that goes on is no choice any more. */
function faultsOf(
  { faultsLeft }: GlobalState,
  run: RunState,
  { subject }: SearchContext,
): readonly (FaultKind | undefined)[] {
  if (run.lastingFault !== undefined) return [run.lastingFault];
  const { retriers = [] } = subject.machine.states.get(run.execution.state) ?? {};
  const isRetried = retriers.some(({ maxAttempts }) => maxAttempts > 0);
  const { phase } = run.execution;
  const service = phase.kind === 'calling' ? phase.call.service : '';
  return [undefined, ...(faultsLeft > 0 ? faultsAt(service, isRetried) : [])];
}

function faultsLeftAfter(
  { faultsLeft }: GlobalState,
  { lastingFault }: RunState,
  fault: FaultKind | undefined,
): number {
  return fault !== undefined && lastingFault === undefined ? faultsLeft - 1 : faultsLeft;
}

/** The sets of recently changed keys of which the call may see what was before; the empty one first. */
function staleViews(at: ClockZone, { execution }: RunState, { settleMs }: Subject): readonly (readonly number[])[] {
  const { phase } = execution;
  if (phase.kind !== 'calling' || !['listAccessKeys', 'createAccessKey'].includes(phase.call.api)) return [[]];
  let sets: readonly (readonly number[])[] = [[]];
  for (const key of at.names.flatMap((name) => keyOfClock(name) ?? []))
    sets = [...sets, ...sets.map((set) => [...set, key])];
  return sets.filter((set) => whileStale(at, set, settleMs) !== undefined);
}

function whileStale(at: ClockZone, keys: readonly number[], settleMs: number): ClockZone | undefined {
  return keys.reduce<ClockZone | undefined>((zone, key) => zone?.atMost(clocks.sinceChange(key), settleMs - 1), at);
}

function effectStep(
  state: GlobalState,
  index: number,
  run: RunState,
  at: ClockZone,
  context: SearchContext,
  fault: FaultKind | undefined,
  stale: readonly number[],
): SearchStep | undefined {
  const { subject } = context;
  const { phase } = run.execution;
  const zone = whileStale(at, stale, subject.settleMs);
  if (phase.kind !== 'calling' || zone === undefined) return undefined;
  const { world, outcome, isUsual } = outcomeOf(state, phase.call, fault, stale, context);
  if (isUsual) return undefined;
  const { next } = afterOutcome(run, outcome, fault, context);
  const fresh = freshKeys(zone, state.world, subject);
  const observed: ObservedCall = { run: index, call: phase.call, outcome, before: state.world, after: world, fresh };
  return {
    event: eventOf(index, run, fault, stale),
    after: timePasses({
      ...state,
      world,
      runs: state.runs.map((each, place) =>
        place === index ? next : each.atNewCall ? { ...each, atNewCall: false } : each,
      ),
      faultsLeft: faultsLeftAfter(state, run, fault),
      zone: clocksAfter(zone, index, changedKeys(state.world, world, subject), subject),
      observations: observe(state.observations, observed, subject),
      tick: state.tick + 1,
    }),
    observed,
    at: zone,
  };
}

/** The same objects again, for every state that is met keeps one. */
const events = new Map<string, ScenarioEvent>();

function eventOf(
  run: number,
  { lastingFault }: RunState,
  kind: FaultKind | undefined,
  stale: readonly number[],
): ScenarioEvent {
  const fault = lastingFault === undefined ? kind?.id : undefined;
  const name = `${run} ${fault ?? ''} ${stale.join()}`;
  const event = events.get(name) ?? { kind: 'call', run, fault, stale };
  events.set(name, event);
  return event;
}

function outcomeOf(
  state: GlobalState,
  call: Call,
  fault: FaultKind | undefined,
  stale: readonly number[],
  { subject, interpretation }: SearchContext,
): { readonly world: World; readonly outcome: CallOutcome; readonly isUsual: boolean } {
  const failure = fault && (fault.answer?.(call.service, interpretation.errorNames) ?? 'no answer');
  if (failure !== undefined && fault?.takesEffect === false)
    return { world: state.world, outcome: failure, isUsual: false };
  const effect = callOnWorld(state.world, subject, interpretation, call, stale, dateOf(state, subject));
  // Seeing keys as they were makes no difference here.
  if (effect === 'as usual') return { world: state.world, outcome: 'no answer', isUsual: true };
  return { world: effect.world, outcome: failure ?? effect.answer, isUsual: false };
}

/** The execution that was told how its call went. */
function afterOutcome(
  run: RunState,
  outcome: CallOutcome,
  fault: FaultKind | undefined,
  context: SearchContext,
): { progress: Progress; next: RunState } {
  const progress = onceFor(run, outcome, context);
  const { execution, timing } = progress;
  const isSameVisit = execution.state === run.execution.state && execution.attempts.some((each) => each > 0);
  const lastingFault = fault?.goesOn === true && isSameVisit && execution.phase.kind === 'calling' ? fault : undefined;
  return { progress, next: { execution, timing, lastingFault, atNewCall: true } };
}

function onceFor({ execution }: RunState, outcome: CallOutcome, { memory, subject }: SearchContext): Progress {
  const known = memory.get(execution) ?? new Map<string, Progress>();
  memory.set(execution, known);
  const key = outcome === 'no answer' ? outcome : JSON.stringify(outcome);
  const progress = known.get(key) ?? resume(subject, execution, outcome);
  known.set(key, progress);
  return progress;
}

const none: ReadonlySet<string> = new Set();

function freshKeys(zone: ClockZone, world: World, subject: Subject): ReadonlySet<string> {
  const recent = zone.names.filter((name) => keyOfClock(name) !== undefined && zone.least(name) < subject.settleMs);
  if (recent.length === 0) return none;
  const keys = allKeys(world, subject);
  return new Set(
    recent
      .flatMap((name) => keys[keyOfClock(name) ?? -1] ?? [])
      .flatMap((key) => (key.deletedAt === undefined ? key.id : [])),
  );
}

/** The clocks are set for what follows the call; those of changes that everybody sees by now are dropped. */
function clocksAfter(at: ClockZone, index: number, changed: readonly number[], { settleMs }: Subject): ClockZone {
  const settled = at.names.filter((name) => keyOfClock(name) !== undefined && at.least(name) >= settleMs);
  const dropped = [...settled, clocks.sinceCall(index)];
  let zone = dropped.reduce((each, name) => each.without(name), at);
  zone = zone.renamed(clocks.sinceNextCall(index), clocks.sinceCall(index)).reset(clocks.sinceEffect(index));
  for (const key of changed) zone = zone.reset(clocks.sinceChange(key));
  return zone;
}
