import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { watchOf } from '../../src/operations/alerts/watch';
import { placeOf } from '../../src/operations/place';
import { environmentOf } from '../operations/facts';
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
  const page = readFileSync(join(root, 'docs', 'how-to', 'operate.md'), 'utf8');
  const text = page.slice(page.indexOf('## When an execution fails'));
  return text.split('\n').flatMap((line) => {
    const [, first = ''] = /^\| (`[^|]+) \|/.exec(line) ?? [];
    return [...first.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  });
}

it('docs/how-to/operate.md has an entry for every alarm, and for both mails of a failure', () => {
  const text = readFileSync(join(root, 'docs', 'how-to', 'operate.md'), 'utf8');
  const environment = environmentOf({ alerts: { subscribers: ['on-call@example.com'] }, events: { guardDuty: {} } });
  const alarms = watchOf(placeOf(environment))?.alarms ?? [];
  const kinds = new Set(alarms.map((name) => name.replace('keyturn-test-', '').split('-')[0] ?? ''));
  const listed = [...text.matchAll(/^\| `((?:Execution|Invocation|FailedInv)\w+)` /gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...kinds].sort());
  for (const mail of ['Rotation of the access key of USER failed: ERROR', 'Rotation refused: ERROR'])
    expect(text).toContain(mail);
});

it('docs/how-to/operate.md lists every error of an execution, and no other', () => {
  expect(documented().sort()).toEqual([...errors].sort());
});
