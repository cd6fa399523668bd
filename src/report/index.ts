export {
  asEvidence,
  differences,
  evidenceOf,
  readEvidence,
  type Evidence,
  type EvidenceFacts,
  type EvidenceOptions,
  type HashedFile,
  type HashedInput,
} from './evidence';
export {
  asGithub,
  asJson,
  asJunit,
  asMarkdown,
  asSarif,
  asText,
  formats,
  type Format,
  type FormatName,
  type FormatOptions,
} from './formats';
export { withPlaces, type Sources } from './places';
