/** A stack that was synthesised and is not in its place yet. */
export interface SynthesisedStack {
  readonly name: string;
  /** The present path of the file. */
  readonly file: string;
  /** The path from which the file is going to be deployed. */
  readonly place: string;
  /** The path of the file if it is refused. */
  readonly refused: string;
}

/** The check between the synthesis and the output folder. `unchecked` lets everything pass, and marks it. */
export type Gate =
  | 'unchecked'
  | {
      /** Returns the lines that say why the stacks are refused; none if they can be deployed. Without this function, everything passes. */
      readonly refusalOf?: (stacks: readonly SynthesisedStack[]) => readonly string[];
    };

/** Thrown if the gate refused the stacks; it has one line for each message. */
export class RefusedStacks extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'RefusedStacks';
  }
}
