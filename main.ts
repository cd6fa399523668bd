import { RefusedStacks, type Gate } from './src/infrastructure/gate';
import { InputError } from './src/input-error';
import { loadNotes, loadSettings } from './src/settings';
import { printable } from './src/text/printable';

/**
 * The CDKTF app: settings in, one stack for each environment out. `cdktf synth`, `diff` and `deploy` run it through bin/app.js; with `--forget
 * NAME` it forgets the stack of an environment that is gone, and with
 * `--only NAME` it writes the stack of that environment, and leaves the others as they are.
 */
async function main(words: readonly string[]): Promise<void> {
  const { forgotten, only } = optionsIn(words);
  const settings = loadSettings();
  // Loading cdktf takes longer than everything else; invalid settings should not wait for it.
  const { synthesise } = await import('./src/infrastructure');
  const gate = await gateOf(process.env['KEYTURN_UNCHECKED']);
  // On standard output: the cdktf command line shows the other one as an error.
  for (const { name, destroy, isForgotten } of synthesise(settings, undefined, forgotten, gate, only)) {
    const then = isForgotten === 'when told' ? `; then: npm run synth -- --forget ${name}` : '';
    process.stdout.write(
      printable(`${name} is no longer in the settings, but may still be deployed. To destroy it: ${destroy}${then}`),
    );
    process.stdout.write('\n');
  }
  for (const note of loadNotes(settings)) process.stdout.write(`Note: ${printable(note)}\n`);
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

interface Options {
  readonly forgotten: readonly string[];
  readonly only: readonly string[];
}

/** The names after each `--forget` and each `--only`. Throws InputError on anything else. */
function optionsIn(words: readonly string[]): Options {
  const right =
    'write --only NAME for each environment to synthesise, and --forget NAME for each one that is gone and destroyed';
  const named = { '--forget': [] as string[], '--only': [] as string[] };
  for (let index = 0; index < words.length; index += 2) {
    const [word = '', name] = words.slice(index);
    if ((word !== '--forget' && word !== '--only') || name === undefined)
      throw InputError.of(`${word}: no such option, or no name after it; ${right}`);
    named[word].push(name);
  }
  return { forgotten: named['--forget'], only: named['--only'] };
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
