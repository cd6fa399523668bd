import { runKind, type Counterexample, type Kind } from './kind';
import { kinds } from './kinds';

interface Options {
  readonly minutes: number;
  readonly seed: number;
  readonly kind?: string;
  readonly path?: string;
}

interface Tell {
  readonly line: (line: string) => void;
  /** Says what runs now. */
  readonly trial: (trial: string) => void;
}

interface Total {
  readonly kind: Kind;
  seeds: number;
  passedBefore: number;
  edits: number;
  counterexamples: number;
}

/** So many trials of a kind, then those of the next. */
const runsOfRound = 50;

/** Runs trials of each kind by turns until the time is over. Returns the exit code: 1 if there is a counterexample, or too few inputs passed. */
export function fuzz({ minutes, seed, kind: only, path }: Options, tell: Tell): number {
  const chosen = kinds.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) {
    tell.line(`There is no kind ${String(only)}; the kinds are ${kinds.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const totals = chosen.map((kind): Total => ({ kind, seeds: 0, passedBefore: 0, edits: 0, counterexamples: 0 }));
  const end = Date.now() + minutes * 60_000;
  tell.line(`seed ${seed}`);
  for (let round = 0; round === 0 || (path === undefined && Date.now() < end); round++) {
    for (const total of totals) {
      const runs = { seed: seed + round, runs: runsOfRound, path };
      const onTrial = (says: readonly string[]): void => tell.trial([callOf(total.kind, runs), ...says].join('\n  '));
      const { counterexample, ...counts } = runKind(total.kind, { ...runs, onTrial });
      total.seeds += counts.seeds;
      total.passedBefore += counts.passedBefore;
      total.edits += counts.edits;
      if (counterexample === undefined) continue;
      total.counterexamples++;
      tell.line(shown(total.kind, counterexample));
    }
  }
  if (path === undefined) tell.line(tableOf(totals));
  return totals.some((total) => total.counterexamples > 0 || (path === undefined && passTooFew(total))) ? 1 : 0;
}

const shareOf = ({ passedBefore, seeds }: Total): number => (seeds === 0 ? 0 : passedBefore / seeds);
const passTooFew = (total: Total): boolean => shareOf(total) < total.kind.leastPassing;

function callOf({ name }: Kind, { seed, path }: { readonly seed: number; readonly path?: string | undefined }): string {
  return `npm run fuzz -- --kind ${name} --seed ${seed}${path === undefined ? '' : ` --path ${path}`}`;
}

function shown(kind: Kind, { says, problem, ...place }: Counterexample): string {
  return [`\ncounterexample: ${problem}`, ...says.map((one) => `  ${one}`), `  ${callOf(kind, place)}\n`].join('\n');
}

function tableOf(totals: readonly Total[]): string {
  const rows = totals.map((total) => [
    total.kind.name,
    ...[total.seeds, total.passedBefore].map(String),
    `${Math.round(shareOf(total) * 100)} %${passTooFew(total) ? ' (too few)' : ''}`,
    ...[total.edits, total.counterexamples].map(String),
  ]);
  const all = [['input', 'seeds', 'passed before', 'share', 'edits or requests', 'counterexamples'], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
} // prettier-ignore
