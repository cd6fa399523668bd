/** A text of a contract, with its place. */
export interface TextOfContract {
  /** Such as `identity[0].reason`. */
  readonly path: string;
  readonly text: string;
  /** The member that it is the value of; empty for the name of a member. */
  readonly name: string;
}

/** Members that people read. In every other one, `todo-list` is the name of something. */
const prose = new Set(['description', 'reason', 'withoutCall', 'owner']);

/** Cheap to compile, unlike those that follow. Almost every text has neither word. */
const either = /todo|fixme/i;
const inProse = /(?<![\p{L}\p{N}])(?:TODO|FIXME)(?![\p{L}\p{N}])/iu;
const asName = /(?<![\p{L}\p{N}_-])(?:TODO|FIXME)(?![\p{L}\p{N}_-])/iu;
const inCapitals = /(?<![\p{L}\p{N}])(?:TODO|FIXME)(?![\p{L}\p{N}])/u;

/** Whether a text says that something is left to do: TODO or FIXME as a whole word, in any case. */
export function isTodo({ text, name }: TextOfContract): boolean {
  const plain = text.normalize('NFKC');
  if (!either.test(plain)) return false;
  return prose.has(name) ? inProse.test(plain) : inCapitals.test(plain) || asName.test(plain);
}
