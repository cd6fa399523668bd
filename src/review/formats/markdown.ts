import { code, prose, table } from '../../text/markdown';
import { bounded } from '../../text/wrap';
import { pageOf } from '../page/page';
import type { Block, Item, Page, PageVerdict, Phrase, RightsRow, Section, Sign } from '../page/parts';
import type { PrintReview } from './format';

/** GitHub refuses a comment of more than 65,536 characters. The limit leaves room for text around the page. */
const mostCharacters = 59_000;
const most = { rows: 200, names: 20, title: 200, characters: 2000 };

const verdictWords: { readonly [sign in PageVerdict]: string } = {
  pass: 'pass',
  undecided: 'undecided',
  fail: 'fail',
  'not-judged': 'not judged',
};
/** A sign such as "+" at the beginning of an item would begin another list. */
const signWords: { readonly [sign in Sign]: string } = {
  added: '<b>added</b>',
  narrowed: '<b>added</b>; before, a wider right had it',
  removed: '<b>removed</b>',
  absorbed: '<b>removed</b>; a wider right still has it',
  changed: '<b>changed</b>',
  unchanged: 'unchanged',
  uncertain: '<b>not certain</b>',
  note: '',
};

/** The page as the comment of a pull request. What does not fit is named; the verdict and the assumptions are always shown. */
export const print: PrintReview = (review, { marker }) => {
  const page = pageOf(review);
  const head = [...(marker === undefined ? [] : [markerOf(marker)]), headOf(page)];
  const fixed = page.sections.filter(({ isFolded }) => isFolded === true).map(sectionText);
  const open = page.sections.filter(({ isFolded }) => isFolded !== true);
  const room = mostCharacters - [...head, ...fixed].join('\n\n').length;
  return `${[...head, ...fitting(open, room), ...fixed].join('\n\n')}\n`;
};

/** The hidden line that a program finds the comment of a stack by. */
export function markerOf(name: string): string {
  return `<!-- keyturn review: ${name} -->`;
}

function headOf({ title, verdict, lead }: Page): string {
  return [`## ${inline(title)}: ${verdictWords[verdict]}`, ...lead.map(inline)].join('\n\n');
}

/** The blocks that fit, each under the title of its section, and the names of those that do not. */
function fitting(sections: readonly Section[], room: number): string[] {
  const parts: string[] = [];
  const left: string[] = [];
  let free = room - leftOut([]).length - most.title * 20;
  for (const section of sections) {
    const kept: string[] = [];
    for (const block of section.blocks) {
      const text = blockText(block);
      const title = kept.length === 0 ? `### ${prose(section.title)}` : '';
      if (text.length + title.length + 4 <= free) {
        kept.push(...(title === '' ? [] : [title]), text);
        free -= text.length + title.length + 4;
      } else left.push(nameOf(section, block));
    }
    parts.push(...kept);
  }
  return left.length === 0 ? parts : [...parts, leftOut(left)];
}

function leftOut(names: readonly string[]): string {
  const shown = names.slice(0, 20).join('; ');
  const more = names.length > 20 ? `; and ${names.length - 20} more` : '';
  return `**Left out, because the page is too long for this place: ${shown}${more}. Read them as text or JSON.**`;
}

function nameOf({ title }: Section, block: Block): string {
  const own = block.kind === 'summary' || block.title === undefined ? '' : `: ${inline(block.title)}`;
  const full = `${prose(title)}${own}`;
  return full.length > most.title ? prose(title) : full;
}

function sectionText({ title, blocks, isFolded }: Section): string {
  const body = blocks.map(blockText).join('\n\n');
  return isFolded === true
    ? `<details><summary>${prose(title)}</summary>\n\n${body}\n\n</details>`
    : `### ${prose(title)}\n\n${body}`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'summary':
      return table(
        ['Part', 'Change'],
        block.rows.map(({ name, text }) => [prose(name), inline(text)]),
      );
    case 'items': {
      const lines = block.items.slice(0, most.rows).map(itemLine);
      return [...titleOf(block.title), [...lines, ...rest(block.items.length)].join('\n')].join('\n\n');
    }
    case 'rights': {
      const unchanged = block.unchanged === 0 ? '' : ` (${block.unchanged} unchanged)`;
      const shown = rightsTable(block.rows.slice(0, most.rows));
      return [`**${inline(block.title)}**${unchanged}`, shown, ...rest(block.rows.length)].join('\n\n');
    }
  }
}

function titleOf(title: Phrase | undefined): string[] {
  return title === undefined ? [] : [`**${inline(title)}**`];
}

function rest(count: number): string[] {
  return count <= most.rows ? [] : [`- and ${count - most.rows} more`];
}

function itemLine({ sign, text }: Item): string {
  const word = signWords[sign];
  return `- ${word === '' ? '' : `${word}: `}${inline(text)}`;
}

/** A table without the columns that no row needs. */
function rightsTable(rows: readonly RightsRow[]): string {
  const columns = [
    {
      head: 'Change',
      cell: ({ sign, effect }: RightsRow) =>
        [signWords[sign], effect === 'Deny' ? 'Deny' : ''].filter((part) => part !== '').join('<br>'),
    },
    { head: 'Who', cell: ({ principals }: RightsRow) => nameList(principals) },
    {
      head: 'Actions',
      cell: ({ actions, exceptActions }: RightsRow) => `${nameList(actions)}${exceptText(exceptActions)}`,
    },
    {
      head: 'Resources',
      cell: ({ resources, exceptResources }: RightsRow) => `${nameList(resources)}${exceptText(exceptResources)}`,
    },
    { head: 'Conditions', cell: conditionsCell },
  ];
  const used = columns.filter(({ cell }) => rows.some((row) => cell(row) !== ''));
  return table(
    used.map(({ head }) => head),
    rows.map((row) => used.map(({ cell }) => cell(row))),
  );
}

function conditionsCell({ conditions, conditionsBefore }: RightsRow): string {
  if (conditionsBefore === undefined) return nameList(conditions);
  const shown = (list: readonly string[]): string => (list.length === 0 ? 'none' : nameList(list));
  return `before: ${shown(conditionsBefore)}<br>now: ${shown(conditions)}`;
}

function exceptText(names: readonly string[]): string {
  return names.length === 0 ? '' : `<br>except ${nameList(names)}`;
}

function nameList(names: readonly string[]): string {
  const list = names.slice(0, most.names).map(breakable).join('<br>');
  return names.length > most.names ? `${list}<br>and ${names.length - most.names} more` : list;
}

/** A name that a browser may break after a colon or a slash, so that a table with ARNs is not wider than the page. */
function breakable(name: string): string {
  const parts = bounded(name, most.characters).split(/(?<=[:/])/);
  return `<code>${parts.map(prose).join('<wbr>')}</code>`;
}

function inline(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === 'string' ? prose(part) : code(part.name))).join('');
}
