import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExampleApp, packagesOfCdktf } from './example-app';
import { InstalledPackage, root } from './install';

/** The library of the packed package in the app of examples/library, in a folder that has no clone of Keyturn. */

let installation: InstalledPackage;
let app: ExampleApp;

beforeAll(() => {
  installation = new InstalledPackage();
  app = new ExampleApp(installation, packagesOfCdktf);
}, 240_000);

afterAll(() => installation.remove());

const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

test('publint and attw find nothing in the package', () => {
  expect(installation.run(bin('publint'), [installation.packed, '--strict'])).toMatchObject({ status: 0 });
  expect(installation.run(bin('attw'), [installation.packed])).toMatchObject({ status: 0 });
}, 120_000);

test('the app compiles with the declarations of the package', () => {
  expect(app.compile()).toEqual({ status: 0, stdout: '', stderr: '' });
}, 120_000);

test('the app synthesises, and the command passes what it wrote', () => {
  expect(app.synthesise()).toMatchObject({ status: 0, stderr: '' });
  for (const name of ['platform', 'keyturn-staging'])
    expect(installation.keyturn(['check', app.stack(name)])).toMatchObject({ status: 0, stderr: '' });
}, 60_000);

test('the tests of the app pass', () => {
  expect(app.test()).toMatchObject({ status: 0 });
}, 60_000);

test('the app is refused once the rotation does more than its contracts, and nothing is written', () => {
  const file = join(installation.project, app.stack('platform'));
  const before = readFileSync(file, 'utf8');
  app.edit('platform-stack.ts', (text) => text.replace('backup-agent', 'somebody-else'));
  expect(app.compile()).toMatchObject({ status: 0 });
  const { status, stderr } = app.synthesise();
  expect(status).toBe(1);
  expect(stderr).toContain('[platform] policies/execution-role.json does not name user somebody-else');
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(app.test()).toMatchObject({ status: 1 });
}, 120_000);
