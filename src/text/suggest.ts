import { distance } from 'fastest-levenshtein';

/** The candidate that was likely meant, if one is near: a few letters off, or one inside the other. */
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
  /** How a candidate is written; in quotes if left out. */
  readonly shown?: (candidate: string) => string;
  /** What to say if no candidate is near; all of them if left out. */
  readonly otherwise?: string;
}

/** `did you mean "x"?`, or else what the words are. */
export function didYouMean(word: string, candidates: readonly string[], wording: Wording = {}): string {
  const { shown = (candidate) => `"${candidate}"`, otherwise } = wording;
  const meant = nearest(word, candidates);
  if (meant !== undefined) return `did you mean ${shown(meant)}?`;
  return otherwise ?? `write one of ${candidates.map(shown).join(', ')}`;
}
