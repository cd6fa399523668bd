export { changesOf, type Change, type Named } from './change';
export { changeBlocks } from './change-blocks';
export { checkChanges, permissionInWords } from './checks';
export type { Changes, Compared, EarlierDocument } from './document';
export { aboutEvidence, changesSinceEvidence, placesIn, placesInWords, type JudgedPlace } from './evidence';
export { findingChanges, type Found } from './findings';
export { allChanges, changeLines } from './lines';
