import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFrom } from '../../src/cli/project';
import { commands } from '../../src/cli/commands';
import { call } from './call';
import { makeProject, stackFile, stackFolder, type Project } from './project';

/** Commands that are started in a folder of the project, not in its own. */

let project: Project;
let below: string;
const says = 'keyturn: the project is in ../..\n';

beforeAll(() => {
  project = makeProject();
  project.put('cdktf.json', '{"output": "cdktf.out"}');
  below = project.at('docs/notes');
  mkdirSync(below, { recursive: true });
});
afterAll(() => project.remove());

test.each([
  ['every stack', 'check', 'check'],
  ['a stack by its name', 'simulate keyturn-staging', 'simulate keyturn-staging'],
  ['a stack by its folder', `simulate ../../${stackFolder}`, `simulate ${stackFolder}`],
  ['a file', `check ../../${stackFile}`, `check ${stackFile}`],
  [
    'a contract',
    'check --contract ../../policies/execution-role.json --contract ../../policies/schedule-role.json',
    'check --contract policies/execution-role.json --contract policies/schedule-role.json',
  ],
  ['a file that is not there', 'check nothing.json', 'check docs/notes/nothing.json'],
  ['standard input', 'check - --explain', 'check - --explain'],
])('works on %s', async (_, words, same) => {
  const here = await call(below, words.split(' '));
  const there = await project.keyturn(...same.split(' '));
  expect(here).toEqual({ ...there, stderr: says + there.stderr });
});

test('writes a report where the person is', async () => {
  await call(below, ['check', '--output', 'json=report.json', '--output', 'report.txt']);
  expect(project.read('docs/notes/report.json')).toContain('"verdict"');
  expect(project.read('docs/notes/report.txt')).toContain('keyturn-staging');
});

test('works on the project that --project names, and says nothing of it', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'keyturn-elsewhere-'));
  try {
    const words = ['check', '--project', project.at('.'), '--output', 'report.json'];
    const { stderr, status } = await call(elsewhere, words);
    expect({ stderr, status }).toEqual({ stderr: '', status: (await project.keyturn('check')).status });
    expect(await call(elsewhere, ['check', '--project', '.'])).toEqual({
      status: 2,
      stdout: '',
      stderr: '--project .: has no cdktf.json; name the folder of the project\n',
    });
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

test.each(commands.map((each) => [each.name, each] as const))(
  '%s knows which of its options name files',
  (_, command) => {
    const naming = command.options.filter(({ flags }) => /[<=\]](?:files?|folder|evidence)(?:\.\.\.)?>/.test(flags));
    expect(command.files?.options ?? []).toEqual(naming.map((option) => option.attributeName()));
  },
);

describe('the project', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'keyturn-project-')));
  const inner = join(folder, 'a', 'b');
  mkdirSync(inner, { recursive: true });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is this folder, if none is above', () => {
    expect(projectFrom(inner, undefined)).toEqual({ folder: inner, isFound: false });
  });

  it('is the nearest one above', () => {
    writeFileSync(join(folder, 'cdktf.json'), '{}');
    expect(projectFrom(inner, undefined)).toEqual({ folder, isFound: true });
    writeFileSync(join(folder, 'a', 'cdktf.json'), '{}');
    expect(projectFrom(inner, undefined)).toEqual({ folder: join(folder, 'a'), isFound: true });
  });

  it('is this folder, if it has a cdktf.json', () => {
    writeFileSync(join(inner, 'cdktf.json'), '{}');
    expect(projectFrom(inner, undefined)).toEqual({ folder: inner, isFound: false });
  });

  it('is not that of another user', () => {
    const other = jest.spyOn(process, 'getuid').mockReturnValue(4321);
    try {
      rmSync(join(inner, 'cdktf.json'));
      expect(projectFrom(inner, undefined)).toEqual({ folder: inner, isFound: false });
    } finally {
      other.mockRestore();
    }
  });
});
