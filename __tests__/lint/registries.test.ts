import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { rules } from '../../src/checks';
import { commands } from '../../src/cli/commands';
import { readModel } from '../../src/inputs';
import { inputKinds } from '../../src/model';
import { formatNames } from '../../src/report';
import { reviewFormatNames } from '../../src/review';
import { samplePlan, sampleStack } from '../checks/sample';
import { sampleExport } from '../inputs/sample';

const root = resolve(__dirname, '..', '..');

/** Each family has one registry. A file that its registry does not name is an orphan, and so is a name without its file. */

function entriesOf(folder: string): Dirent[] {
  return readdirSync(join(root, folder), { withFileTypes: true });
}

/** The members that a folder has by the names of its files. */
function filesOf(folder: string, extension: string, ...others: readonly string[]): string[] {
  const names = entriesOf(folder).flatMap((entry) => (entry.isFile() ? [parse(entry.name)] : []));
  return names.flatMap(({ name, ext }) => (ext === extension && !others.includes(name) ? [name] : [])).sort();
}

function foldersOf(folder: string): string[] {
  return entriesOf(folder)
    .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
    .sort();
}

const sorted = (names: readonly string[]): string[] => [...names].sort();

describe('formats', () => {
  test('are the files of their folder', () => {
    expect(filesOf('src/report/formats', '.ts', 'index', 'format', 'words')).toEqual(sorted(formatNames));
  });

  test('have tests of their names', () => {
    expect(filesOf('__tests__/report/formats', '.ts')).toEqual(sorted(formatNames));
  });
});

describe('formats of a review', () => {
  test('are the files of their folder', () => {
    expect(filesOf('src/review/formats', '.ts', 'index', 'format', 'names')).toEqual(sorted(reviewFormatNames));
  });
});

describe('commands', () => {
  test('are the folders of their folder', () => {
    expect(foldersOf('src/cli/commands')).toEqual(sorted(commands.map(({ name }) => name)));
  });
});

describe('kinds of input', () => {
  const policy = { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } };
  const inputs = [sampleStack(), samplePlan(), { format_version: '1.0' }, sampleExport(), policy];

  test('are read, each from an input that looks like it', () => {
    const kinds = inputs.map((input) => readModel(JSON.stringify(input), 'input.json').kind);
    expect(kinds).toEqual(Object.keys(inputKinds));
  });

  test('are those of the schema of reports; if not, run: node schemas/write.js', () => {
    const schema = JSON.parse(readFileSync(join(root, 'schemas', 'report.schema.json'), 'utf8'));
    expect(schema.definitions.check.properties.kind.enum).toEqual(Object.keys(inputKinds));
    const review = JSON.parse(readFileSync(join(root, 'schemas', 'review.schema.json'), 'utf8'));
    expect(review.properties.input.properties.kind.enum).toEqual(Object.keys(inputKinds));
  });
});

describe('rules', () => {
  const ids = rules.map(({ id }) => id);

  test('are the files of their folder', () => {
    expect(filesOf('src/checks/rules', '.ts', 'index')).toEqual(sorted(ids));
  });

  test('have cases of their names', () => {
    const files = filesOf('__tests__/corpus/rules', '.json').map((name) => name.split('.')[0] ?? '');
    expect([...new Set(files)]).toEqual(sorted(ids));
  });

  test('have a section each in docs/reference/rules.md', () => {
    const page = readFileSync(join(root, 'docs', 'reference', 'rules.md'), 'utf8');
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, id]) => id)).toEqual(ids);
  });
});
