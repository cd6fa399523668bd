import { show, wrongType } from '../../text/show';
import { didYouMean } from '../../text/suggest';
import { isRecord } from './named-files';
import type { ListKind, WrittenItem, WrittenItems } from './item';

/** The items of a list in YAML or JSON, which begin in these lines. */
export function itemsOfList(
  list: unknown,
  lines: readonly number[],
  file: string,
  { members: known, words, right }: ListKind,
): WrittenItems {
  if (!Array.isArray(list))
    return { items: [], problems: [`${file}: ${wrongType(list, words.list, `a list with ${right}`)}`] };
  const read = list.map((item: unknown, index): WrittenItem | readonly string[] => {
    const line = lines[index] ?? 1;
    const at = `${file} line ${line}`;
    if (!isRecord(item)) return [`${at}: ${wrongType(item, words.item, right)}`];
    const unknown = Object.keys(item).filter((name) => !known.includes(name));
    if (unknown.length === 0) return { line, members: item };
    return unknown.map((name) => `${at}: unknown member ${show(name)}; ${didYouMean(name, known)}`);
  });
  return {
    items: read.flatMap((one) => ('members' in one ? [one] : [])),
    problems: read.flatMap((one) => ('members' in one ? [] : one)),
  };
}
