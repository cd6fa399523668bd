import { stateKey } from './state-key';
import { withTimesThatAllowLess } from './call-times';
import type { SearchContext } from './context';
import { inOrder, type GlobalState } from './global-state';
import type { Invariants } from './invariants';
import type { Subject } from '../model/subject';
import type { ClockZone } from './clock-zone';

/** The part of a visited global state that is kept, in addition to its key: little, because there are many states. */
export interface VisitedState {
  readonly zone: ClockZone;
  readonly faultsLeft: number;
  /** One bit for each execution that has just reached its call. */
  readonly atNewCall: number;
  /** Another state covers this one by now, and is expanded instead. */
  isCovered: boolean;
}

/**
 * The visited global states. One state covers another if their keys are equal and the first allows all times, faults and new calls that the
 * other allows: then everything that can follow the other can also follow the first (zone inclusion).
 */
export class Visited {
  /** The states by the number of their shape and by their names: whole texts would need most of the memory. */
  private readonly byKey = new Map<string, VisitedState[]>();
  private readonly shapes = new Map<string, number>();

  constructor(
    private readonly subject: Subject,
    private readonly labels: Pick<Invariants<unknown>, 'labelOf'>,
    private readonly abstraction: NonNullable<SearchContext['abstraction']> = withTimesThatAllowLess,
  ) {}

  /** Keeps a state that no other covers, and removes the states that it covers. Returns undefined if another state covers it. */
  add(state: GlobalState): VisitedState | undefined {
    const { shape, names, order } = stateKey(state, this.subject, this.labels);
    const entry: VisitedState = {
      zone: inOrder(this.abstraction(state.zone, state.runs), order),
      faultsLeft: state.faultsLeft,
      atNewCall: order.reduce((bits, run, place) => bits | (state.runs[run]?.atNewCall === true ? 1 << place : 0), 0),
      isCovered: false,
    };
    const key = `${this.numberOf(shape)} ${names}`;
    const former = this.byKey.get(key);
    if (former === undefined) {
      this.byKey.set(key, [entry]);
      return entry;
    }
    if (former.some((each) => covers(each, entry))) return undefined;
    for (const each of former) each.isCovered = covers(entry, each);
    this.byKey.set(key, [...former.filter(({ isCovered }) => !isCovered), entry]);
    return entry;
  }

  private numberOf(shape: string): number {
    const number = this.shapes.get(shape) ?? this.shapes.size;
    this.shapes.set(shape, number);
    return number;
  }
}

function covers(one: VisitedState, other: VisitedState): boolean {
  const isAsFresh = other.faultsLeft === 0 || (one.atNewCall & other.atNewCall) === other.atNewCall;
  return one.faultsLeft >= other.faultsLeft && isAsFresh && one.zone.includes(other.zone);
}
