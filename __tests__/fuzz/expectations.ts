import { runKind, type Kind } from './kind';

/** Trials with a fixed seed, as a test. */
export function expectNoCounterexample(kind: Kind, runs: number): void {
  const { counterexample, seeds, passedBefore, edits } = runKind(kind, { seed: 20_261_123, runs });
  expect(counterexample).toBeUndefined();
  expect(edits).toBeGreaterThan(0);
  // Edits of inputs that never passed show little.
  expect(passedBefore / seeds).toBeGreaterThanOrEqual(kind.leastPassing);
}
