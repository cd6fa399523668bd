import { distance } from 'fastest-levenshtein';

/** The most similar candidate, if one is similar: it differs in a few letters, or one contains the other. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.slice(0, 100).toLowerCase();
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const related = wanted.length > 3 && other.length > 3 && (other.includes(wanted) || wanted.includes(other));
    const apart = distance(wanted, other);
    const near = apart <= Math.max(1, Math.floor(Math.max(wanted.length, other.length) * 0.35));
    if ((near || related) && apart < bestDistance) [best, bestDistance] = [candidate, apart];
  }
  return best;
}

interface Wording {
  /** Formats a candidate; in quotes if left out. */
  readonly shown?: (candidate: string) => string;
  /** The text if no candidate is similar; a list of all if left out. */
  readonly otherwise?: string;
}

/** `did you mean "x"?`, or the list of the choices. */
export function didYouMean(word: string, candidates: readonly string[], wording: Wording = {}): string {
  const { shown = (candidate) => `"${candidate}"`, otherwise } = wording;
  const meant = nearest(word, candidates);
  if (meant !== undefined) return `did you mean ${shown(meant)}?`;
  return otherwise ?? `write one of ${candidates.map(shown).join(', ')}`;
}
