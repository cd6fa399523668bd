export { reviewFormatNames, reviewFormats, type ReviewFormatName } from './formats';
export { review, type Review } from './review';
export { mismatchesOf, type Mismatch } from './same-place';
export { sidesOfOne, sidesOfTwo } from './sides';
