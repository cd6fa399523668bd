export { confirm } from './confirm';
export {
  evidenceOf,
  readEvidence,
  type Evidence,
  type EvidenceFacts,
  type EvidenceOptions,
  type HashedFile,
  type HashedInput,
} from './evidence';
