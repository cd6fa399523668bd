import { render, type Block as HtmlBlock, type Cell, type Mark, type Section as HtmlSection } from '../../html';
import type { Finding } from '../../checks';
import { findingBlocks } from '../../report/finding-blocks';
import { foldedFindings } from '../../report/folded';
import { pageOf } from '../page/page';
import type { Block, Phrase, RightsRow, Section, Sign } from '../page/parts';
import type { PrintReview } from './format';

/** The page in one file, with pictures of the result: the assumptions are the first section. */
export const print: PrintReview = (review, { pictures = () => [] }) => {
  const { title, verdict, lead, sections } = pageOf(review);
  const [folded, open] = [sections.filter(isFolded), sections.filter((section) => !isFolded(section))];
  const findings = review.check === undefined ? [] : foldedFindings(review.check);
  const shown = [...folded, ...open].map((section) => htmlSection(section, findings));
  return render({
    title,
    verdict,
    lead,
    sections: [...shown, ...pictures().filter(({ blocks }) => blocks.length > 0)],
  });
};

function isFolded(section: Section): boolean {
  return section.isFolded === true;
}

function htmlSection({ title, blocks, hasFindings }: Section, findings: readonly Finding[]): HtmlSection {
  const judged = findings.filter(({ verdict }) => verdict !== 'note');
  return { title: [title], blocks: hasFindings === true ? findingBlocks(judged) : blocks.map(htmlBlock) };
}

const marks: { readonly [sign in Sign]: Mark | undefined } = {
  added: { tone: 'warning', word: 'added' },
  narrowed: { tone: 'neutral', word: 'added; before, a wider right had it' },
  removed: { tone: 'neutral', word: 'removed' },
  absorbed: { tone: 'neutral', word: 'removed; a wider right still has it' },
  changed: { tone: 'warning', word: 'changed' },
  unchanged: { tone: 'neutral', word: 'unchanged' },
  uncertain: { tone: 'warning', word: 'not certain' },
  note: undefined,
};

function htmlBlock(block: Block): HtmlBlock {
  switch (block.kind) {
    case 'summary':
      return { kind: 'facts', facts: block.rows };
    case 'items': {
      const items = block.items.map(({ sign, text }) => ({ text, ...marked(sign) }));
      return { kind: 'list', items, ...(block.title === undefined ? {} : { title: block.title }) };
    }
    case 'rights': {
      const unchanged = block.unchanged === 0 ? [] : [` (${block.unchanged} unchanged)`];
      const used = columns.filter(({ cell }) => block.rows.some((row) => !isEmpty(cell(row))));
      const rows = block.rows.map((row) => used.map(({ cell }) => cell(row)));
      return { kind: 'table', title: [...block.title, ...unchanged], columns: used.map(({ head }) => head), rows };
    }
  }
}

function marked(sign: Sign): { readonly mark?: Mark } {
  const mark = marks[sign];
  return mark === undefined ? {} : { mark };
}

function isEmpty({ mark, lines }: Cell): boolean {
  return mark === undefined && lines.length === 0;
}

/** The columns of a table of rights; one that no row needs is left out. */
const columns: readonly { readonly head: string; readonly cell: (row: RightsRow) => Cell }[] = [
  { head: 'Change', cell: ({ sign, effect }) => ({ ...marked(sign), lines: effect === 'Deny' ? [['Deny']] : [] }) },
  { head: 'Who', cell: ({ principals }) => ({ lines: names(principals) }) },
  {
    head: 'Actions',
    cell: ({ actions, exceptActions }) => ({ lines: [...names(actions), ...except(exceptActions)] }),
  },
  {
    head: 'Resources',
    cell: ({ resources, exceptResources }) => ({ lines: [...names(resources), ...except(exceptResources)] }),
  },
  { head: 'Conditions', cell: conditionsCell },
];

function names(all: readonly string[]): Phrase[] {
  return all.map((name) => [{ name }]);
}

function except(all: readonly string[]): Phrase[] {
  return all.map((name) => ['except ', { name }]);
}

function conditionsCell({ conditions, conditionsBefore }: RightsRow): Cell {
  if (conditionsBefore === undefined) return { lines: names(conditions) };
  const side = (when: string, list: readonly string[]): Phrase[] =>
    list.length === 0 ? [[`${when}: none`]] : list.map((name) => [`${when}: `, { name }]);
  return { lines: [...side('before', conditionsBefore), ...side('now', conditions)] };
}
