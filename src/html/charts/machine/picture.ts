import { element, type Markup } from '../../markup/markup';
import { lettering, rounded } from '../lettering';
import { sizes, type Line } from './boxes';
import type { Layout, PlacedArrow, PlacedBox, Point } from './layout';

/** A chapter as a picture, in its own size: it is never made smaller, so its lettering can be read. */
export function picture({ width, height, boxes, arrows }: Layout, title: string, id: string): Markup {
  const [wide, high] = [Math.ceil(width), Math.ceil(height)];
  return element(
    'svg',
    { class: 'machine', role: 'img', 'aria-labelledby': id, width: wide, height: high, viewBox: `0 0 ${wide} ${high}` },
    element('title', { id }, title),
    ...arrows.map(line),
    ...boxes.map(box),
    ...arrows.flatMap(label),
  );
}

function box({ x, y, width, height, tone, isStart, isLit, lines }: PlacedBox): Markup {
  const round = tone === 'choice' ? 14 : 4;
  return element(
    'g',
    { class: `box ${tone}${isStart ? ' start' : ''}${isLit ? ' lit' : ''}` },
    element('rect', { x: rounded(x), y: rounded(y), width, height, rx: round }),
    ...lines.map((one, index) =>
      lineOf(one, x + sizes.padding, y + sizes.padding + (index + 1) * sizes.lineHeight - 4),
    ),
  );
}

function lineOf({ text, kind }: Line, x: number, y: number): Markup {
  return lettering(text, { x, y, size: kind === 'name' ? sizes.name : sizes.text, class: kind });
}

function line({ points, isError, isLit }: PlacedArrow): Markup {
  const [first, ...others] = points;
  const last = others.at(-1);
  if (first === undefined || last === undefined) return element('g', {});
  const middles = others.slice(0, -1).map((point, index) => {
    const next = others[index + 1] ?? last;
    const end = index === others.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  const path = [`M${at(first)}`, ...(middles.length === 0 ? [`L${at(last)}`] : middles)].join('');
  return element(
    'g',
    { class: `arrow${isError ? ' error' : ''}${isLit ? ' lit' : ''}` },
    element('path', { d: path }),
    element('polygon', { points: head(others.at(-2) ?? first, last) }),
  );
}

function at({ x, y }: Point): string {
  return `${rounded(x)} ${rounded(y)}`;
}

/** The three corners of an arrowhead. */
function head(from: Point, to: Point): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [size, half] = [8, 3.5];
  const base = { x: to.x - dx * size, y: to.y - dy * size };
  const corners = [
    to,
    { x: base.x - dy * half, y: base.y + dx * half },
    { x: base.x + dy * half, y: base.y - dx * half },
  ];
  return corners.map(at).join(' ');
}

function label({ label: lines, labelAt, width, height, isError }: PlacedArrow): Markup[] {
  if (lines.length === 0) return [];
  const step = sizes.lineHeight - 2;
  const back = { x: rounded(labelAt.x - width / 2), y: rounded(labelAt.y - height / 2), width, height, class: 'back' };
  const shown = lines.map((text, index) =>
    lettering(text, {
      x: labelAt.x,
      y: labelAt.y - height / 2 + (index + 1) * step - 4,
      size: sizes.text,
      anchor: 'middle',
      class: isError ? 'label failure' : 'label',
    }),
  );
  return [element('rect', back), ...shown];
}
