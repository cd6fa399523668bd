import type { Fleet, StackFleet } from '../../../../fleet';
import { counted } from '../../../../text/duration';
import { printable } from '../../../../text/printable';

const DAY = 86_400_000;
const width = 1200;
const left = 60;
const chartHeight = 120;
const rowHeight = chartHeight + 70;

/** A picture of a fleet: for each stack the starts of each day. It has no script and loads nothing. */
export function fleetPicture({ period, stacks }: Fleet): string {
  const height = stacks.length * rowHeight + 20;
  const rows = stacks.flatMap((stack, index) => chart(stack, index * rowHeight + 40, period.from));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" role="img">`,
    `<title>Rotations that start on each day, ${day(period.from)} to ${day(period.until)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...rows,
    '</svg>',
  ].join('\n')}\n`;
}

function chart({ stack, users, rotations, startsByDay }: StackFleet, top: number, from: number): string[] {
  const most = Math.max(1, ...startsByDay);
  const step = (width - left - 20) / Math.max(1, startsByDay.length);
  const base = top + chartHeight;
  const bars = startsByDay.flatMap((starts, index) => {
    if (starts === 0) return [];
    const tall = (starts / most) * chartHeight;
    const x = left + index * step;
    const label = `${day(from + index * DAY)}: ${counted(starts, 'rotation')}`;
    return [
      `<rect x="${round(x)}" y="${round(base - tall)}" width="${round(Math.max(1, step - 0.5))}" height="${round(tall)}" fill="#1f5fa8"><title>${label}</title></rect>`,
    ];
  });
  const months = startsByDay.flatMap((_, index) => {
    const date = new Date(from + index * DAY);
    if (date.getUTCDate() !== 1) return [];
    return [text(left + index * step, base + 18, date.toISOString().slice(0, 7))];
  });
  return [
    text(left, top - 10, `${stack}: ${counted(users, 'user')}, ${counted(rotations, 'rotation')}`, 16),
    text(8, top + 12, String(most)),
    `<line x1="${left}" y1="${base}" x2="${width - 20}" y2="${base}" stroke="#444444"/>`,
    ...bars,
    ...months,
  ];
}

function text(x: number, y: number, words: string, size = 12): string {
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="#222222">${escaped(printable(words))}</text>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(words: string): string {
  return words.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}

const round = (value: number): string => String(Math.round(value * 100) / 100);

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
