/** One item of a list in a file, as it is written there. */
export interface WrittenItem {
  /** The line where it begins. */
  readonly line: number;
  /** The values that are written, by the names of their columns. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** The items of a file, and a line of text for each problem that is already known. */
export interface WrittenItems {
  readonly items: readonly WrittenItem[];
  readonly problems: readonly string[];
}

/** A kind of list that settings can have in a file. */
export interface ListKind {
  /** The columns of a CSV file. */
  readonly columns: { readonly required: readonly string[]; readonly known: readonly string[] };
  /** The columns whose cells are whole numbers. */
  readonly numbers: readonly string[];
  /** The columns whose cells are `true` or `false`. */
  readonly flags: readonly string[];
  /** The members of each item in YAML and JSON. */
  readonly members: readonly string[];
  /** The words for one item, for several and for the list, such as `a user` and `users`. */
  readonly words: { readonly item: string; readonly items: string; readonly list: string };
  /** An item that is valid. */
  readonly right: string;
}
