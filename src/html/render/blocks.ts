import { counted } from '../../text/duration';
import type {
  Block,
  DaysBlock,
  FindingBlock,
  Item,
  ListBlock,
  MachineBlock,
  RankingBlock,
  Section,
  TimelineBlock,
} from '../page/block';
import { accessPicture } from '../charts/access';
import { daysPicture, rankingPicture } from '../charts/bars';
import { machineLegend, machineChart } from '../charts/machine';
import { timelineLegend, timelinePictures } from '../charts/timeline';
import { element, type Markup } from '../markup/markup';
import { markMarkup } from '../markup/marks';
import { phrase } from '../markup/phrases';
import type { Room } from './room';
import { tableMarkup } from './tables';

/** The most items of a list; the rest is counted. */
const mostItems = 500;

export function sectionMarkup({ title, blocks, isFolded }: Section, id: string, room: Room): Markup {
  const content = blocks.map((block, index) => blockMarkup(block, `${id}-${index + 1}`, room));
  if (isFolded === true)
    return element(
      'section',
      { id },
      element('details', {}, element('summary', {}, element('h2', {}, ...phrase(title))), ...content),
    );
  return element('section', { id }, element('h2', {}, ...phrase(title)), ...content);
}

function blockMarkup(block: Block, id: string, room: Room): Markup {
  switch (block.kind) {
    case 'text':
      return element('p', {}, ...phrase(block.text));
    case 'list':
      return listMarkup(block);
    case 'table':
      return tableMarkup(block, room);
    case 'finding':
      return findingMarkup(block);
    case 'machine':
      return machineMarkup(block, id, room);
    case 'timelines':
      return timelineMarkup(block, id, room);
    case 'access':
      return element(
        'div',
        {},
        element('h3', {}, ...phrase(block.title)),
        accessPicture(block, id),
        tableMarkup(block.table, room),
      );
    case 'days':
      return charted(block, daysPicture(block, id), room);
    case 'ranking':
      return charted(block, rankingPicture(block, id), room);
    case 'facts':
      return element(
        'dl',
        {},
        ...block.facts.flatMap(({ name, text }) => [element('dt', {}, name), element('dd', {}, ...phrase(text))]),
      );
  }
}

function charted({ title, table }: DaysBlock | RankingBlock, picture: Markup, room: Room): Markup {
  return element('div', {}, element('h3', {}, ...title), picture, tableMarkup(table, room));
}

function machineMarkup(block: MachineBlock, id: string, room: Room): Markup {
  const { pictures, table } = machineChart(block, id);
  return element(
    'div',
    {},
    element('h3', {}, 'State machine ', ...phrase([{ name: block.name }])),
    element('p', { class: 'legend' }, machineLegend(block)),
    ...pictures,
    tableMarkup(table, room),
  );
}

function timelineMarkup(block: TimelineBlock, id: string, room: Room): Markup {
  return element(
    'div',
    {},
    element('h3', {}, ...phrase(block.title)),
    element('p', { class: 'legend' }, timelineLegend),
    ...timelinePictures(block, id),
    tableMarkup(block.table, room),
  );
}

function listMarkup({ title, items }: ListBlock): Markup {
  const shown = items.slice(0, mostItems).map((item) => element('li', {}, ...itemMarkup(item)));
  const left = items.length - shown.length;
  const rest = left === 0 ? [] : [element('li', {}, `and ${counted(left, 'more line')}`)];
  return element(
    'div',
    {},
    ...(title === undefined ? [] : [element('h3', {}, ...phrase(title))]),
    element('ul', {}, ...shown, ...rest),
  );
}

function itemMarkup({ mark, text }: Item): Markup[] {
  return [...(mark === undefined ? [] : [markMarkup(mark), ' ']), ...phrase(text)];
}

function findingMarkup({ mark, title, sentences, excerpt }: FindingBlock): Markup {
  return element(
    'article',
    { class: `finding ${mark.tone}` },
    element('h3', {}, markMarkup(mark), ' ', ...phrase(title)),
    element(
      'dl',
      {},
      ...sentences.flatMap(({ name, text }) => [element('dt', {}, name), element('dd', {}, ...phrase(text))]),
    ),
    ...(excerpt === undefined ? [] : [excerptMarkup(excerpt.lines)]),
  );
}

type ExcerptLines = NonNullable<FindingBlock['excerpt']>['lines'];

function excerptMarkup(lines: ExcerptLines): Markup {
  const shown = lines.map((parts) =>
    element('code', {}, ...parts.map(({ text, isMarked }) => (isMarked === true ? element('mark', {}, text) : text))),
  );
  return element('pre', { tabindex: 0, role: 'region', 'aria-label': 'Excerpt' }, ...shown);
}
