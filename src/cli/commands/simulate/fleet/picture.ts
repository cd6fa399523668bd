import type { Fleet, StackFleet } from '../../../../fleet';
import { element, write, type Markup } from '../../../../html/markup/markup';
import { counted } from '../../../../text/duration';

const DAY = 86_400_000;
const width = 1200;
const left = 60;
const chartHeight = 120;
const rowHeight = chartHeight + 70;

/** A picture of a fleet: for each stack the starts of each day. It has no script and loads nothing. */
export function fleetPicture({ period, stacks }: Fleet): string {
  const height = stacks.length * rowHeight + 20;
  const picture = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'font-family': 'sans-serif',
      role: 'img',
    },
    element('title', {}, `Rotations that start on each day, ${day(period.from)} to ${day(period.until)}`),
    element('rect', { width, height, fill: '#ffffff' }),
    ...stacks.flatMap((stack, index) => chart(stack, index * rowHeight + 40, period.from)),
  );
  return `${write(picture)}\n`;
}

function chart({ stack, users, rotations, startsByDay }: StackFleet, top: number, from: number): Markup[] {
  const most = Math.max(1, ...startsByDay);
  const step = (width - left - 20) / Math.max(1, startsByDay.length);
  const base = top + chartHeight;
  const bars = startsByDay.flatMap((starts, index) => {
    if (starts === 0) return [];
    const tall = (starts / most) * chartHeight;
    const place = { x: round(left + index * step), y: round(base - tall) };
    const size = { width: round(Math.max(1, step - 0.5)), height: round(tall) };
    const label = `${day(from + index * DAY)}: ${counted(starts, 'rotation')}`;
    return [element('g', {}, element('title', {}, label), element('rect', { ...place, ...size, fill: '#1f5fa8' }))];
  });
  const months = startsByDay.flatMap((_, index) => {
    const date = new Date(from + index * DAY);
    return date.getUTCDate() === 1 ? [text(left + index * step, base + 18, date.toISOString().slice(0, 7))] : [];
  });
  return [
    text(left, top - 10, `${stack}: ${counted(users, 'user')}, ${counted(rotations, 'rotation')}`, 16),
    text(8, top + 12, String(most)),
    element('line', { x1: left, y1: base, x2: width - 20, y2: base, stroke: '#444444' }),
    ...bars,
    ...months,
  ];
}

function text(x: number, y: number, words: string, size = 12): Markup {
  return element('text', { x: round(x), y: round(y), 'font-size': size, fill: '#222222' }, words);
}

const round = (value: number): number => Math.round(value * 100) / 100;

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
