import type { Model, Resource } from '../../model';
import type { Place } from '../../operations/place';
import type { Replies } from '../answers/replies';
import type { Difference } from './difference';

/** An environment as its settings make it, and as AWS shows it. */
export interface Compared {
  readonly place: Place;
  /** The stack that the settings make. */
  readonly made: Model;
  readonly replies: Replies;
}

/** Compares a resource of the stack with AWS; `not-known` if AWS did not answer. */
export type Compare = (resource: Resource, compared: Compared) => readonly Difference[] | 'not-known';
