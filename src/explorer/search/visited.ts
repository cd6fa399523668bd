import { hash } from 'node:crypto';
import { stateKey } from './state-key';
import type { GlobalState } from './global-state';
import type { Invariants } from './invariants';
import type { Subject } from '../model/subject';
import type { ClockZone } from './clock-zone';

/** What is kept of a visited global state, next to its key: little, because there are many. */
export interface VisitedState {
  readonly zone: ClockZone;
  readonly faultsLeft: number;
  /** A bit for each execution that has just come to its call. */
  readonly atNewCall: number;
  /** Another state covers this one by now, and is expanded instead. */
  isCovered: boolean;
}

/**
 * The visited global states. One covers another if their keys are equal and it allows all times, faults and new calls that the other
 * allows: then everything that can follow the other can follow it as well (zone inclusion).
 */
export class Visited {
  /** By a hash of 128 bits: texts would take most of the memory. */
  private readonly byKey = new Map<string, VisitedState[]>();

  constructor(
    private readonly subject: Subject,
    private readonly labels: Pick<Invariants<unknown>, 'labelOf'>,
  ) {}

  /** Keeps a state that no other covers, and drops those that it covers. Returns undefined if another state covers it. */
  add(state: GlobalState): VisitedState | undefined {
    const { zone, faultsLeft, runs } = state;
    const atNewCall = runs.reduce((bits, run, index) => bits | (run.atNewCall ? 1 << index : 0), 0);
    const entry: VisitedState = { zone, faultsLeft, atNewCall, isCovered: false };
    const key = hash('md5', stateKey(state, this.subject, this.labels), 'binary');
    const former = this.byKey.get(key) ?? [];
    if (former.some((each) => covers(each, entry))) return undefined;
    for (const each of former) each.isCovered = covers(entry, each);
    this.byKey.set(key, [...former.filter(({ isCovered }) => !isCovered), entry]);
    return entry;
  }
}

function covers(one: VisitedState, other: VisitedState): boolean {
  const isAsFresh = other.faultsLeft === 0 || (one.atNewCall & other.atNewCall) === other.atNewCall;
  return one.faultsLeft >= other.faultsLeft && isAsFresh && one.zone.includes(other.zone);
}
