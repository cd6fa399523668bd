import type { CheckOptions, Contract } from '../../checks';
import type { Model } from '../../model';
import type { Place } from '../../operations/place';
import type { Replies } from '../answers/replies';

/** Everything that an audit of one environment judges. */
export interface Audited {
  readonly place: Place;
  /** The time of the answers. */
  readonly at: number;
  /** The start of the period whose rotations are judged. */
  readonly since: number;
  readonly replies: Replies;
  /** The stack that the settings make. */
  readonly made: Model;
  /** The IAM of the account; undefined if no answer shows it. */
  readonly account: Model | undefined;
  readonly contracts: readonly Contract[];
  readonly options: CheckOptions;
}
