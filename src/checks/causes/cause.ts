import type { Place } from '../rule';

/** A cause that several findings share. */
export interface Cause {
  readonly kind: CauseKind;
  readonly verdict: 'fail' | 'undecided';
  readonly message: string;
  readonly remedy: string;
  /** The number of findings with this cause. */
  readonly findings: number;
  /** The users of this cause. */
  readonly users?: readonly string[];
  /** The place of the first user in the settings, if the settings name the user. */
  readonly place?: Place;
}

/** A user that no contract names, or a statement that grants several actions or resources outside its contract. */
export type CauseKind = 'unnamed-user' | 'wide-statement';
