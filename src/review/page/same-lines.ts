import { grouped } from '../../text/grouped';

/** Lines with everything that has them, such as the machines of some shards. */
interface SharedLines<Holder, Line> {
  readonly holders: readonly [Holder, ...Holder[]];
  readonly lines: readonly Line[];
}

/** Lists each line once, with those that have it together. Lines that the same holders have stay together. */
export function sharedLines<Holder, Line>(
  holders: readonly Holder[],
  linesOf: (holder: Holder) => readonly Line[],
): SharedLines<Holder, Line>[] {
  const all = holders.flatMap((holder, index) => linesOf(holder).map((line) => ({ holder, index, line })));
  const byLine = grouped(all, ({ line }) => line);
  return grouped(byLine, (same) => same.map(({ index }) => index)).flatMap((lists) => {
    const [first, ...more] = (lists[0] ?? []).map(({ holder }) => holder);
    const lines = lists.flatMap((same) => same.slice(0, 1).map(({ line }) => line));
    return first === undefined ? [] : [{ holders: [first, ...more], lines }];
  });
}
