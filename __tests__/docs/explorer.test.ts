import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { faultKinds, stopped } from '../../src/explorer/model/faults';
import { code, spaced, table } from './tables';

const page = join(resolve(__dirname, '..', '..'), 'docs', 'explanation', 'explorer.md');

function faults(): string {
  const rows = faultKinds.map(({ id, words, isLasting, actions }) => [
    code(id),
    `the call ${words}`,
    isLasting ? 'every attempt' : 'one attempt',
    actions?.join(', ') ?? 'each',
  ]);
  return [
    '## Faults',
    '',
    'The letter is part of the id of a scenario. Faults of every attempt are tried at states with a retrier, refusals at every state.',
    '',
    table(['letter', 'fault', 'meets', 'action'], [...rows, [code(stopped.id), stopped.words, 'before a call', '']]),
    '',
  ].join('\n');
}

/** UPDATE=1 writes the page, and fails all the same: somebody should read it before it passes. */
it('docs/explanation/explorer.md lists every fault that is explored, at its end', () => {
  const before = readFileSync(page, 'utf8');
  const [text = '', section = ''] = before.split(/^(?=## Faults$)/m);
  if (process.env.UPDATE === '1') writeFileSync(page, `${text.trimEnd()}\n\n${faults()}`);
  expect(spaced(section)).toBe(spaced(faults()));
});
