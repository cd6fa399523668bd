export {
  asEvidence,
  differences,
  readEvidence,
  type Evidence,
  type EvidenceFacts,
  type EvidenceOptions,
  type HashedFile,
} from './evidence';
export { asJson } from './json';
export { withPlaces, type Sources } from './places';
export { asText, type TextOptions } from './text';
