/** The most jobs that a matrix of GitHub Actions can have. https://docs.github.com/en/actions/reference/limits */
export const MOST_JOBS = 256;

interface Job {
  readonly chunk: string;
  /** The names of environments, separated by commas, as `--only` takes them. */
  readonly only: string;
}

/** The jobs of a matrix of GitHub Actions: the environments in their order, in at most so many chunks whose sizes differ by one at most. */
export function matrixOf(names: readonly string[], mostChunks: number): readonly Job[] {
  const count = Math.min(mostChunks, names.length);
  return Array.from({ length: count }, (_, index): Job => {
    const [first, next] = [index, index + 1].map((at) => Math.floor((at * names.length) / count));
    return { chunk: `${index + 1} of ${count}`, only: names.slice(first, next).join(',') };
  });
}
