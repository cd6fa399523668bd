import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A checkout in which somebody kept the main.ts of 0.1.0 while merging this version. */
const root = resolve(__dirname, '..', '..');
const older = readFileSync(join(root, '__tests__', 'fixtures', 'main-of-0.1.0.txt'), 'utf8');
const advice = 'take the new one, and write your changes into it: docs/how-to/upgrade.md';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-main-'));
  for (const name of ['bin', 'src', 'schemas', 'policies', 'package.json', 'package-lock.json', 'cdktf.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(main: string) {
  writeFileSync(join(folder, 'main.ts'), main);
  return spawnSync(process.execPath, ['bin/app.js'], { cwd: folder, encoding: 'utf8' });
}

test('it imports a file that is gone: one error, one advice, no stack trace', () => {
  const { status, stderr } = run(older);
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(advice) });
  expect(stderr).toContain('Could not resolve "./src/problem"');
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('with that import corrected, it writes no stack that nothing has checked', () => {
  const { status, stdout, stderr } = run(older.replace('./src/problem', './src/input-error'));
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: `main.ts: is the file of Keyturn 0.1.0, which does not check its stacks; ${advice}\n`,
  });
});
