import { identityOf } from './identity';
import type { Moment } from './moment';
import type { Subject } from './subject';

/**
 * The global states that were met. One covers another if they are alike but for times, faults to come and calls that are yet to be judged,
 * and it leaves open all that the other does: then everything that can follow the other follows it as well.
 */
export class Known {
  private readonly alike = new Map<string, Moment[]>();
  private readonly gone = new WeakSet<Moment>();

  constructor(private readonly subject: Subject) {}

  covers(moment: Moment): boolean {
    return this.likeOf(moment).some((each) => covers(each, moment));
  }

  /** Adds a state that no other covers, and drops those that it covers. */
  add(moment: Moment): void {
    const like = this.likeOf(moment);
    for (let index = like.length - 1; index >= 0; index--) {
      const each = like[index];
      if (each === undefined || !covers(moment, each)) continue;
      this.gone.add(each);
      like.splice(index, 1);
    }
    like.push(moment);
  }

  /** Was it not dropped since? */
  has(moment: Moment): boolean {
    return !this.gone.has(moment);
  }

  private last: { moment: Moment; like: Moment[] } | undefined;

  private likeOf(moment: Moment): Moment[] {
    if (this.last?.moment === moment) return this.last.like;
    const key = identityOf(moment, this.subject);
    const like = this.alike.get(key) ?? [];
    this.alike.set(key, like);
    this.last = { moment, like };
    return like;
  }
}

function covers(one: Moment, other: Moment): boolean {
  return (
    one.faultsLeft >= other.faultsLeft &&
    (other.faultsLeft === 0 || isAsFresh(one, other)) &&
    one.zone.includes(other.zone)
  );
}

function isAsFresh(one: Moment, other: Moment): boolean {
  return other.runs.every((run, index) => !run.fresh || one.runs[index]?.fresh === true);
}
