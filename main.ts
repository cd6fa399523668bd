import { RefusedStacks, type Gate } from './src/infrastructure/gate';
import { InputError } from './src/input-error';
import { loadNotes, loadSettings, matrixOf, MOST_JOBS } from './src/settings';
import { printable } from './src/text/printable';

/** What this program is asked to do, if that needs other parts of it: see bin/run.js. */
export const tasks = ['list', 'unchecked'];

/**
 * The CDKTF app: settings in, one stack for each environment out. `cdktf synth`, `diff` and `deploy` run it through bin/app.js; with `--forget
 * NAME` it forgets the stack of an environment that is gone, and with
 * `--only NAME` it writes the stack of that environment, and leaves the others as they are. With `--list` it writes nothing, and prints the
 * environments.
 */
async function main(words: readonly string[]): Promise<void> {
  if (words.includes('--help') || words.includes('-h')) {
    process.stdout.write(usage);
    return;
  }
  const { forgotten, only, list } = optionsIn(words);
  const settings = loadSettings();
  if (list !== undefined) {
    const names = settings.environments.map(({ name }) => name);
    const lines = list.chunks === undefined ? names : [JSON.stringify(matrixOf(names, list.chunks))];
    process.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''));
    return;
  }
  // Loading cdktf takes longer than everything else; invalid settings should not wait for it.
  const { synthesise } = await import('./src/infrastructure');
  const gate = await gateOf(process.env['KEYTURN_UNCHECKED']);
  // The cdktf command line names the folder of cdktf.json in this variable.
  const outdir = process.env['CDKTF_OUTDIR'] ?? (await import('./src/terraform')).outputFolder();
  // On standard output, because the cdktf command line shows standard error as an error.
  for (const { name, destroy, isForgotten } of synthesise(settings, outdir, forgotten, gate, only)) {
    const then =
      isForgotten === 'when told' ? `; then, or if it was never deployed: npm run synth -- --forget ${name}` : '';
    process.stdout.write(
      printable(`${name} is no longer in the settings, but may still be deployed. To destroy it: ${destroy}${then}`),
    );
    process.stdout.write('\n');
  }
  for (const note of loadNotes(settings)) process.stdout.write(`Note: ${printable(note)}\n`);
}

const usage = `Usage: keyturn-synth [options]

write the stack of each environment of cdktf.json, and check all of them against the contracts in policies/

Options:
  --only <names>   write the stacks of these environments, and leave the others as they are; may be repeated
  --forget <name>  forget the stack of an environment that is gone and destroyed; may be repeated
  --list           print the environments, and write nothing
  --chunks <n>     with --list: print a matrix of at most n jobs, in JSON
  -h, --help       print this help
`;

/** Stacks that the check refuses are not deployed. It guards against mistakes, not against people who can edit this file. */
async function gateOf(unchecked: string | undefined): Promise<Gate> {
  if (unchecked === '1') {
    process.stderr.write('KEYTURN_UNCHECKED=1: the stacks are synthesised without a check\n');
    return 'unchecked';
  }
  const { gateFor } = await import('./src/cli/gate');
  return gateFor({ cwd: process.cwd(), now: new Date() });
}

interface Options {
  readonly forgotten: readonly string[];
  readonly only: readonly string[];
  /** Undefined if nothing is listed. */
  readonly list?: { readonly chunks: number | undefined };
}

/** The values of `--forget`, `--only` and `--chunks`, and whether `--list` is there. Throws InputError on anything else. */
function optionsIn(words: readonly string[]): Options {
  const right =
    'write --only NAMES for the environments to synthesise, --forget NAME for each one that is gone and destroyed, or --list to print all of them; see "keyturn-synth --help"';
  const named = { '--forget': [] as string[], '--only': [] as string[], '--chunks': [] as string[] };
  const others = words.filter((word) => word !== '--list');
  for (let index = 0; index < others.length; index += 2) {
    const [word = '', value] = others.slice(index);
    if ((word !== '--forget' && word !== '--only' && word !== '--chunks') || value === undefined)
      throw InputError.of(`${word}: no such option, or no value after it; ${right}`);
    named[word].push(value);
  }
  const only = named['--only'].flatMap((names) => names.split(','));
  const [chunks] = named['--chunks'];
  if (others.length === words.length) {
    if (chunks !== undefined) throw InputError.of('--chunks: has an effect with --list only; add --list');
    return { forgotten: named['--forget'], only };
  }
  if (named['--forget'].length + only.length > 0)
    throw InputError.of('--list: prints the environments and writes nothing; leave --only and --forget out');
  return { forgotten: [], only: [], list: { chunks: chunks === undefined ? undefined : chunksIn(chunks) } };
}

function chunksIn(text: string): number {
  const chunks = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (chunks >= 1 && chunks <= MOST_JOBS) return chunks;
  throw InputError.of(`--chunks: ${JSON.stringify(text)} is not a whole number from 1 to ${MOST_JOBS}`);
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
