import type { Chapter } from './chapters';
import type { GroupedState } from './groups';
import { withoutLeaves } from './leaves';
import { nothingLit, type Lit } from './lit';

/** All chapters of a machine, so that a box can name the picture of a state that is drawn elsewhere. */
export interface Book {
  readonly chapters: readonly Chapter[];
  readonly startAt: string;
  /** The way of one execution. */
  readonly lit: Lit;
  readonly entries: ReadonlyMap<string, Entry>;
}

/** A state with the index of its chapter. */
export interface Entry {
  readonly state: GroupedState;
  readonly chapter: number;
  /** Whether it has a box there. */
  readonly isDrawn: boolean;
}

export function bookOf(chapters: readonly Chapter[], startAt: string, lit = nothingLit): Book {
  const entries = chapters.flatMap(({ states }, chapter) => {
    const drawn = new Set(chapters.length === 1 ? states : withoutLeaves(states));
    return states.map((state): [string, Entry] => [state.name, { state, chapter, isDrawn: drawn.has(state) }]);
  });
  return { chapters, startAt, lit, entries: new Map(entries) };
}
