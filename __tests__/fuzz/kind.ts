import fc from '../fast-check';

/** One attempt to make the checker wrong. */
export interface Trial {
  /** What was done, each step in a few words with what was drawn for it. */
  readonly says: readonly string[];
  readonly run: () => Outcome;
}

export interface Outcome {
  /** Whether the input passed before the edit: a trial whose input never passed shows less. */
  readonly passedBefore: boolean;
  /** How many edits, or requests, were tried. */
  readonly edits: number;
  /** What the checker did wrong, if anything. */
  readonly problem?: string | undefined;
}

/** A kind of input, with how it is edited at random. */
export interface Kind {
  readonly name: string;
  readonly trials: fc.Arbitrary<Trial>;
  /** The least share of the inputs that must pass before the edit. */
  readonly leastPassing: number;
  /** How many trials `npm test` runs, in a few tenths of a second; `npm run test:all` runs many times as many. */
  readonly trialsInSample: number;
}

interface Tally {
  readonly seeds: number;
  readonly passedBefore: number;
  readonly edits: number;
  readonly counterexample: Counterexample | undefined;
}

export interface Counterexample {
  readonly seed: number;
  /** Leads fast-check to the smallest counterexample that it found. */
  readonly path: string;
  readonly says: readonly string[];
  readonly problem: string;
}

interface Run {
  readonly seed: number;
  readonly runs: number;
  readonly path?: string | undefined;
  /** Called before each trial, so that somebody can see which one does not come to an end. */
  readonly onTrial?: (says: readonly string[]) => void;
}

/** Runs trials of a kind until one fails, and looks for a smaller one that fails too. */
export function runKind(kind: Kind, { seed, runs, path, onTrial }: Run): Tally {
  const tally = { seeds: 0, passedBefore: 0, edits: 0 };
  let problem: string | undefined;
  const result = fc.check(
    fc.property(kind.trials, (trial) => {
      onTrial?.(trial.says);
      const isShrinking = problem !== undefined;
      const outcome = trial.run();
      if (!isShrinking) {
        tally.seeds++;
        tally.edits += outcome.edits;
        if (outcome.passedBefore) tally.passedBefore++;
      }
      if (outcome.problem === undefined) return true;
      problem = outcome.problem;
      return false;
    }),
    { seed, numRuns: runs, ...(path === undefined ? {} : { path }) },
  );
  if (!result.failed) return { ...tally, counterexample: undefined };
  const [smallest] = result.counterexample ?? [];
  const thrown = result.errorInstance;
  return {
    ...tally,
    counterexample: {
      seed,
      path: result.counterexamplePath ?? '',
      says: smallest?.says ?? [],
      problem: problem ?? `threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
    },
  };
}
