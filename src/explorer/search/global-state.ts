import { defaultStart, type Execution, type World } from '../../simulator';
import type { OperatorAction } from '../model/circumstances';
import type { FaultKind } from '../model/faults';
import type { Observations } from '../model/observations';
import type { CallTiming } from '../model/progress';
import type { Subject } from '../model/subject';
import type { ClockZone } from './clock-zone';

/**
 * A global state: the world, every execution at its next call or ended, and all times at which that is possible. Nothing in it changes in
 * place.
 */
export interface GlobalState {
  readonly world: World;
  readonly runs: readonly RunState[];
  /** The number of executions that can still begin, at any time. */
  readonly toStart: number;
  readonly faultsLeft: number;
  /** The action that an operator can still do, once. */
  readonly operatorAction: OperatorAction | undefined;
  /** The clocks: for each execution the times since its call began and since its last effect; for each changed key the time since the change. */
  readonly zone: ClockZone;
  readonly observations: Observations;
  /** The number of events so far, so that later events have later dates. */
  readonly tick: number;
}

export interface RunState {
  readonly execution: Execution;
  readonly timing: CallTiming;
  /** The fault that every attempt of this visit to the state meets. */
  readonly lastingFault: FaultKind | undefined;
  /** The execution has just reached its call: events that no other execution notices can happen to it. */
  readonly atNewCall: boolean;
}

/** The next event: an execution begins, its call takes effect (or fails), or an operator stops it. */
export interface ScenarioEvent {
  /** The last two are actions of an operator for which nothing is promised. */
  readonly kind: 'start' | 'call' | 'stop' | 'redrive' | 'restore';
  readonly run: number;
  /** The id of the fault that the call meets. */
  readonly fault: string | undefined;
  /** The indexes of the keys that the call sees as they were before their last change. */
  readonly stale: readonly number[];
}

export const isActive = ({ execution }: RunState): boolean => execution.phase.kind !== 'ended';
/** Whether all executions have ended. The actions that an operator can still do are optional, so they do not count. */
export const isOver = ({ runs, toStart }: GlobalState): boolean => toStart === 0 && !runs.some(isActive);

/** Names of clocks, in an order that keeps those of an execution together. */
export const clocks = {
  sinceEffect: named((run) => `${run}a`),
  sinceCall: named((run) => `${run}b`),
  /** Replaces `sinceCall` until the clock of the previous call is removed. */
  sinceNextCall: named((run) => `${run}b'`),
  sinceChange: named((key) => `k${String(key).padStart(2, '0')}`),
};

/** Makes each name once, because every step asks for some. */
function named(nameOf: (index: number) => string): (index: number) => string {
  const names: string[] = [];
  return (index) => (names[index] ??= nameOf(index));
}

export const isSinceEffect = (clock: string): boolean => clock.endsWith('a');
const isSinceChange = (clock: string): boolean => clock.startsWith('k');

export const keyOfClock = (clock: string): number | undefined =>
  isSinceChange(clock) ? Number(clock.slice(1)) : undefined;

/** The zone with the clocks of each execution under the number of its place. */
export function inOrder(zone: ClockZone, order: readonly number[]): ClockZone {
  if (order.every((run, place) => run === place)) return zone;
  return zone.withNames((name) => name.replace(/^\d+/, (run) => String(order.indexOf(Number(run)))));
}

/**
 * The date of the next event. Dates are a second apart, so that each event has its place in time, and later than all dates before the search;
 * or, for keys that are made in the same second, all equal.
 */
export const dateOf = ({ tick }: GlobalState, { dates }: Pick<Subject, 'dates'>): number =>
  dates === 'alike' ? defaultStart : defaultStart + tick * 1000;

/**
 * Lets any time pass that leaves each execution its next call. Executions that have ended need no clocks.
 * @param from the clocks; by default those of the state
 */
export function timePasses(state: GlobalState, from = state.zone): GlobalState {
  let zone = from;
  state.runs.forEach((run, index) => {
    if (!isActive(run)) zone = zone.without(clocks.sinceEffect(index)).without(clocks.sinceCall(index));
  });
  zone = zone.elapsed();
  state.runs.forEach((run, index) => {
    if (isActive(run)) zone = zone.atMost(clocks.sinceCall(index), run.timing.within + run.timing.timeout) ?? zone;
  });
  const { world, runs, toStart, faultsLeft, operatorAction, observations, tick } = state;
  return { world, runs, toStart, faultsLeft, operatorAction, zone, observations, tick };
}
