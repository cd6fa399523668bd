import { InputError } from './src/input-error';
import { loadSettings } from './src/settings';
import { printable } from './src/text/printable';

/** The CDKTF app: settings in, one stack an environment out. `cdktf synth`, `diff` and `deploy` run it through bin/app.js. */
async function main(): Promise<void> {
  const settings = loadSettings();
  // Loading cdktf takes longer than all the rest; settings that are wrong should not wait for it.
  const { synthesise } = await import('./src/infrastructure');
  synthesise(settings);
}

main().catch((error: unknown) => {
  const isInput = error instanceof InputError;
  // Not thrown again: Node.js would print the line of the bundle, which is as long as the program.
  const lines = isInput ? error.lines : traceOf(error).split('\n');
  process.stderr.write(lines.map((line) => `${printable(line)}\n`).join(''));
  process.exitCode = isInput ? 2 : 1;
});

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
