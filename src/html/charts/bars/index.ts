import { element, type Markup } from '../../markup/markup';
import type { DaysBlock, RankingBlock } from '../../page/block';
import { lettering, rounded, widthOf } from '../lettering';
import { dayText, placeOf, ticksOf } from '../timeline/axis';

const DAY = 86_400_000;
const size = { width: 1100, left: 60, head: 8, height: 150, foot: 24, text: 11, row: 18, names: 280 } as const;

/** A bar for each day, the tallest as tall as the picture. */
export function daysPicture({ title, from, values }: DaysBlock, id: string): Markup {
  const most = values.reduce((one, other) => Math.max(one, other), 1);
  const axis = { from, to: from + values.length * DAY, left: size.left, right: size.width - 12 };
  const base = size.head + size.height;
  const width = (axis.right - axis.left) / Math.max(1, values.length);
  const bars = values.flatMap((value, index) => {
    if (value === 0) return [];
    const tall = (value / most) * size.height;
    const place = { x: rounded(axis.left + index * width), y: rounded(base - tall) };
    return [
      element('rect', { class: 'amount', ...place, width: rounded(Math.max(1, width - 0.5)), height: rounded(tall) }),
    ];
  });
  const ticks = ticksOf(axis, 9).flatMap((time) => {
    const [x, label] = [placeOf(axis, time), dayText(time)];
    const half = widthOf(label, size.text) / 2;
    const isInside = x - half >= 0 && x + half <= size.width;
    return isInside ? [lettering(label, { x, y: base + 16, size: size.text, anchor: 'middle', class: 'does' })] : [];
  });
  const scale = lettering(String(most), { x: size.left - 6, y: size.head + 10, size: size.text, anchor: 'end' });
  const line = element('line', { class: 'tick', x1: axis.left, x2: axis.right, y1: base, y2: base });
  return figure({ id, title: title.join(''), height: base + size.foot }, [scale, line, ...bars, ...ticks]);
}

/** The most bars that are drawn; the table has all of them. */
const mostDrawn = 100;

/** A bar for each name, the longest first, with a line at the limit. */
export function rankingPicture({ title, rows, limit }: RankingBlock, id: string): Markup {
  const drawn = rows.slice(0, mostDrawn);
  const most = drawn.reduce((one, { value }) => Math.max(one, value), limit);
  const placeOfValue = (value: number): number => size.names + (value / most) * (size.width - 12 - size.names);
  const height = drawn.length * size.row + size.head * 2;
  const bars = drawn.flatMap(({ name, value, label }, index) => {
    const y = size.head + index * size.row;
    const bar = { x: size.names, y, width: rounded(placeOfValue(value) - size.names), height: size.row - 4 };
    return [
      lettering(shortened(name), { x: 4, y: y + 11, size: size.text }),
      element('rect', { class: value > limit ? 'amount over' : 'amount', ...bar }, element('title', {}, label)),
    ];
  });
  const x = rounded(placeOfValue(limit));
  const line = element('line', { class: 'limit', x1: x, x2: x, y1: 0, y2: height });
  return figure({ id, title: title.join(''), height }, [...bars, line]);
}

function shortened(name: string): string {
  const letters = Array.from(name);
  let shown = name;
  for (let left = letters.length - 1; left > 1 && widthOf(shown, size.text) > size.names - 12; left -= 1)
    shown = `${letters.slice(0, Math.ceil(left / 2)).join('')}…${letters.slice(letters.length - Math.floor(left / 2)).join('')}`;
  return shown;
}

interface Figure {
  readonly id: string;
  readonly title: string;
  readonly height: number;
}

function figure({ id, title, height }: Figure, content: readonly Markup[]): Markup {
  const frame = {
    role: 'img',
    'aria-labelledby': id,
    width: size.width,
    height,
    viewBox: `0 0 ${size.width} ${height}`,
  };
  const svg = element('svg', { class: 'bars', ...frame }, element('title', { id }, title), ...content);
  return element(
    'figure',
    {},
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, svg),
  );
}
