import type { ReviewFormat } from './format';

/** Every format of a review by its name. */
const registry = {
  text: { summary: 'people at a terminal', load: () => import('./text') },
  markdown: {
    summary: 'a comment of a pull request, with fewer than 60,000 characters',
    load: () => import('./markdown'),
  },
  json: { summary: 'programs; described in schemas/review.schema.json', load: () => import('./json') },
} satisfies Readonly<Record<string, ReviewFormat>>;

export type ReviewFormatName = keyof typeof registry;

export const reviewFormats: Readonly<Record<ReviewFormatName, ReviewFormat>> = registry;

export const reviewFormatNames = Object.keys(registry) as readonly ReviewFormatName[]; // the keys of the registry
