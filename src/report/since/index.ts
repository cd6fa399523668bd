export { changesOf, type Change, type Named } from './change';
export { checkChanges, foundIn, usersIn, type EarlierCheck } from './checks';
export type { Changes, Compared, EarlierDocument } from './document';
export { findingChanges, type Found } from './findings';
export { changeInWords, earlierInWords } from './words';
