import type { Block, Cell, Mark, Phrase } from '../../html';
import type { Change } from './change';
import type { Changes, Compared } from './document';
import { earlierInWords, nounOf } from './words';

const marks: Readonly<Record<Change['kind'], Mark>> = {
  added: { tone: 'warning', word: 'added' },
  removed: { tone: 'neutral', word: 'removed' },
  changed: { tone: 'warning', word: 'changed' },
};

/** Changes since an earlier document, as a table, and what was not compared. */
export function changeBlocks({ from }: Changes, { changes, notCompared }: Compared): Block[] {
  const since: Block = { kind: 'text', text: ['Since ', { name: earlierInWords(from) }, '.'] };
  const rows = changes.map((change): Cell[] => [
    { mark: marks[change.kind], lines: [[nounOf(change)]] },
    { lines: change.subject === null ? [] : [[{ name: change.subject }]] },
    { lines: valueLines(change) },
  ]);
  const table: Block =
    rows.length === 0
      ? { kind: 'text', text: ['Nothing changed.'] }
      : { kind: 'table', title: ['Changes'], columns: ['Change', 'About', 'What'], rows };
  const left: Block = {
    kind: 'list',
    title: ['Not compared'],
    items: notCompared.map((name) => ({ text: [name] })),
  };
  return [since, table, ...(notCompared.length === 0 ? [] : [left])];
}

/** The value that is new or gone; of a change both. */
function valueLines({ before, after }: Change): Phrase[] {
  if (before === null || after === null) return [[{ name: before ?? after ?? '' }]];
  return [
    ['was ', { name: before }],
    ['is ', { name: after }],
  ];
}
