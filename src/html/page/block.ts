import type { JsonObject } from '../../json';
import type { Phrase } from './phrase';

/** A titled part of a page. */
export interface Section {
  readonly title: Phrase;
  readonly blocks: readonly Block[];
  /** Whether it is closed until a reader opens it. A printed page shows it open. */
  readonly isFolded?: true;
}

/** A part of a section. */
export type Block =
  | { readonly kind: 'text'; readonly text: Phrase }
  | ListBlock
  | TableBlock
  | FindingBlock
  | MachineBlock
  | TimelineBlock
  | AccessBlock
  | DaysBlock
  | RankingBlock
  | { readonly kind: 'facts'; readonly facts: readonly { readonly name: string; readonly text: Phrase }[] };

export interface ListBlock {
  readonly kind: 'list';
  readonly title?: Phrase;
  readonly items: readonly Item[];
}

export interface Item {
  readonly mark?: Mark;
  readonly text: Phrase;
}

/** A word in front of an item or in a cell, with a colour. */
export interface Mark {
  readonly tone: Tone;
  readonly word: string;
}

export type Tone = 'good' | 'bad' | 'warning' | 'neutral';

export interface TableBlock {
  readonly kind: 'table';
  readonly title: Phrase;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Whether it is closed until a reader opens it, such as the data of a chart. */
  readonly isFolded?: true;
}

/** Lines, each on its own; the mark is in front of the first. */
export interface Cell {
  readonly mark?: Mark;
  readonly lines: readonly Phrase[];
}

export interface FindingBlock {
  readonly kind: 'finding';
  readonly mark: Mark;
  readonly title: Phrase;
  readonly sentences: readonly { readonly name: string; readonly text: Phrase }[];
  readonly excerpt?: { readonly lines: readonly (readonly ExcerptPart[])[] };
}

/** A piece of an excerpt; the marked one is what the finding is about. */
export interface ExcerptPart {
  readonly text: string;
  readonly isMarked?: true;
}

/** A state machine, drawn in chapters and listed as a table. */
export interface MachineBlock {
  readonly kind: 'machine';
  readonly name: string;
  readonly definition: JsonObject;
  /** The states that one execution enters, in their order. Its way is lit in the pictures. */
  readonly path?: readonly string[];
}

/** The keys of users over time, drawn on one axis, the worst users first. Times are milliseconds since 1970. */
export interface TimelineBlock {
  readonly kind: 'timelines';
  readonly title: Phrase;
  readonly now: number;
  /** The age that no key should reach, in days. */
  readonly limitDays: number;
  readonly timelines: readonly Timeline[];
  /** The same data as a table. */
  readonly table: TableBlock;
}

/** The keys of one user. */
export interface Timeline {
  readonly name: string;
  /** A few words about it, under the name. */
  readonly remark: string;
  readonly isBad: boolean;
  readonly keys: readonly KeySpan[];
  /** The times at which rotations start. */
  readonly starts: readonly number[];
}

/** The life of one key. */
export interface KeySpan {
  readonly label: string;
  /** Undefined if it is not known when the key was created. */
  readonly from: number | undefined;
  /** The time at which the next key is stored; from then on the key is only kept. Undefined if it is not planned. */
  readonly replaced: number | undefined;
  /** The time at which it is deleted, if every run is on time. */
  readonly until: number | undefined;
  /** The latest time at which it is deleted, if every run succeeds. */
  readonly latest: number | undefined;
}

/** The roles that can create keys of users, the users, and what a key of each can do. */
export interface AccessBlock {
  readonly kind: 'access';
  readonly title: Phrase;
  readonly roles: readonly string[];
  readonly users: readonly AccessUser[];
  readonly table: TableBlock;
}

export interface AccessUser {
  readonly name: string;
  /** The indexes of the roles that can create its keys. */
  readonly roles: readonly number[];
  readonly rights: readonly string[];
}

/** An amount of each day, drawn as bars. */
export interface DaysBlock {
  readonly kind: 'days';
  readonly title: readonly string[];
  /** The first day, in milliseconds since 1970. */
  readonly from: number;
  readonly values: readonly number[];
  readonly table: TableBlock;
}

/** An amount of each name, the largest first, drawn as bars. */
export interface RankingBlock {
  readonly kind: 'ranking';
  readonly title: readonly string[];
  /** The amount that no name should exceed. */
  readonly limit: number;
  readonly rows: readonly { readonly name: string; readonly value: number; readonly label: string }[];
  /** The same data, and that of names that are not drawn. */
  readonly table: TableBlock;
}
