import type { Json } from '../../json';

/** One step of a JSONPath. */
export type Segment =
  | {
      readonly kind: 'names';
      readonly names: readonly string[];
      /** One name in a form that every reader of JSONPath accepts: `.word`, or `['text']` without escapes. */
      readonly plain?: boolean;
    }
  | { readonly kind: 'indices'; readonly indices: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'every' }
  | {
      readonly kind: 'filter';
      readonly test: Filter;
      /** The paths in its condition. */
      readonly paths: readonly Path[];
    }
  | { readonly kind: 'descend'; readonly to: Exclude<Segment, { kind: 'descend' }> };

/** Whether a filter `[?(…)]` keeps this value. `root` is the value of `$` inside it. */
export type Filter = (current: Json, root: Json) => boolean;

/** A JSONPath as Step Functions reads it; `$$` is the context object. */
export interface Path {
  readonly text: string;
  readonly root: '$' | '$$' | '@';
  readonly segments: readonly Segment[];
  /** Whether the path is definite: it names at most one value and returns it. Any other path returns a list. */
  readonly definite: boolean;
}

/** Whether this step leads to at most one value. */
export function isDefinite(segment: Segment): boolean {
  if (segment.kind === 'names') return segment.names.length === 1;
  return segment.kind === 'indices' && segment.indices.length === 1;
}
