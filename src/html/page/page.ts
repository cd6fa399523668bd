import type { Phrase } from './phrase';
import type { Section } from './block';

/** A page before it is HTML: data alone, so that every command that has something to show can make one. */
export interface Page {
  /** The command and its input, such as `keyturn check: plan.json`. */
  readonly title: Phrase;
  readonly verdict: PageVerdict;
  /** Sentences about the verdict, under the title. */
  readonly lead: readonly Phrase[];
  readonly sections: readonly Section[];
}

export type PageVerdict = 'pass' | 'undecided' | 'fail' | 'not-judged';
