import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildWorkflow, strategies } from '../../src/workflow';
import { workflowOptions } from '../workflow/options';

const root = resolve(__dirname, '..', '..');

/** Every error that an execution can end with, whatever the settings. */
const errors = new Set(
  strategies.flatMap((strategy) =>
    (['refuse', 'replace-older'] as const).flatMap((twoKeys) =>
      Object.values(buildWorkflow(workflowOptions({ strategy, twoKeys })).States).flatMap((state) =>
        state.Type === 'Pass' && state.Next === 'SendFailureEmail' ? [state.Parameters?.error] : [],
      ),
    ),
  ),
);

/** The names in the first column of the table of errors. */
function documented(): string[] {
  const text = readFileSync(join(root, 'docs', 'how-to', 'operate.md'), 'utf8');
  return text.split('\n').flatMap((line) => {
    const [, first = ''] = /^\| (`[^|]+) \|/.exec(line) ?? [];
    return [...first.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  });
}

it('docs/how-to/operate.md lists every error of an execution, and no other', () => {
  expect(documented().sort()).toEqual([...errors].sort());
});
