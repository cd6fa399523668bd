import type { Section } from '../../html';
import type { Review } from '../review';

/** The surroundings of a review that is printed. */
export interface ReviewPrinting {
  /** Whether the text goes to a terminal that shows colour. */
  readonly colour: boolean;
  /** The columns of the terminal; absent if lines are not wrapped. */
  readonly width?: number;
  /** The name in the hidden marker of a comment; absent if there is none. */
  readonly marker?: string;
  /** Makes the sections with pictures of the result; absent if the caller has no input to draw. Only a page shows them. */
  readonly pictures?: () => readonly Section[];
}

/** A format is a pure function. */
export type PrintReview = (review: Review, printing: ReviewPrinting) => string;

/** A member of the registry. */
export interface ReviewFormat {
  /** The people or programs that read it. */
  readonly summary: string;
  readonly load: () => Promise<{ readonly print: PrintReview }>;
}
