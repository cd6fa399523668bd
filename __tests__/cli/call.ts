import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { main } from '../../src/cli/main';

/** What a command printed, and how it ended. */
export interface Printed {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, with its standard output and error piped. */
export async function call(cwd: string, words: readonly string[]): Promise<Printed> {
  let [stdout, stderr] = ['', ''];
  const status = await main(words, {
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    isTerminal: false,
    cwd,
    now: new Date('2026-11-23T00:00:00Z'),
  });
  return { status, stdout, stderr };
}

/** Runs the program as it is installed, for what a process alone can show. It takes ten times as long. */
export function start(
  cwd: string,
  words: readonly string[],
  input = '',
  env: NodeJS.ProcessEnv = process.env,
): Printed {
  const program = join(__dirname, '..', '..', 'bin', 'keyturn.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd,
    input,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
