import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { files as packed } from '../../package.json';

const root = resolve(__dirname, '..', '..');

const pages = [
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).flatMap((name) =>
    name.endsWith('.md') ? [`docs/${name}`] : [],
  ),
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
];

it.each(pages)('every link of %s within the project leads somewhere', (name) => {
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

/** Pages for readers; decisions say for themselves what they are. */
const shelved = pages.filter((name) => /^docs\/(?:tutorials|how-to|reference|explanation)\//.test(name));

it.each(shelved)('%s says who it is for, and is in the index', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  // The pages of what was explored and of words stand on their own.
  if (!/exploration|glossary/.test(name)) expect(text).toMatch(/^For \w/m);
  expect(readFileSync(join(root, 'docs/README.md'), 'utf8')).toContain(`(${name.slice('docs/'.length)})`);
});

/** Pages that the program names to a person: in the sources, outside of comments. */
const named = new Set(
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => readFileSync(join(root, 'src', name), 'utf8').split('\n'))
    .filter((line) => !/^\s*(?:\/?\*|\/\/)/.test(line))
    .flatMap((line) => line.match(/\bdocs\/[\w/-]+\.md\b/g) ?? []),
);

it.each([...named])('%s, which a message names, is in the package', (page) => {
  expect(pages).toContain(page);
  expect(packed).toContain(`${dirname(page)}/*.md`);
});
