import type { Resource } from './model';
import type { Unknown, Value } from './value';

/** The source of an unknown value, after its references were followed as far as the input shows them. */
export type Lead =
  /**
   * An attribute of a resource that is not written, so the provider fills it in. The name is undefined if only the resource is shown: then it is one
   * of its attributes.
   */
  | { readonly kind: 'attribute'; readonly resource: Resource; readonly name: string | undefined }
  /** The reference leads to a known value. */
  | { readonly kind: 'known'; readonly value: Value }
  /** The key of the instance itself, as `each.key` and `count.index` name it. */
  | { readonly kind: 'key'; readonly value: string | number }
  /** One of these, or made from them: the expression itself is not shown. The list is empty if no reference leads anywhere. */
  | { readonly kind: 'one-of'; readonly leads: readonly Lead[] }
  /** A text of known and unknown pieces. */
  | { readonly kind: 'text'; readonly pieces: readonly (string | Lead)[] }
  /** The value as a JSON text; `leadOf` follows its unknown parts. */
  | { readonly kind: 'json'; readonly value: Value; readonly leadOf: (inner: Unknown) => Lead }
  /** An attribute that is not written; the provider fills it in. */
  | { readonly kind: 'computed' }
  /** The end of the trail. */
  | { readonly kind: 'lost' };
