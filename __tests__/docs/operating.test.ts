import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildWorkflow, strategies } from '../../src/workflow';
import { workflowOptions } from '../workflow/options';

const root = resolve(__dirname, '..', '..');

/** Every error that an execution can end with, whatever the settings. */
const errors = new Set(
  strategies.flatMap((strategy) =>
    (['refuse', 'replace-older'] as const).flatMap((twoKeys) =>
      Object.values(buildWorkflow(workflowOptions({ strategy, twoKeys })).States).flatMap((state) =>
        state.Type === 'Fail' && state.Error !== undefined ? [state.Error] : [],
      ),
    ),
  ),
);

/** The names in the first column of the table of errors. */
function documented(): string[] {
  const text = readFileSync(join(root, 'docs', 'operating.md'), 'utf8');
  return text.split('\n').flatMap((line) => {
    const [, first = ''] = /^\| (`[^|]+) \|/.exec(line) ?? [];
    return [...first.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  });
}

it('docs/operating.md tells every error of an execution, and no other', () => {
  expect(documented().sort()).toEqual([...errors].sort());
});

it.each([
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
  'README.md',
  'CONTRIBUTING.md',
])('every link of %s within the project leads somewhere', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  const headings = (file: string) =>
    [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );
  for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? join(root, name) : resolve(root, name, '..', path);
    if (anchor !== undefined) expect(headings(file)).toContain(anchor);
    else expect(() => readFileSync(file)).not.toThrow(/ENOENT/);
  }
});
