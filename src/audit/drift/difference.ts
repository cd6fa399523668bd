import type { Model, Resource } from '../../model';
import type { Place } from '../../operations/place';
import type { Replies } from '../answers/replies';

/** A resource of an environment that is compared. */
export interface Thing {
  readonly noun:
    | 'state machine'
    | 'schedule'
    | 'schedule group'
    | 'alarm'
    | 'topic'
    | 'subscription'
    | 'queue'
    | 'rule'
    | 'target of the rule'
    | 'key'
    | 'role'
    | 'policy';
  readonly name: string;
  /** The user of a schedule. */
  readonly user?: string;
}

/** A difference between an account and its settings. */
export type Difference =
  /** The settings have it, and AWS does not. */
  | { readonly kind: 'missing'; readonly thing: Thing }
  /** AWS has it, and the settings do not. */
  | { readonly kind: 'extra'; readonly thing: Thing }
  | { readonly kind: 'disabled'; readonly thing: Thing }
  | { readonly kind: 'enabled'; readonly thing: Thing }
  | { readonly kind: 'not-confirmed'; readonly thing: Thing }
  | { readonly kind: 'state-changed' | 'state-added' | 'state-missing'; readonly thing: Thing; readonly state: string }
  /** The key has another state than Enabled. */
  | { readonly kind: 'key-not-enabled'; readonly thing: Thing; readonly state: string }
  /** A document, such as a policy. */
  | { readonly kind: 'document-differs'; readonly thing: Thing; readonly document: string }
  | { readonly kind: 'document-missing' | 'document-extra'; readonly thing: Thing; readonly document: string }
  | {
      readonly kind: 'value-differs';
      readonly thing: Thing;
      readonly value: string;
      readonly is: string;
      readonly wanted: string;
    };

/** An environment as its settings make it, and as AWS shows it. */
export interface Compared {
  readonly place: Place;
  /** The stack that the settings make. */
  readonly made: Model;
  readonly replies: Replies;
}

/** A value that an answer does not show, such as the definition in a description of metadata alone. So its resource is not compared as a whole. */
export interface NotShown {
  readonly kind: 'not-shown';
}

export const notShown: NotShown = { kind: 'not-shown' };

/** Compares a resource of the stack with AWS; `not-known` if AWS did not answer. */
export type Compare = (resource: Resource, compared: Compared) => readonly (Difference | NotShown)[] | 'not-known';
