import type { Resource } from './model';
import type { Unknown, Value } from './value';

/** Where an unknown value comes from, once its references were followed as far as the input shows them. */
export type Lead =
  /**
   * An attribute of a resource that nobody wrote, so that the provider fills it in. The name is undefined if only the resource is shown: it is
   * one of its attributes then.
   */
  | { readonly kind: 'attribute'; readonly resource: Resource; readonly name: string | undefined }
  /** The reference leads to a known value. */
  | { readonly kind: 'known'; readonly value: Value }
  /** The key of the instance itself, as `each.key` and `count.index` name it. */
  | { readonly kind: 'key'; readonly value: string | number }
  /** It is one of these, or made of them: the expression itself is not shown. Nothing is in the list if no reference leads anywhere. */
  | { readonly kind: 'one-of'; readonly leads: readonly Lead[] }
  /** A text of known pieces and others. */
  | { readonly kind: 'text'; readonly pieces: readonly (string | Lead)[] }
  /** The value as a text of JSON; `leadOf` follows what in it is unknown. */
  | { readonly kind: 'json'; readonly value: Value; readonly leadOf: (inner: Unknown) => Lead }
  /** Nobody wrote it, and the provider fills it in. */
  | { readonly kind: 'computed' }
  /** The trail ends here. */
  | { readonly kind: 'lost' };
