/** A stack that was synthesised and does not lie in its place yet. */
export interface SynthesisedStack {
  readonly name: string;
  /** The file where it lies now. */
  readonly file: string;
  /** The file that it is going to be, from which it is deployed. */
  readonly place: string;
  /** The file that it is going to be if it is refused. */
  readonly refused: string;
}

/** Stands between what is synthesised and the output folder, from which it is deployed; `unchecked` lets everything through, and marks it. */
export type Gate =
  | 'unchecked'
  | {
      /** The lines that say why the stacks are refused; none if they may be deployed. Without it everything passes. */
      readonly refusalOf?: (stacks: readonly SynthesisedStack[]) => readonly string[];
    };

/** Thrown if the gate refused the stacks; one line for each thing to say. */
export class RefusedStacks extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'RefusedStacks';
  }
}
