export type { ContractsCommit, EvidenceOptions, HashedFile, HashedInput } from './evidence';
export { foldedFindings } from './folded';
export { formatNames, formats, isFormatName, type FormatName, type PageParts, type Printing } from './formats';
export { settingsFile, withPlaces } from './places';
