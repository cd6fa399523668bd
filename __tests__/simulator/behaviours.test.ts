import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { behaviours } from './behaviours';
import { update } from '../update';

const page = join(resolve(__dirname, '..', '..'), 'docs', 'reference', 'simulator.md');
const heading = '## What it rests on';

describe.each(Object.entries(behaviours))('%s', (_, rows) => {
  it.each(rows.map((row) => ({ ...row, title: `${row.what} (${row.page})` })))('$title', ({ look }) => {
    const [seen, said] = look();
    expect(seen).toEqual(said);
  });
});

function listed(): string {
  const parts = Object.entries(behaviours).flatMap(([area, rows]) => [
    `### ${area}`,
    '',
    ...rows.map(({ what, page: url }) => `- ${what} ([AWS](${url}))`),
    '',
  ]);
  return [heading, '', 'Each of these has a test of its own.', '', ...parts, ''].join('\n');
}

it('docs/reference/simulator.md lists what is simulated, each with the page of AWS that says so', () => {
  const text = readFileSync(page, 'utf8');
  const start = text.indexOf(`${heading}\n`);
  const end = text.indexOf('\n## ', start) + 1;
  expect(start).toBeGreaterThan(0);
  const current = `${text.slice(0, start)}${listed()}${text.slice(end)}`;
  update(page, current);
  expect(text).toBe(current);
});
