export {
  confirm,
  fingerprintOf,
  privateKeyIn,
  publicKeyIn,
  signatureOf,
  signed,
  evidenceOf,
  readEvidence,
  type Evidence,
  type EvidenceOptions,
  type HashedFile,
  type HashedInput,
  type SignatureState,
} from './evidence';
export { foldedFindings } from './folded';
export { formatNames, formats, isFormatName, type FormatName, type Printing } from './formats';
export { settingsFile, withPlaces } from './places';
