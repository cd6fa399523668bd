/** A text of a contract, with its place. */
export interface TextOfContract {
  /** The path, such as `identity[0].reason`. */
  readonly path: string;
  readonly text: string;
  /** The member with this value; empty for the name of a member. */
  readonly name: string;
}

/** Members with text for people. In every other member, `todo-list` can be a name. */
const prose = new Set(['description', 'reason', 'withoutCall', 'owner']);

/** A cheap first test: almost no text has one of the words. */
const either = /todo|fixme/i;
const inProse = /(?<![\p{L}\p{N}])(?:TODO|FIXME)(?![\p{L}\p{N}])/iu;
const asName = /(?<![\p{L}\p{N}_-])(?:TODO|FIXME)(?![\p{L}\p{N}_-])/iu;
const inCapitals = /(?<![\p{L}\p{N}])(?:TODO|FIXME)(?![\p{L}\p{N}])/u;

/** Whether a text contains TODO or FIXME as a whole word, in any case. */
export function isTodo({ text, name }: TextOfContract): boolean {
  const plain = text.normalize('NFKC');
  if (!either.test(plain)) return false;
  return prose.has(name) ? inProse.test(plain) : inCapitals.test(plain) || asName.test(plain);
}
