import type { Call, World } from '../../simulator';
import { callOnWorld, changedKeys } from './calls';
import { faultsAt, type FaultKind } from '../model/faults';
import { allKeys } from '../model/world-queries';
import { clocks, dateOf, keyOfClock, timePasses, type Choice, type Moment, type Run } from './global-state';
import { noted, type Seen } from '../model/observations';
import { after as dueAfter, goOn, type Progress, type Told } from '../model/progress';
import type { Setting, Step } from './setting';
import type { Subject } from '../model/subject';
import type { Zone } from './clock-zone';

/** What can become of a call that others may notice: it takes effect at some time, told of or not. */
export function* effectSteps(moment: Moment, index: number, run: Run, setting: Setting): Generator<Step> {
  const at = timeOfCall(moment.zone, index, run);
  if (at === undefined) return;
  for (const fault of faultsOf(moment, run, setting)) {
    if (fault?.takesEffect === false) continue;
    for (const stale of staleViews(at, run, setting.subject)) {
      const step = effectStep(moment, index, run, at, setting, fault, stale);
      if (step !== undefined) yield step;
    }
  }
}

/** What can become of a call that nobody else notices: all of a mail, and of any other call what fails without effect. */
export function* silentSteps(moment: Moment, index: number, run: Run, setting: Setting): Generator<Step> {
  const { phase } = run.execution;
  if (phase.kind !== 'calling') return;
  for (const fault of faultsOf(moment, run, setting)) {
    const isMail = phase.call.service === 'ses';
    if (!isMail && fault?.takesEffect !== false) continue;
    const { world, told } = outcomeOf(moment, phase.call, fault, [], setting);
    const { progress, next } = toldOf(run, told, fault, setting);
    const seen: Seen = { run: index, call: phase.call, told, before: moment.world, after: world, fresh: new Set() };
    const moved = { ...next, due: dueAfter(run.due, progress.due) };
    yield {
      choice: choiceOf(index, run, fault, []),
      after: timePasses({
        ...moment,
        world,
        runs: moment.runs.map((each, place) => (place === index ? moved : each)),
        faultsLeft: faultsLeftAfter(moment, run, fault),
        notes: noted(moment.notes, seen, setting.subject),
        tick: moment.tick + 1,
      }),
      seen,
      at: undefined,
    };
  }
}

/** When the call can take effect: not before the waits are over. */
function timeOfCall(zone: Zone, index: number, { due }: Run): Zone | undefined {
  const sinceEffect = clocks.sinceEffect(index);
  const sinceCall = clocks.sinceCall(index);
  const next = clocks.sinceNextCall(index);
  return zone
    .atLeast(sinceEffect, due.afterEffect)
    ?.atLeast(sinceCall, due.afterCall)
    ?.free(next)
    .atMost(next, due.timeout)
    ?.where(next, sinceEffect, -due.afterEffect)
    ?.where(next, sinceCall, -due.afterCall)
    ?.where(sinceCall, next, due.within);
}

/** The faults that the call may meet; undefined is none. One that goes on is no choice any more. */
function faultsOf({ faultsLeft }: Moment, run: Run, { subject }: Setting): readonly (FaultKind | undefined)[] {
  if (run.stuck !== undefined) return [run.stuck];
  const { retriers = [] } = subject.machine.states.get(run.execution.state) ?? {};
  const isRetried = retriers.some(({ maxAttempts }) => maxAttempts > 0);
  const { phase } = run.execution;
  const service = phase.kind === 'calling' ? phase.call.service : '';
  return [undefined, ...(faultsLeft > 0 ? faultsAt(service, isRetried) : [])];
}

function faultsLeftAfter({ faultsLeft }: Moment, { stuck }: Run, fault: FaultKind | undefined): number {
  return fault !== undefined && stuck === undefined ? faultsLeft - 1 : faultsLeft;
}

/** The sets of recently changed keys of which the call may see what was before; the empty one first. */
function staleViews(at: Zone, { execution }: Run, { settleMs }: Subject): readonly (readonly number[])[] {
  const { phase } = execution;
  if (phase.kind !== 'calling' || !['listAccessKeys', 'createAccessKey'].includes(phase.call.api)) return [[]];
  let sets: readonly (readonly number[])[] = [[]];
  for (const key of at.names.flatMap((name) => keyOfClock(name) ?? []))
    sets = [...sets, ...sets.map((set) => [...set, key])];
  return sets.filter((set) => whileStale(at, set, settleMs) !== undefined);
}

function whileStale(at: Zone, keys: readonly number[], settleMs: number): Zone | undefined {
  return keys.reduce<Zone | undefined>((zone, key) => zone?.atMost(clocks.sinceChange(key), settleMs - 1), at);
}

function effectStep(
  moment: Moment,
  index: number,
  run: Run,
  at: Zone,
  setting: Setting,
  fault: FaultKind | undefined,
  stale: readonly number[],
): Step | undefined {
  const { subject } = setting;
  const { phase } = run.execution;
  const zone = whileStale(at, stale, subject.settleMs);
  if (phase.kind !== 'calling' || zone === undefined) return undefined;
  const { world, told, isUsual } = outcomeOf(moment, phase.call, fault, stale, setting);
  if (isUsual) return undefined;
  const { next } = toldOf(run, told, fault, setting);
  const fresh = freshKeys(zone, moment.world, subject);
  const seen: Seen = { run: index, call: phase.call, told, before: moment.world, after: world, fresh };
  return {
    choice: choiceOf(index, run, fault, stale),
    after: timePasses({
      ...moment,
      world,
      runs: moment.runs.map((each, place) => (place === index ? next : each.fresh ? { ...each, fresh: false } : each)),
      faultsLeft: faultsLeftAfter(moment, run, fault),
      zone: clocksAfter(zone, index, changedKeys(moment.world, world, subject), subject),
      notes: noted(moment.notes, seen, subject),
      tick: moment.tick + 1,
    }),
    seen,
    at: zone,
  };
}

/** The same objects again, for every state that is met keeps one. */
const choices = new Map<string, Choice>();

function choiceOf(run: number, { stuck }: Run, kind: FaultKind | undefined, stale: readonly number[]): Choice {
  const fault = stuck === undefined ? kind?.id : undefined;
  const name = `${run} ${fault ?? ''} ${stale.join()}`;
  const choice = choices.get(name) ?? { kind: 'call', run, fault, stale };
  choices.set(name, choice);
  return choice;
}

function outcomeOf(
  moment: Moment,
  call: Call,
  fault: FaultKind | undefined,
  stale: readonly number[],
  { subject, reading }: Setting,
): { readonly world: World; readonly told: Told; readonly isUsual: boolean } {
  const failure = fault && (fault.answer?.(call.service, reading.errorNames) ?? 'nothing');
  if (failure !== undefined && fault?.takesEffect === false)
    return { world: moment.world, told: failure, isUsual: false };
  const effect = callOnWorld(moment.world, subject, reading, call, stale, dateOf(moment, subject));
  // Seeing keys as they were makes no difference here.
  if (effect === 'as usual') return { world: moment.world, told: 'nothing', isUsual: true };
  return { world: effect.world, told: failure ?? effect.answer, isUsual: false };
}

/** The execution that was told how its call went. */
function toldOf(
  run: Run,
  told: Told,
  fault: FaultKind | undefined,
  setting: Setting,
): { progress: Progress; next: Run } {
  const progress = onceFor(run, told, setting);
  const { execution, due } = progress;
  const isSameVisit = execution.state === run.execution.state && execution.attempts.some((each) => each > 0);
  const stuck = fault?.goesOn === true && isSameVisit && execution.phase.kind === 'calling' ? fault : undefined;
  return { progress, next: { execution, due, stuck, fresh: true } };
}

function onceFor({ execution }: Run, told: Told, { memory, subject }: Setting): Progress {
  const known = memory.get(execution) ?? new Map<string, Progress>();
  memory.set(execution, known);
  const key = told === 'nothing' ? told : JSON.stringify(told);
  const progress = known.get(key) ?? goOn(subject, execution, told);
  known.set(key, progress);
  return progress;
}

const none: ReadonlySet<string> = new Set();

function freshKeys(zone: Zone, world: World, subject: Subject): ReadonlySet<string> {
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
function clocksAfter(at: Zone, index: number, changed: readonly number[], { settleMs }: Subject): Zone {
  const settled = at.names.filter((name) => keyOfClock(name) !== undefined && at.least(name) >= settleMs);
  const dropped = [...settled, clocks.sinceCall(index)];
  let zone = dropped.reduce((each, name) => each.without(name), at);
  zone = zone.renamed(clocks.sinceNextCall(index), clocks.sinceCall(index)).reset(clocks.sinceEffect(index));
  for (const key of changed) zone = zone.reset(clocks.sinceChange(key));
  return zone;
}
