export { confirm } from './confirm';
export { fingerprintOf, privateKeyIn, publicKeyIn, signatureOf, signed, type SignatureState } from './signature';
export {
  evidenceOf,
  readEvidence,
  type Evidence,
  type EvidenceFacts,
  type EvidenceOptions,
  type HashedFile,
  type HashedInput,
} from './evidence';
