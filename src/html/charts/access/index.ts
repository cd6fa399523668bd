import type { AccessBlock } from '../../page/block';
import { element, type Markup } from '../../markup/markup';
import { lettering, rounded, wrapped } from '../lettering';

/** The most users that are drawn, and the most rights of each; the table has all of them. */
const most = { users: 30, rights: 4, letters: 300 } as const;

/** The whole fits a window of 900 pixels. */
const columns = { role: { x: 4, width: 222 }, user: { x: 274, width: 222 }, rights: { x: 544, width: 302 } } as const;
const size = { width: 850, text: 11, line: 16, padding: 9, gap: 12 } as const;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
  readonly tone: 'call' | 'choice' | 'plain';
}

type Column = keyof typeof columns;
const tones: { readonly [column in Column]: Box['tone'] } = { role: 'call', user: 'choice', rights: 'plain' };

/** Roles at the left, the users whose keys they can create in the middle, the rights of such a key at the right. */
export function accessPicture({ roles, users }: AccessBlock, id: string): Markup {
  const drawn = users.slice(0, most.users);
  const rights = stacked('rights', drawn.map(rightsOf), () => 0);
  const boxes = stacked(
    'user',
    drawn.map(({ name }) => [name]),
    (index) => rights[index]?.y ?? 0,
  );
  const bottom = Math.max(size.gap, ...[...rights, ...boxes].map(({ y, height }) => y + height));
  const left = stacked(
    'role',
    roles.map((role) => [role]),
    (index) => (bottom / (roles.length + 1)) * (index + 1) - 20,
  );
  const height = Math.ceil(Math.max(bottom, ...left.map((one) => one.y + one.height)) + size.gap);
  const arrows = drawn.flatMap((user, index) => [
    ...user.roles.flatMap((role) => arrow(left[role], boxes[index])),
    ...arrow(boxes[index], rights[index]),
  ]);
  const title = `Roles, the users whose access keys they can create, and what such a key can do (${drawn.length} of ${users.length} users)`;
  const box = { width: size.width, height, viewBox: `0 0 ${size.width} ${height}` };
  const svg = element(
    'svg',
    { role: 'img', 'aria-labelledby': id, ...box },
    element('title', { id }, title),
    ...arrows,
    ...[...left, ...boxes, ...rights].map(drawnBox),
  );
  return element(
    'figure',
    {},
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, svg),
  );
}

function rightsOf({ rights }: AccessBlock['users'][number]): string[] {
  const left = rights.length - most.rights;
  const shown = rights
    .slice(0, most.rights)
    .map((right) => (right.length > most.letters ? `${right.slice(0, most.letters)}…` : right));
  return rights.length === 0 ? ['none'] : [...shown, ...(left > 0 ? [`and ${left} more`] : [])];
}

/** Boxes of one column below each other, each not above its own place. */
function stacked(column: Column, texts: readonly (readonly string[])[], atLeast: (index: number) => number): Box[] {
  const { x, width } = columns[column];
  let next = size.gap;
  return texts.map((own, index) => {
    const lines = own.flatMap((text) => wrapped(text, size.text, width - 2 * size.padding));
    const box = {
      x,
      y: Math.max(next, atLeast(index)),
      width,
      height: lines.length * size.line + 2 * size.padding,
      lines,
      tone: tones[column],
    };
    next = box.y + box.height + size.gap;
    return box;
  });
}

function drawnBox({ x, y, width, height, lines, tone }: Box): Markup {
  return element(
    'g',
    { class: `box ${tone}` },
    element('rect', { x: rounded(x), y: rounded(y), width, height, rx: 4 }),
    ...lines.map((line, index) =>
      lettering(line, { x: x + size.padding, y: y + size.padding + (index + 1) * size.line - 4, size: size.text }),
    ),
  );
}

function arrow(from: Box | undefined, to: Box | undefined): Markup[] {
  if (from === undefined || to === undefined) return [];
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const middle = (x1 + x2) / 2;
  const path = `M${rounded(x1)} ${rounded(y1)}C${rounded(middle)} ${rounded(y1)} ${rounded(middle)} ${rounded(y2)} ${rounded(x2 - 7)} ${rounded(y2)}`;
  const head = `${rounded(x2)} ${rounded(y2)} ${rounded(x2 - 8)} ${rounded(y2 - 3.5)} ${rounded(x2 - 8)} ${rounded(y2 + 3.5)}`;
  return [element('g', { class: 'arrow' }, element('path', { d: path }), element('polygon', { points: head }))];
}
