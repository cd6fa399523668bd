import { loadEvidence, loadReview } from '../../command';
import { runWith } from './judge';

export type { CheckCommandOptions } from './options';

/** Judges files against contracts and prints the report. */
export const run = runWith({ loadEvidence, loadPages: async () => (await loadReview()).check });
