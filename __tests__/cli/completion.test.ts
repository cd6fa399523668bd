import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../src/cli/commands';
import { standIn } from '../tools';
import { call } from './call';

/** The scripts of `keyturn completion`, in the shells themselves. A shell may take some seconds to start. */
jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'keyturn-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function scriptFor(shell: string): Promise<string> {
  const { stdout, stderr, status } = await call(folder, ['completion', shell]);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  const file = join(folder, `keyturn.${shell}`);
  writeFileSync(file, stdout);
  return file;
}

function run(shell: string, ...words: readonly string[]): string {
  const { stdout, stderr } = spawnSync(shell, words, { encoding: 'utf8', env: { ...process.env, HOME: folder } });
  expect(stderr).toBe('');
  return stdout;
}

const names = commands.map(({ name }) => name);
const rows: [line: string, expected: readonly string[]][] = [
  ['keyturn ', names],
  ['keyturn ch', ['check']],
  ['keyturn simulate --keys ', ['0', '1', '2']],
  ['keyturn check --draft', ['--draft-contract']],
];

const inShell = (shell: string, title: string, body: () => void): void => {
  if (spawnSync(shell, ['--version']).error === undefined) body();
  else standIn(title, { missing: `${shell} (Debian: ${shell})` });
};

describe('bash', () => {
  inShell('bash', 'completion in bash', () => {
    test.each(rows)('%j', async (line, expected) => {
      const file = await scriptFor('bash');
      const words = line.split(' ');
      const array = words.map((word) => `'${word}'`).join(' ');
      const program = `source ${file}; COMP_WORDS=(${array}); COMP_CWORD=${words.length - 1}; _keyturn; printf '%s\n' "\${COMPREPLY[@]}"`;
      expect(run('bash', '-c', program).trim().split('\n')).toEqual(expected);
    });
  });
});

describe('fish', () => {
  inShell('fish', 'completion in fish', () => {
    test.each(rows)('%j', async (line, expected) => {
      const file = await scriptFor('fish');
      const shown = run('fish', '--no-config', '-c', `source ${file}; complete -C '${line}'`);
      const found = shown
        .trim()
        .split('\n')
        .map((each) => each.split('\t')[0]);
      expect(found.sort()).toEqual([...expected].sort());
    });
  });
});

describe('zsh', () => {
  inShell('zsh', 'completion in zsh', () => {
    it('loads, and completes keyturn', async () => {
      const file = await scriptFor('zsh');
      const program = `autoload -Uz compinit; compinit -D -u; source ${file}; print $_comps[keyturn]`;
      expect(run('zsh', '-f', '-c', program)).toBe('_keyturn\n');
    });
  });
});

test('of another shell, says which there are', async () => {
  expect(await call(folder, ['completion', 'tcsh'])).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^keyturn completion tcsh: /),
  });
});
