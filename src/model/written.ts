import type { ValueObject } from './value';

/** A top-level block of a configuration in JSON, as written. */
export interface WrittenBlock {
  /** Such as `provider`, with its labels. */
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: ValueObject;
  readonly pointer: string;
}

/** A function that an expression calls, or a text that is not understood. */
export interface WrittenCall {
  /** Undefined if the text is not understood. */
  readonly name: string | undefined;
  /** The reason why it is not understood. */
  readonly reason?: string;
  readonly pointer: string;
}

/** A configuration in JSON before anything in it is evaluated: everything that Terraform reads from it even to plan. */
export interface Written {
  readonly blocks: readonly WrittenBlock[];
  readonly calls: readonly WrittenCall[];
  /** The other files of its folder; undefined if the folder is not visible. */
  readonly others: readonly string[] | undefined;
}
