import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');
const notCopied = ['.git', 'node_modules', 'dist', 'cdktf.out', 'coverage', 'plans'];

/** A copy of the project, in which `npm run new:rule` has been run. */
let folder: string;

function run(program: string, ...words: string[]) {
  const file = program.endsWith('.js') ? join(folder, program) : join(root, 'node_modules', '.bin', program);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CI: '', KEYTURN_TESTS: '' },
  });
  return { status, text: stdout + stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-rule-'));
  cpSync(root, folder, { recursive: true, filter: (path) => !notCopied.some((name) => path.endsWith(`/${name}`)) });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  expect(run('scripts/new-rule.js', 'no-open-doors')).toMatchObject({ status: 0 });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rule = 'src/checks/rules/no-open-doors.ts';
const cases = '__tests__/corpus/rules/no-open-doors.json';

test('there is a rule, a case and a section of the docs', () => {
  expect([rule, cases].filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  expect(readFileSync(join(folder, 'docs/reference/rules.md'), 'utf8')).toContain(
    '\n## no-open-doors\n\n_medium_: TODO',
  );
});

test('what is written passes the linters and the compiler', () => {
  expect(run('prettier', '--check', rule, cases, 'src/checks/rules/index.ts')).toMatchObject({ status: 0 });
  expect(run('eslint', rule, 'src/checks/rules/index.ts')).toEqual({ status: 0, text: '' });
  expect(run('tsc', '--noEmit', '--incremental', 'false')).toEqual({ status: 0, text: '' });
});

test('no orphan is left, and one line each says what to fill in', () => {
  const { status, text } = run(
    'jest',
    '-w',
    '1',
    '__tests__/lint/registries',
    '__tests__/docs/rules',
    '__tests__/corpus',
  );
  expect(status).toBe(1);
  expect(text).toContain('PASS __tests__/lint/registries.test.ts');
  expect(text).toContain(`"${rule}: write an example that the rule finds"`);
  expect(text).toContain(`"${rule}: replace each TODO"`);
  expect(text).toContain(`"${cases}: write the cases that the rule must find"`);
  expect(text).toMatch(/Tests: +3 failed/);
});
