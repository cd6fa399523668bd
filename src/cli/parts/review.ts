import { runWith } from '../commands/check/judge';
import { pageParts } from '../commands/check/page';

export { run } from '../commands/review/run';

/** The check for a call that writes a page: its code and the review's share most of what they load. */
export const check = runWith({ loadEvidence: () => import('./evidence'), pageParts });
