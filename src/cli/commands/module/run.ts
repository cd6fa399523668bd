import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { tryReadText } from '../../../files';
import type { TerraformModule } from '../../../infrastructure';
import { InputError } from '../../../input-error';
import { printable } from '../../../text/printable';
import { loadSynthesis } from '../../command';
import { exitCodes } from '../../exit-codes';
import { gateFor } from '../../gate';
import type { Io } from '../../io';
import { writeAll } from '../check/outputs';

interface Options {
  readonly output: string;
  readonly settings: string;
}

const words = { outcome: 'the module is not written', next: 'Correct the settings or the contracts, and try again' };

/** Writes the module of an environment that the contracts in policies/ accept; nothing otherwise. */
export async function run(environment: string | undefined, { output, settings }: Options, io: Io): Promise<number> {
  const { moduleWith } = await loadSynthesis();
  const file = relative(process.cwd(), resolve(io.cwd, settings));
  const found = moduleWith(file, environment, await gateFor(io, words));
  if (found.kind === 'refused') {
    io.stderr(found.lines.map((line) => `${printable(line)}\n`).join(''));
    return exitCodes.findings;
  }
  write(found.module, output, io.cwd);
  const names = Object.keys(found.module.files).join(', ');
  io.stdout(printable(`${output}: the module of the environment ${found.module.environment} (${names})`) + '\n');
  return exitCodes.clean;
}

/** Writes all files or none. A file that another program or a person wrote is not replaced. */
function write({ files, writtenBy }: TerraformModule, output: string, cwd: string): void {
  const folder = resolve(cwd, output);
  const known = statSync(folder, { throwIfNoEntry: false });
  if (known !== undefined && !known.isDirectory()) throw InputError.of(`--output ${output}: is a file; name a folder`);
  const main = join(folder, 'main.tf');
  if (existsSync(main) && tryReadText(main, main)?.startsWith(writtenBy) !== true)
    throw InputError.of(`--output ${output}: has a main.tf that keyturn module did not write; name another folder`);
  const made = mkdirSync(folder, { recursive: true });
  try {
    writeAll(
      Object.entries(files).map(([name, text]) => ({ file: join(output, name), text })),
      cwd,
    );
  } catch (error) {
    if (made !== undefined) rmdirSync(folder);
    throw error;
  }
}
