import { defaultStart, type Execution, type World } from '../../simulator';
import type { OperatorAction } from '../model/circumstances';
import type { FaultKind } from '../model/faults';
import type { Observations } from '../model/observations';
import type { CallTiming } from '../model/progress';
import type { Subject } from '../model/subject';
import type { ClockZone } from './clock-zone';

/** A global state: the world, every execution at its next call or ended, and all times at which that can be. Nothing in it changes in place. */
export interface GlobalState {
  readonly world: World;
  readonly runs: readonly RunState[];
  /** Executions that may still begin, at any time. */
  readonly toStart: number;
  readonly faultsLeft: number;
  /** What an operator may still do, once. */
  readonly operatorAction: OperatorAction | undefined;
  /** Clocks: for each execution since its call began and since its last effect; for each changed key since the change. */
  readonly zone: ClockZone;
  readonly observations: Observations;
  /** Counts the events, so that what happened later has a later date. */
  readonly tick: number;
}

export interface RunState {
  readonly execution: Execution;
  readonly timing: CallTiming;
  /** A fault that every attempt of this visit to the state meets. */
  readonly lastingFault: FaultKind | undefined;
  /** It has just come to its call: what no other execution notices may happen to it. */
  readonly atNewCall: boolean;
}

/** What happens next: an execution begins, its call takes effect (or fails), or an operator stops it. */
export interface ScenarioEvent {
  /** The last two are actions of an operator for which nothing is promised. */
  readonly kind: 'start' | 'call' | 'stop' | 'redrive' | 'restore';
  readonly run: number;
  /** The id of the fault that the call meets. */
  readonly fault: string | undefined;
  /** Keys, by index, of which the call sees what was before their last change. */
  readonly stale: readonly number[];
}

export const isActive = ({ execution }: RunState): boolean => execution.phase.kind !== 'ended';
/** All executions have ended. Whatever an operator may still do can as well never happen. */
export const isOver = ({ runs, toStart }: GlobalState): boolean => toStart === 0 && !runs.some(isActive);

/** Names of clocks, in an order that keeps those of an execution together. */
export const clocks = {
  sinceEffect: (run: number) => `${run}a`,
  sinceCall: (run: number) => `${run}b`,
  /** Stands for the one above until that is gone. */
  sinceNextCall: (run: number) => `${run}b'`,
  sinceChange: (key: number) => `k${String(key).padStart(2, '0')}`,
};

export const keyOfClock = (clock: string): number | undefined =>
  clock.startsWith('k') ? Number(clock.slice(1)) : undefined;

/**
 * Dates of what happens are a second apart, so that each has its place in time, and later than what was there before; or, for keys that
 * are made in the same second, all alike.
 */
export const dateOf = ({ tick }: GlobalState, { dates }: Pick<Subject, 'dates'>): number =>
  dates === 'alike' ? defaultStart : defaultStart + tick * 1000;

/** Any time passes that leaves each execution its next call; those that have ended need no clocks. */
export function timePasses(state: GlobalState): GlobalState {
  let zone = state.zone;
  state.runs.forEach((run, index) => {
    if (!isActive(run)) zone = zone.without(clocks.sinceEffect(index)).without(clocks.sinceCall(index));
  });
  zone = zone.elapsed();
  state.runs.forEach((run, index) => {
    if (isActive(run)) zone = zone.atMost(clocks.sinceCall(index), run.timing.within + run.timing.timeout) ?? zone;
  });
  return { ...state, zone };
}
