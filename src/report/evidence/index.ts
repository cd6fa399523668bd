export { confirm } from './confirm';
export { rulesOf } from './older';
export { fingerprintOf, privateKeyIn, publicKeyIn, signatureOf, signed, type Signature } from './signature';
export { readEvidence } from './read-evidence';
export {
  evidenceOf,
  type ContractsCommit,
  type Evidence,
  type EvidenceFacts,
  type EvidenceOptions,
  type HashedFile,
  type HashedInput,
} from './evidence';
