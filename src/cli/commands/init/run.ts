import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { version } from '../../../../package.json';
import { projectFiles, settingsOf, type ProjectFile } from '../../../init/project';
import { InputError } from '../../../input-error';
import { parseSettings } from '../../../settings';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import { inOneLine, writeAll } from '../check/outputs';
import { readAccount, type LoadOperator } from './account';
import { answersOf } from './answers';
import type { Options } from './options';
import { listing, nextSteps } from './text';

/** The command, with the code that calls AWS, which is loaded only if the account itself is read. */
export function runWith(loadOperator: LoadOperator) {
  return (given: string | undefined, options: Options, io: Io) => run(given, options, io, loadOperator);
}

/** Lists the users of an account, and writes a project that rotates those that a person confirmed: all files, or none. */
async function run(given: string | undefined, options: Options, io: Io, loadOperator: LoadOperator): Promise<number> {
  const folder = given ?? '.';
  refuseExisting(folder, io.cwd);
  const account = await readAccount(options, io.cwd, loadOperator);
  if (account.users !== undefined) io.stdout(listing(account.users, io.now.getTime()));
  const answers = await answersOf(account, options, io);
  parseSettings(settingsOf(answers), { file: 'keyturn init', now: io.now });
  const files = projectFiles(answers, { projectId: randomUUID(), keyturn: sourceOfKeyturn(resolve(io.cwd, folder)) });
  const left = files.filter(({ path }) => existsSync(resolve(io.cwd, folder, path)));
  const written = files.filter((file) => !left.includes(file));
  writeProject(written, folder, io.cwd);
  const { environment, pairs } = answers;
  const [names, others] = [written, left].map((list) => list.map(({ path }) => path));
  io.stdout(nextSteps(folder, { files: names ?? [], left: others ?? [], environment, pairs: pairs.length }));
  return exitCodes.clean;
}

/** A contract says what people reviewed: it is never written over, and never added to. */
function refuseExisting(folder: string, cwd: string): void {
  const found = ['cdktf.json', 'policies', '.github/workflows/keyturn.yml'].filter((path) =>
    existsSync(resolve(cwd, folder, path)),
  );
  if (found.length > 0)
    throw InputError.of(
      `${folder}: has ${found.join(' and ')} already, and nothing is overwritten; name another folder, or edit the files by hand`,
    );
}

/** The source from which npm installs this program: the folder of a clone, else the version of the package. */
function sourceOfKeyturn(project: string): string {
  const root = packageFolder(__dirname);
  return existsSync(join(root, 'src')) ? `file:${relative(project, root)}` : `^${version}`;
}

function packageFolder(folder: string): string {
  const isFound = existsSync(join(folder, 'package.json')) || folder === dirname(folder);
  return isFound ? folder : packageFolder(dirname(folder));
}

/** Makes the folders, and writes all files. If that fails, the folders that were made are removed. */
function writeProject(files: readonly ProjectFile[], folder: string, cwd: string): void {
  const made: string[] = [];
  try {
    for (const { path } of files)
      inOneLine(join(folder, path), () => {
        const first = mkdirSync(dirname(resolve(cwd, folder, path)), { recursive: true });
        if (first !== undefined) made.push(first);
      });
    const outputs = files.map(({ path, text }) => ({ file: join(folder, path), text }));
    writeAll(outputs, cwd, (file) => file);
  } catch (error) {
    for (const one of made.reverse()) rmSync(one, { recursive: true, force: true });
    throw error;
  }
}
