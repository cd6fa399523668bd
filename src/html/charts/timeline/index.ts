import type { KeySpan, Timeline, TimelineBlock } from '../../page/block';
import { element, type Markup } from '../../markup/markup';
import { lettering, rounded, widthOf, wrapped } from '../lettering';
import { dayText, placeOf, ticksOf, type Axis } from './axis';

/** The most users that are drawn; the table has all of them. */
const mostDrawn = 100;
/** The users of one picture, so that a printed page can end between two pictures. */
const mostOfPicture = 20;

const size = { width: 1100, names: 190, row: 46, head: 26, bar: 13, text: 11, name: 12 } as const;
const day = 86_400_000;

/** The signs of the pictures, in words. */
export const timelineLegend =
  'Each bar is a key, in UTC. It is light from the time at which the next key is stored, while it is only kept. The dashed end is the latest deletion, if runs start late and take long. A triangle is the start of a rotation, the blue line is today, and the red line is the age limit of the first key whose creation is known.';

/** The timelines of the worst users, in pictures of a few users each. */
export function timelinePictures(block: TimelineBlock, id: string): Markup[] {
  const { timelines } = block;
  const drawn = timelines.slice(0, mostDrawn);
  const axis = axisOf(block, drawn);
  const count = Math.ceil(drawn.length / mostOfPicture);
  return Array.from({ length: count }, (_, index) => {
    const own = drawn.slice(index * mostOfPicture, (index + 1) * mostOfPicture);
    const [first, last] = [index * mostOfPicture + 1, index * mostOfPicture + own.length];
    const title = `The keys of users ${first} to ${last} of ${timelines.length} over time`;
    const svg = picture(block, own, axis, { title, id: `${id}-${index + 1}` });
    return element(
      'figure',
      {},
      element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, svg),
    );
  });
}

/** From now, or the first known creation, to the last time of all. */
function axisOf({ now, limitDays }: TimelineBlock, timelines: readonly Timeline[]): Axis {
  const times = timelines.flatMap(({ keys, starts }) => [
    ...keys.flatMap(({ from, until, latest }) => [from, until, latest]),
    ...starts,
    limitOf(keys, limitDays),
  ]);
  const known = times.filter((time) => time !== undefined);
  const first = known.reduce((one, other) => Math.min(one, other), now);
  const last = known.reduce((one, other) => Math.max(one, other), now + day);
  const margin = (last - first) * 0.03;
  return { from: first - margin / 2, to: last + margin, left: size.names, right: size.width - 12 };
}

/** The time at which the first key whose creation is known reaches the limit. */
function limitOf(keys: readonly KeySpan[], limitDays: number): number | undefined {
  const from = keys.find((key) => key.from !== undefined)?.from;
  return from === undefined ? undefined : from + limitDays * day;
}

function picture(
  block: TimelineBlock,
  timelines: readonly Timeline[],
  axis: Axis,
  { title, id }: { readonly title: string; readonly id: string },
): Markup {
  const height = size.head + timelines.length * size.row + 6;
  return element(
    'svg',
    {
      class: 'timeline',
      role: 'img',
      'aria-labelledby': id,
      width: size.width,
      height,
      viewBox: `0 0 ${size.width} ${height}`,
    },
    element('title', { id }, title),
    ...ticksOf(axis, 9).flatMap((time) => tick(placeOf(axis, time), dayText(time), height)),
    ...today(placeOf(axis, block.now), height),
    ...timelines.flatMap((timeline, index) => row(timeline, axis, size.head + index * size.row, block.limitDays)),
  );
}

function vertical(x: number, y1: number, y2: number, kind: string): Markup {
  return element('line', { class: kind, x1: rounded(x), x2: rounded(x), y1: rounded(y1), y2: rounded(y2) });
}

function tick(x: number, text: string, height: number): Markup[] {
  const half = widthOf(text, size.text) / 2;
  const label =
    x - half < size.names || x + half > size.width
      ? []
      : [lettering(text, { x, y: 14, size: size.text, anchor: 'middle', class: 'does' })];
  return [vertical(x, size.head - 6, height, 'tick'), ...label];
}

function today(x: number, height: number): Markup[] {
  return [vertical(x, size.head - 6, height, 'now')];
}

function row({ name, remark, isBad, keys, starts }: Timeline, axis: Axis, top: number, limitDays: number): Markup[] {
  const [note = ''] = wrapped(remark, size.text, size.names - 12);
  const limit = limitOf(keys, limitDays);
  return [
    element('line', { class: 'tick', x1: 0, x2: size.width, y1: top, y2: top }),
    lettering(shortened(name), { x: 4, y: top + 18, size: size.name, class: 'name' }),
    lettering(note, { x: 4, y: top + 34, size: size.text, class: isBad ? 'failure' : 'does' }),
    ...keys.flatMap((key, index) => bar(key, axis, top + 6 + (index % 2) * (size.bar + 7))),
    ...(limit === undefined ? [] : [vertical(placeOf(axis, limit), top + 3, top + size.row - 3, 'limit')]),
    ...starts.map((start) => triangle(placeOf(axis, start), top)),
  ];
}

/** A name in the room that there is, without its middle if it is too long: the ends of names differ. */
function shortened(name: string): string {
  const letters = Array.from(name);
  for (let left = letters.length; ; left -= 1) {
    const half = Math.ceil(left / 2);
    const shown =
      left === letters.length
        ? name
        : `${letters.slice(0, half).join('')}…${letters.slice(letters.length - (left - half)).join('')}`;
    if (left <= 2 || widthOf(shown, size.name) <= size.names - 12) return shown;
  }
}

/** The width of the beginning of a key whose end is not in the picture. */
const openWidth = 14;

/** A key. What has no beginning begins at the left, what has no end is drawn as a beginning. */
function bar({ label, from, replaced, until, latest }: KeySpan, axis: Axis, y: number): Markup[] {
  const at = (time: number | undefined, otherwise: number): number =>
    time === undefined ? otherwise : placeOf(axis, time);
  const left = at(from, axis.left);
  const end = at(until, Math.min(axis.right, left + openWidth));
  const middle = Math.min(end, at(replaced, end));
  const rect = (kind: string, x1: number, x2: number): Markup[] => {
    const place = { x: rounded(x1), y: rounded(y), width: rounded(x2 - x1), height: size.bar, rx: 2 };
    return x2 - x1 < 0.5 ? [] : [element('rect', { class: kind, ...place })];
  };
  const isLettered = middle - left > widthOf(label, size.text) + 8;
  return [
    ...rect(until === undefined ? 'key open' : 'key', left, middle),
    ...rect('kept', middle, end),
    ...(latest === undefined ? [] : rect('late', end, placeOf(axis, latest))),
    ...(isLettered ? [lettering(label, { x: left + 4, y: y + 10.5, size: size.text })] : []),
  ];
}

function triangle(x: number, y: number): Markup {
  const corners = [
    [x - 4, y],
    [x + 4, y],
    [x, y + 6],
  ] as const;
  return element('polygon', {
    class: 'starts',
    points: corners.map(([a, b]) => `${rounded(a)} ${rounded(b)}`).join(' '),
  });
}
