import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';

interface Stamped {
  readonly problem?: string;
  readonly files?: { readonly rule: string; readonly cases: string };
}

const root = resolve(__dirname, '..', '..');
const registry = 'src/checks/rules/index.ts';
const { stamp } = createRequire(__filename)('../../scripts/new-rule.js') as {
  readonly stamp: (root: string, name: string) => Stamped;
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-rule-'));
  mkdirSync(join(folder, '__tests__/corpus/rules'), { recursive: true });
  cpSync(join(root, registry), join(folder, registry));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

/** What is wrong with the syntax of a file. */
function syntaxProblems(file: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(read(file), { fileName: file, reportDiagnostics: true });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('a rule is written, with a case to fill in, and is the last of the registry', () => {
  const { files = { rule: '', cases: '' } } = stamp(folder, 'no-open-doors');
  expect(files).toEqual({
    rule: 'src/checks/rules/no-open-doors.ts',
    cases: '__tests__/corpus/rules/no-open-doors.json',
  });
  expect(read(files.rule)).toContain("export const noOpenDoors: Rule = {\n  id: 'no-open-doors',");
  expect(JSON.parse(read(files.cases))).toMatchObject({ source: expect.stringMatching(/^TODO/) as unknown });
  expect(read(registry)).toContain("import { noOpenDoors } from './no-open-doors';\n\n");
  expect(read(registry)).toMatch(/,\n {2}noOpenDoors,\n\];\n$/);
  expect([files.rule, registry].flatMap(syntaxProblems)).toEqual([]);
});

test.each([
  ['', 'give the name of the rule'],
  ['NoOpenDoors', 'give the name of the rule'],
  ['../doors', 'give the name of the rule'],
])('the name %j is refused', (name, problem) => {
  expect(stamp(folder, name).problem).toContain(problem);
});

test('a name that is taken is refused', () => {
  stamp(folder, 'no-open-doors');
  const before = read(registry);
  expect(stamp(folder, 'no-open-doors').problem).toContain('src/checks/rules/no-open-doors.ts exists');
  expect(read(registry)).toBe(before);
});
