import type { Cell, MachineBlock, TableBlock } from '../../page/block';
import { element, type Markup } from '../../markup/markup';
import { bookOf } from './book';
import { drawingOf } from './boxes';
import { chaptersOf, type Chapter } from './chapters';
import { withGroups } from './groups';
import { laidOut } from './layout';
import { litBy } from './lit';
import { picture } from './picture';
import { drawnStates, type DrawnState } from './states';

/** The most chapters that are drawn; the table has all states. */
const mostChapters = 20;

/** The signs of the pictures, in words. */
export function machineLegend({ path = [] }: MachineBlock): string {
  return path.length === 0 ? legend : `${legend} ${legendOfPath}`;
}

const legendOfPath =
  'The blue way is one rotation without a fault, as it runs in the embedded AWS; the table numbers its steps.';

const legend =
  'Yellow boxes call AWS, dashed boxes wait, round boxes decide, and the thick one is the first. Dashed red arrows follow an error. A number in brackets is the picture that continues there.';

/** A state machine as pictures, chapter by chapter, and as a table. */
interface MachineChart {
  readonly pictures: readonly Markup[];
  readonly table: TableBlock;
}

export function machineChart({ name, definition, path = [] }: MachineBlock, id: string): MachineChart {
  const states = drawnStates(definition);
  const { StartAt: start } = definition;
  const startAt = typeof start === 'string' ? start : '';
  const chapters = chaptersThatFit(states, startAt);
  const book = bookOf(chapters, startAt, litBy(path, withGroups(states)));
  const pictures = chapters.slice(0, mostChapters).map((chapter, index) => {
    const title = `State machine ${name}, ${index + 1} of ${chapters.length}: ${chapter.title}`;
    const svg = picture(laidOut(drawingOf(book, chapter)), title, `${id}-${index + 1}`);
    return element(
      'figure',
      {},
      element('figcaption', {}, `${index + 1} ${chapter.title}`),
      element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, svg),
    );
  });
  return { pictures, table: tableOf(name, states, chapters, path) };
}

/** The width of a page at 1200 pixels without its margins. */
const pageWidth = 1120;

function chaptersThatFit(all: readonly DrawnState[], startAt: string): readonly Chapter[] {
  const states = withGroups(all);
  const isTooWide = (chapter: Chapter): boolean => {
    // With another chapter next to it, so that the boxes are those of a machine in chapters.
    const book = bookOf([chapter, { title: '', states: [] }], startAt);
    return laidOut(drawingOf(book, chapter)).width > pageWidth;
  };
  return chaptersOf(states, startAt, isTooWide);
}

function tableOf(
  name: string,
  states: readonly DrawnState[],
  chapters: readonly Chapter[],
  path: readonly string[],
): TableBlock {
  const chapterOf = new Map(
    chapters.flatMap((chapter) => membersOf(chapter).map((one) => [one, chapter.title] as const)),
  );
  const rows = states.map((state): Cell[] => [
    { lines: [[{ name: state.name }]] },
    { lines: [[[state.type, state.does].filter((text) => text !== '').join(': ')]] },
    { lines: [[chapterOf.get(state.name) ?? '']] },
    { lines: [[state.comment]] },
    ...(path.length === 0 ? [] : [{ lines: stepsOf(state.name, path) }]),
    { lines: nextLines(state) },
  ]);
  return {
    kind: 'table',
    title: ['The states of ', { name }, ' as a table'],
    columns: ['State', 'Type', 'Chapter', 'Comment', ...(path.length === 0 ? [] : ['Step of a rotation']), 'Next'],
    rows,
    isFolded: true,
  };
}

/** The places of a state in the path, from 1. */
function stepsOf(name: string, path: readonly string[]): Cell['lines'] {
  return path.flatMap((one, index) => (one === name ? [[String(index + 1)]] : []));
}

function membersOf({ states }: Chapter): string[] {
  return states.flatMap(({ members }) => members);
}

function nextLines({ ways }: DrawnState): Cell['lines'] {
  if (ways.length === 0) return [['ends']];
  return ways.map(({ to, label }) => [...(label === '' ? [] : [`${label}: `]), { name: to }]);
}
