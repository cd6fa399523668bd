import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { InputError } from '../../../../input-error';

/** The output of git. `why` is the first line of its error if it fails. */
type Answer =
  { readonly kind: 'output'; readonly bytes: Buffer } | { readonly kind: 'failed' | 'not-run'; readonly why: string };

function git(words: readonly string[], cwd: string): Answer {
  const { error, status, stdout, stderr } = spawnSync('git', words, { cwd, maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) return { kind: 'not-run', why: 'git cannot be run' };
  if (status === 0) return { kind: 'output', bytes: stdout };
  return { kind: 'failed', why: stderr.toString().trim().split('\n', 1)[0] ?? '' };
}

interface FileAt {
  readonly file: string;
  readonly bytes: Buffer;
}

/** Files of a folder as they are at a commit. Throws an InputError if there is no such commit or folder. */
export function filesAt(ref: string, folder: string, cwd: string): FileAt[] {
  const commit = commitOf(ref, cwd);
  const listed = git(['ls-tree', '-z', '--name-only', commit, `${folder}/`], cwd);
  if (listed.kind !== 'output') throw InputError.of(`--contract-from ${ref}: ${listed.why}`);
  const names = listed.bytes
    .toString()
    .split('\0')
    .filter((name) => name.endsWith('.json'));
  return names.map((file) => fileAtCommit(ref, commit, file, cwd));
}

/** One file as it is at a commit. */
export function fileAt(ref: string, file: string, cwd: string): FileAt {
  return fileAtCommit(ref, commitOf(ref, cwd), file, cwd);
}

/** The same for a file that must not be a link, whose text would be the path that it leads to. */
export function plainFileAt(ref: string, file: string, cwd: string): FileAt {
  const commit = commitOf(ref, cwd);
  const listed = git(['ls-tree', '-z', commit, `./${file}`], cwd);
  if (listed.kind === 'output' && listed.bytes.toString().startsWith('120000 '))
    throw InputError.of(`${file}: is a link at ${ref}; commit the file itself`);
  return fileAtCommit(ref, commit, file, cwd);
}

function fileAtCommit(ref: string, commit: string, file: string, cwd: string): FileAt {
  const shown = git(['show', `${commit}:./${file}`], cwd);
  if (shown.kind !== 'output')
    throw InputError.of(`${file}: does not exist at ${ref}; use --contract with one that does`);
  return { file, bytes: shown.bytes };
}

/** The full name of a commit. Throws an InputError if this clone does not have it. */
export function commitOf(ref: string, cwd: string): string {
  const found = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], cwd);
  if (found.kind !== 'output') {
    const why =
      found.kind === 'not-run'
        ? found.why
        : 'the commit is not in this clone; fetch it first (in a workflow: fetch-depth: 0)';
    throw InputError.of(`--contract-from ${ref}: ${why}`);
  }
  return found.bytes.toString().trim();
}

/** The committed files of these, each with its path from the root of the repository. A report can show places in committed files only. */
export function committedOf(files: readonly string[], cwd: string): ReadonlyMap<string, string> {
  const found = git(['rev-parse', '--show-toplevel'], cwd);
  if (found.kind !== 'output') return new Map();
  const root = found.bytes.toString().replace(/\n$/, '');
  const own = realpathSync(cwd);
  const paths = files
    .map((file): [string, string] => [file, relative(root, resolve(own, file)).replaceAll('\\', '/')])
    .filter(([, path]) => path !== '' && !path.startsWith('../') && !isAbsolute(path));
  if (paths.length === 0) return new Map();
  const listed = git(['--literal-pathspecs', 'ls-files', '-z', '--', ...paths.map(([, path]) => path)], root);
  const known = new Set(listed.kind !== 'output' ? [] : listed.bytes.toString().split('\0'));
  return new Map(paths.filter(([, path]) => known.has(path)));
}
