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

/** The sections with commands, and the test that types them from the page. */
const typedBy: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'operate.md': {
    'The alarms by their names': 'operator/alarms',
    'The status of all users': 'operator/walks',
    'Dead letters': 'operator/alarms',
    'A start that left no message': 'operator/alarms',
    'Events that were not delivered': 'operator/alarms',
    'Too many executions at the same time': 'operator/alarms',
    'Rotate a key now': 'operator/walks',
    'A stopped execution': 'operator/walks',
    'Why SES refuses a mail': 'operator/walks',
    'Two active keys': 'operator/walks',
    'Two keys that the secret does not hold': 'operator/walks',
    'A consumer that holds the previous key': 'operator/walks',
    'A key that leaked': 'operator/walks',
    'A leaked key by hand': 'operator/walks',
    'Going back to the previous key': 'operator/walks',
    'Going back by hand': 'operator/walks',
    'Moving to another account or region': 'operator/leaving',
    'A new checkout': 'day',
    'A pull request': 'day',
    'A deploy': 'day',
  },
  'uninstall.md': { Uninstall: 'operator/leaving' },
};

it.each(Object.entries(typedBy))('a test types the commands of each section of docs/how-to/%s', (name, tests) => {
  const page = readFileSync(join(root, 'docs', 'how-to', name), 'utf8');
  const sections = page.split(/^(?=#+ )/m).filter((section) => /```console\n *\$ /.test(section));
  // "What the check refuses" shows one command: that of the uninstallation, with a variable.
  const headings = sections.map((section) => section.slice(section.indexOf(' ') + 1, section.indexOf('\n')));
  expect(headings.filter((heading) => heading !== 'What the check refuses')).toEqual(Object.keys(tests));
  for (const [heading, file] of Object.entries(tests))
    expect(readFileSync(join(root, '__tests__', 'e2e', `${file}.test.ts`), 'utf8')).toContain(`'${heading}'`);
});
