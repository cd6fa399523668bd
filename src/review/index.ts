export { reviewFormats } from './formats';
export type { ReviewPrinting } from './formats/format';
export { reviewFormatNames, type ReviewFormatName } from './formats/names';
export { review, type Review, type ReviewBasis } from './review';
export { mismatchesOf, type Mismatch } from './same-place';
export { sidesOfOne, sidesOfTwo } from './sides';
export { machineBlock, pictureSections } from './pictures';
