import { isAscii } from '../../text/ascii';
import { member } from './problems/schema-problems';

/** A text of a contract, with its place. */
export interface TextOfContract {
  /** The path, such as `identity[0].reason`. */
  readonly path: string;
  readonly text: string;
  /** The member with this value; empty for the name of a member. */
  readonly name: string;
}

/** The wanted strings of a value: values, and names of members. */
export function textsIn(whole: unknown, isWanted: (one: TextOfContract) => boolean): readonly TextOfContract[] {
  const found: TextOfContract[] = [];
  const add = (one: TextOfContract): void => {
    if (isWanted(one)) found.push(one);
  };
  const search = (value: unknown, path: string, name: string): void => {
    if (typeof value === 'string') add({ path, text: value, name });
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      const at = member(path, key);
      add({ path: at, text: key, name: '' });
      search(item, at, Array.isArray(value) ? name : key);
    }
  };
  search(whole, '', '');
  return found;
}

/** Members with text for people. In every other member, `todo-list` can be a name. */
const prose = new Set(['description', 'reason', 'withoutCall', 'owner']);

const either = /todo|fixme/i;
// V8 parses an expression when it makes it, and one with classes of Unicode slowly: these are made when a text needs them.
const isInProse = (text: string): boolean => /(?<![\p{L}\p{N}])(?:TODO|FIXME)(?![\p{L}\p{N}])/iu.test(text);
const isName = (text: string): boolean => /(?<![\p{L}\p{N}_-])(?:TODO|FIXME)(?![\p{L}\p{N}_-])/iu.test(text);
const isInCapitals = (text: string): boolean => /(?<![\p{L}\p{N}])(?:TODO|FIXME)(?![\p{L}\p{N}])/u.test(text);

/** A cheap first test: almost no text has one of the words. Text that is not ASCII can be written in another way. */
export function canBeTodo({ text }: TextOfContract): boolean {
  return either.test(text) || !isAscii(text);
}

/** Whether a text contains TODO or FIXME as a whole word, in any case. */
export function isTodo({ text, name }: TextOfContract): boolean {
  const plain = text.normalize('NFKC');
  if (!either.test(plain)) return false;
  return prose.has(name) ? isInProse(plain) : isInCapitals(plain) || isName(plain);
}
