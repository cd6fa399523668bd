import { hash } from 'node:crypto';
import { identityOf } from './state-key';
import type { Moment } from './global-state';
import type { Invariants } from './invariants';
import type { Subject } from '../model/subject';
import type { Zone } from './clock-zone';

/** What is kept of a global state that was met, beside its identity: little, for there are many. */
export interface Met {
  readonly zone: Zone;
  readonly faultsLeft: number;
  /** A bit for each execution that has just come to its call. */
  readonly fresh: number;
  /** Another state covers this one by now, and is gone through in its stead. */
  isCovered: boolean;
}

/**
 * The global states that were met. One covers another if they are alike but for times, faults to come and calls that are yet to be judged,
 * and it leaves open all that the other does: then everything that can follow the other follows it as well.
 */
export class Known {
  /** By a hash of 128 bits: texts would take most of the memory. */
  private readonly alike = new Map<string, Met[]>();

  constructor(
    private readonly subject: Subject,
    private readonly labels: Pick<Invariants<unknown>, 'labelOf'>,
  ) {}

  /** Keeps a state that no other covers, and drops those that it covers; undefined where another covers it. */
  add(moment: Moment): Met | undefined {
    const { zone, faultsLeft, runs } = moment;
    const fresh = runs.reduce((bits, run, index) => bits | (run.fresh ? 1 << index : 0), 0);
    const met: Met = { zone, faultsLeft, fresh, isCovered: false };
    const key = hash('md5', identityOf(moment, this.subject, this.labels), 'binary');
    const like = this.alike.get(key) ?? [];
    if (like.some((each) => covers(each, met))) return undefined;
    for (const each of like) each.isCovered = covers(met, each);
    this.alike.set(key, [...like.filter(({ isCovered }) => !isCovered), met]);
    return met;
  }
}

function covers(one: Met, other: Met): boolean {
  const isAsFresh = other.faultsLeft === 0 || (one.fresh & other.fresh) === other.fresh;
  return one.faultsLeft >= other.faultsLeft && isAsFresh && one.zone.includes(other.zone);
}
