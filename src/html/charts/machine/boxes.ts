import { widthOf, wrapped } from '../lettering';
import type { Book } from './book';
import type { Chapter } from './chapters';
import type { GroupedState } from './groups';
import type { Way } from './states';

/** A state with its lettering, before it has a place. */
export interface Box {
  readonly name: string;
  readonly tone: 'call' | 'wait' | 'choice' | 'good' | 'bad' | 'plain';
  readonly isStart: boolean;
  /** Whether the lit execution comes here. */
  readonly isLit: boolean;
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly text: string;
  readonly kind: 'name' | 'does' | 'away' | 'failure' | 'lit';
}

/** A transition between two boxes of a chapter. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly isError: boolean;
  readonly isLit: boolean;
  readonly label: readonly string[];
  readonly width: number;
  readonly height: number;
}

export const sizes = { name: 12, text: 11, lineHeight: 16, padding: 9 } as const;

const most = { name: 210, text: 230, label: 150, labelLines: 3 } as const;

export interface Drawing {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** The boxes and arrows of a chapter. */
export function drawingOf(book: Book, chapter: Chapter): Drawing {
  const shown = chapter.states.filter(({ name }) => book.entries.get(name)?.isDrawn === true);
  const names = new Set(shown.map(({ name }) => name));
  return {
    boxes: shown.map((state) => boxOf(state, book, names)),
    arrows: shown.flatMap(({ name, ways }) =>
      ways.flatMap((way) => (names.has(way.to) ? [arrowOf(name, way, book)] : [])),
    ),
  };
}

function boxOf(state: GroupedState, book: Book, inside: ReadonlySet<string>): Box {
  const { name, does, ways } = state;
  const lines = [
    ...lined(`${name}${othersOf(state)}`, 'name', most.name),
    ...(does === '' ? [] : lined(does, 'does', most.text)),
    ...ways.filter(({ to }) => !inside.has(to)).flatMap((way) => awayLines(name, way, book)),
  ];
  const width = Math.max(...lines.map(({ text, kind }) => widthOf(text, kind === 'name' ? sizes.name : sizes.text)));
  return {
    name,
    tone: toneOf(state),
    isStart: name === book.startAt,
    isLit: book.lit.isOn(name),
    lines,
    width: Math.ceil(width) + 2 * sizes.padding + 2,
    height: lines.length * sizes.lineHeight + 2 * sizes.padding,
  };
}

function lined(text: string, kind: Line['kind'], width: number): Line[] {
  return wrapped(text, kind === 'name' ? sizes.name : sizes.text, width).map((line) => ({ text: line, kind }));
}

function toneOf({ type }: GroupedState): Box['tone'] {
  switch (type) {
    case 'Task':
      return 'call';
    case 'Wait':
      return 'wait';
    case 'Choice':
      return 'choice';
    case 'Succeed':
      return 'good';
    case 'Fail':
      return 'bad';
    default:
      return 'plain';
  }
}

/** A transition out of the picture: when, to which state, and the picture that continues there. */
function awayLines(from: string, { to, label }: Way, book: Book): Line[] {
  const entry = book.entries.get(to);
  const when = label === '' ? '' : `${label} `;
  if (entry === undefined) return lined(`${when}→ ${to} (no such state)`, 'failure', most.text);
  const { state, isDrawn } = entry;
  const [onward] = state.ways;
  const next = isDrawn || onward === undefined ? entry : (book.entries.get(onward.to) ?? entry);
  const place = onward === undefined ? 'ends' : String(next.chapter + 1);
  const isFailure = state.type === 'Fail' || book.chapters[next.chapter]?.isFailure === true;
  const text = `${when}→ ${to}${othersOf(state)} (${place})`;
  const kind = book.lit.isWay(from, to) ? 'lit' : isFailure ? 'failure' : 'away';
  return lined(text, kind, most.text);
}

function othersOf({ members }: GroupedState): string {
  return members.length === 1 ? '' : ` and ${members.length - 1} more`;
}

function arrowOf(from: string, { to, kind, label }: Way, { lit }: Book): Arrow {
  const lines = label === '' ? [] : wrapped(label, sizes.text, most.label);
  const shown = lines.length > most.labelLines ? [...lines.slice(0, most.labelLines - 1), 'and others'] : lines;
  return {
    from,
    to,
    isError: kind === 'catch',
    isLit: lit.isWay(from, to),
    label: shown,
    width: Math.ceil(Math.max(0, ...shown.map((line) => widthOf(line, sizes.text)))) + (shown.length === 0 ? 0 : 8),
    height: shown.length * (sizes.lineHeight - 2),
  };
}
