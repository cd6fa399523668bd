import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { refusalOf } from '../files';
import { InputError } from '../input-error';
import type { SynthesisedStack } from './gate';
import { isOurs } from './names';

const stackFile = 'cdk.tf.json';
const manifestFile = 'manifest.json';

/** The folders of an output folder, all of one depth: the present stacks, those whose environment is gone, and refused ones. */
export function foldersOf(outdir: string) {
  return { stacks: join(outdir, 'stacks'), removed: join(outdir, 'removed'), refused: join(outdir, 'refused') };
}

/**
 * Calls `write` with an empty folder next to `outdir`, and returns the result of `use`. The folder is deleted afterwards. So nothing in `outdir`
 * changes if the synthesis fails. Throws an InputError if the file system refuses.
 */
export function writeAside<Result>(
  outdir: string,
  write: (aside: string) => void,
  use: (aside: string) => Result,
): Result {
  return withFiles(outdir, () => {
    mkdirSync(dirname(outdir), { recursive: true });
    const aside = mkdtempSync(`${outdir.replace(/\/+$/, '')}.new-`);
    try {
      write(aside);
      return use(aside);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  });
}

/**
 * Moves the written stacks into their places below `outdir`, next to Terraform's own files there, and then the manifest. The folder of a stack that
 * has no environment any more moves to `removed`; it moves back when the stack is written again.
 * @param known the stacks of all environments, also of those that are not written now
 */
export function moveIntoPlace(aside: string, outdir: string, known: readonly string[]): void {
  const { stacks, removed } = foldersOf(outdir);
  const current = readdirSync(foldersOf(aside).stacks);
  withFiles(outdir, () => {
    mkdirSync(stacks, { recursive: true });
    refuseFolders([...current.map((name) => join(stacks, name, stackFile)), join(outdir, manifestFile)]);
    for (const name of current) {
      if (existsSync(join(removed, name))) moveFolder(join(removed, name), join(stacks, name));
      mkdirSync(join(stacks, name), { recursive: true });
      renameSync(join(foldersOf(aside).stacks, name, stackFile), join(stacks, name, stackFile));
    }
    for (const name of staleStacks(stacks, known)) {
      moveFolder(join(stacks, name), join(removed, name));
      // The cdktf command line deletes the folder of every stack that is gone, and fails if there is none.
      if (process.env['CDKTF_OUTDIR'] !== undefined) mkdirSync(join(stacks, name));
    }
    renameSync(join(aside, manifestFile), join(outdir, manifestFile));
    rmSync(foldersOf(outdir).refused, { recursive: true, force: true });
  });
}

/** The stacks that were written for this output folder, by name. */
export function stacksIn(aside: string, outdir: string): SynthesisedStack[] {
  const fileIn = (folder: string, name: string): string => join(folder, name, stackFile);
  const { stacks, refused } = foldersOf(outdir);
  return readdirSync(foldersOf(aside).stacks)
    .sort()
    .map((name) => ({
      name,
      file: fileIn(foldersOf(aside).stacks, name),
      place: fileIn(stacks, name),
      refused: fileIn(refused, name),
    }));
}

/**
 * Moves refused stacks to a place where nothing deploys them and `keyturn check` finds them. The output folder loses its manifest, so that the cdktf
 * command line cannot deploy its old stacks with --skip-synth.
 */
export function moveToRefused(aside: string, outdir: string): void {
  const { refused } = foldersOf(outdir);
  withFiles(outdir, () => {
    rmSync(join(outdir, manifestFile), { force: true });
    rmSync(refused, { recursive: true, force: true });
    mkdirSync(outdir, { recursive: true });
    renameSync(foldersOf(aside).stacks, refused);
  });
}

/** Keyturn's own stacks in the folder that are not among the present ones. */
function staleStacks(stacks: string, current: readonly string[]): string[] {
  return readdirSync(stacks).filter(
    (name) => isOurs(name) && !current.includes(name) && existsSync(join(stacks, name, stackFile)),
  );
}

/** Checks before anything is moved: a file cannot replace a folder. */
function refuseFolders(files: readonly string[]): void {
  const inTheWay = files.find((file) => statSync(file, { throwIfNoEntry: false })?.isDirectory() === true);
  if (inTheWay !== undefined) throw unwritable(inTheWay, 'it is a folder');
}

/** Moves everything in a folder to another place, and replaces what has the same name there. */
function moveFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    rmSync(join(to, name), { recursive: true, force: true });
    renameSync(join(from, name), join(to, name));
  }
  rmdirSync(from);
}

/** An error of the file system, as one line. */
function withFiles<Result>(outdir: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const why = refusalOf(error);
    if (why === undefined) throw error;
    throw unwritable(pathOf(error) ?? outdir, why);
  }
}

function unwritable(path: string, why: string): InputError {
  return InputError.of(`${path}: cannot be written (${why}); give an output folder that can be written`);
}

/** The path that was refused; of a new folder it is only a template. */
function pathOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('path' in error && 'syscall' in error)) return undefined;
  return error.syscall === 'mkdtemp' ? undefined : String(error.path);
}
