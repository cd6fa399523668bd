import { RefusedStacks, type Gate } from './src/infrastructure/gate';
import { InputError } from './src/input-error';
import { loadSettings } from './src/settings';
import { printable } from './src/text/printable';

/**
 * The CDKTF app: settings in, one stack for each environment out. `cdktf synth`, `diff` and `deploy` run it through bin/app.js; with `--forget
 * NAME` it forgets the stack of an environment that is gone.
 */
async function main(words: readonly string[]): Promise<void> {
  const forgotten = forgottenBy(words);
  const settings = loadSettings();
  // Loading cdktf takes longer than everything else; invalid settings should not wait for it.
  const { synthesise } = await import('./src/infrastructure');
  const gate = await gateOf(process.env['KEYTURN_UNCHECKED']);
  // On standard output: the cdktf command line shows the other one as an error.
  for (const { name, destroy, isForgotten } of synthesise(settings, undefined, forgotten, gate)) {
    const then = isForgotten === 'when told' ? `; then: npm run synth -- --forget ${name}` : '';
    process.stdout.write(
      printable(`${name} is no longer in the settings, but may still be deployed. To destroy it: ${destroy}${then}`),
    );
    process.stdout.write('\n');
  }
}

/** Stacks that the check refuses are not deployed. It guards against mistakes, not against people who can edit this file. */
async function gateOf(unchecked: string | undefined): Promise<Gate> {
  if (unchecked === '1') {
    process.stderr.write('KEYTURN_UNCHECKED=1: the stacks are synthesised without a check\n');
    return 'unchecked';
  }
  const { refusalOf } = await import('./src/cli/gate');
  return { refusalOf: (stacks) => refusalOf(stacks, { cwd: process.cwd(), now: new Date() }) };
}

/** The names after each `--forget`. Throws InputError on anything else. */
function forgottenBy(words: readonly string[]): readonly string[] {
  const right = 'write --forget NAME for each environment that is gone and destroyed';
  return words.flatMap((word, index) => {
    if (index % 2 === 1) return [word];
    if (word === '--forget' && words[index + 1] !== undefined) return [];
    throw InputError.of(`${word}: no such option, or no name after it; ${right}`);
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isInput = error instanceof InputError;
  // Not thrown again: Node.js would print the line of the bundle, which is as long as the program.
  const lines = isInput || error instanceof RefusedStacks ? error.lines : traceOf(error).split('\n');
  process.stderr.write(lines.map((line) => `${printable(line)}\n`).join(''));
  process.exitCode = isInput ? 2 : 1;
});

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
