import type { ReviewFormat } from './format';
import type { ReviewFormatName } from './names';

/** Every format of a review by its name. */
export const reviewFormats: Readonly<Record<ReviewFormatName, ReviewFormat>> = {
  text: { summary: 'people at a terminal', load: () => import('./text') },
  markdown: {
    summary: 'a comment of a pull request, with fewer than 60,000 characters',
    load: () => import('./markdown'),
  },
  html: {
    summary: 'people without the tools: one page with pictures of the result, which loads nothing',
    load: () => import('./html'),
  },
  json: { summary: 'programs; described in schemas/review.schema.json', load: () => import('./json') },
};
