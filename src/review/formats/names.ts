/** The formats of a review, in the order of the help. Options and docs are made from it without loading the formats. */
export const reviewFormatNames = ['text', 'markdown', 'html', 'json'] as const;

export type ReviewFormatName = (typeof reviewFormatNames)[number];
