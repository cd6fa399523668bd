import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { slowTest } from '../effort';

const root = resolve(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'how-to', 'develop.md'), 'utf8');

/** The text of every program in these folders, but of this test. */
function programs(): string {
  return ['src', '__tests__', 'bench', '.ci']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(?:ts|js|py)$|^run$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => file !== __filename)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

const matches = (pattern: RegExp) => [...new Set([...page.matchAll(pattern)].map(([, name = '']) => name))];

slowTest('docs/how-to/develop.md names variables that programs read', () => {
  const named = [...matches(/\b(KEYTURN_[A-Z_]+)\b/g), ...matches(/^\| `([A-Z_]+)` /gm)];
  const read = programs();
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(read))).toEqual([]);
});

test('docs/how-to/develop.md names scripts that there are', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const named = [...matches(/npm run ([\w:]+)/g), ...(page.includes('npm test') ? ['test'] : [])];
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test('docs/how-to/develop.md names files that there are', () => {
  const files = readdirSync(join(root, '__tests__'), { recursive: true, encoding: 'utf8' }).map(
    (file) => `__tests__/${file}`,
  );
  const named = matches(/`((?:[\w-]+\/)*[\w-]+\.(?:ts|py))`/g);
  expect(named.filter((name) => !files.some((file) => file === name || file.endsWith(`/${name}`)))).toEqual([]);
});

test('docs/how-to/develop.md asks for the provider in words that Terraform reads', () => {
  const [text = ''] = matches(/^\$ echo '(.+)' > versions\.tf\.json$/gm);
  expect(JSON.parse(text)).toMatchObject({ terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } } });
});
