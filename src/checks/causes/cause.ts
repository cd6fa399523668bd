import type { Place } from '../rule';

/** One thing to change that many findings come from. */
export interface Cause {
  readonly kind: CauseKind;
  readonly verdict: 'fail' | 'undecided';
  readonly message: string;
  readonly remedy: string;
  /** How many findings of the check have it. */
  readonly findings: number;
  /** The users that it is about. */
  readonly users?: readonly string[];
  /** Where the settings name the first of them, if they do. */
  readonly place?: Place;
}

/** A user whom no contract names, or a statement that grants more than one action or resource outside its contract. */
export type CauseKind = 'unnamed-user' | 'wide-statement';
