import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** docs/reference/compatibility.md claims what was run, and nothing else. __tests__/e2e/schemas/compatibility.test.ts holds its other sections. */

interface Run {
  readonly command: string;
  readonly day: string;
  readonly commit: string;
  readonly platform: string;
  readonly passed: number;
  readonly versions: Readonly<Record<string, string>>;
  /** The versions of the provider that bindings were made from, by the name of the bindings. */
  readonly read?: Readonly<Record<string, string>>;
  readonly tests?: readonly string[];
}

const root = resolve(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { packages, runs, withTables } = createRequire(__filename)('../../scripts/compatibility.js') as {
  readonly packages: readonly string[];
  readonly runs: Readonly<Record<string, { readonly command: string; readonly uses: readonly string[] }>>;
  readonly withTables: (page: string, record: Readonly<Record<string, Run>>) => string;
};
const page = read('docs/reference/compatibility.md');
const record = JSON.parse(read('docs/reference/compatibility.json')) as Readonly<Record<string, Run>>;
const lock = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, { version?: string }>> };

test('the tables are made from the record', () => {
  expect(page).toBe(withTables(page, record));
  const [, tested = ''] = /\n## Tested\n([^]*?)\n## /.exec(page) ?? [];
  const outside = tested.replace(/<!-- made from the record[^]*?<!-- end of \w+ -->/g, '');
  expect(outside).not.toMatch(/\d+\.\d+/);
  const [, terrain = ''] = /\n## CDK Terrain\n([^]*?)\n## /.exec(page) ?? [];
  expect(terrain.replace(/<!-- made from the record[^]*?<!-- end of CDK Terrain -->/, '')).not.toMatch(/\d+\.\d+/);
});

test.each(Object.entries(record))('the run %s is one that can be made again, and it passed', (name, run) => {
  expect(run.command).toBe(runs[name]?.command);
  expect(Object.keys(run.versions)).toEqual(runs[name]?.uses);
  for (const version of Object.values(run.versions)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(run.passed).toBeGreaterThan(0);
  expect(run.day).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(run.commit).toMatch(/^[0-9a-f]{12}$/);
});

test.each(packages)('%s was run as it is installed; if not, run: node scripts/compatibility.js', (name) => {
  const recorded = Object.values(record).flatMap(({ versions }) => versions[name] ?? []);
  expect([...new Set(recorded)]).toEqual([lock.packages[`node_modules/${name}`]?.version]);
});

test('the releases of Node.js that the package allows were run', () => {
  const majors = Object.values(record).map(({ versions }) => versions['Node.js']?.split('.')[0]);
  for (const major of ['20', '22', '24']) expect(majors).toContain(major);
  const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
  const oldest = engines.node.replace('>=', '');
  expect(Object.values(record).map(({ versions }) => versions['Node.js'])).toContain(oldest);
});
